/** Keeps the order of a worker that a service unit starts: the unit hands the file to it as its standard input. */
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { diskTrouble } from '../ops/disk-trouble.ts'

const orderSchema = z.strictObject({ worker: z.string(), secret: z.base64(), socketPath: z.string() })

export interface UnitOrderOptions {
  worker: string
  /** Of the socket. */
  folder: string
  socketName: string
  random(length: number): Buffer
}

/**
 * The worker's secret. The same at each start of the gateway, since the unit may run on meanwhile; removing the file makes
 * another. Readable for the gateway's user alone. Throws DATA_UNWRITABLE.
 */
export function unitSecret({ worker, folder, socketName, random }: UnitOrderOptions): Buffer {
  const file = join(dirname(folder), `${worker}.order`)
  const socketPath = join(folder, socketName)
  const known = readOrder(file)
  if (known?.worker === worker && known.socketPath === socketPath) return Buffer.from(known.secret, 'base64')
  const secret = random(32)
  try {
    const next = `${file}.new`
    const order = { worker, secret: secret.toString('base64'), socketPath }
    writeFileSync(next, `${JSON.stringify(order)}\n`, { mode: 0o600 })
    chmodSync(next, 0o600)
    renameSync(next, file)
  } catch (error) {
    throw diskTrouble(file, error)
  }
  return secret
}

function readOrder(file: string): z.infer<typeof orderSchema> | null {
  try {
    return orderSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
