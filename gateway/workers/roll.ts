/** Remembers which workers run, so that a control that was restarted knows them again, and ends those it does not need. */
import { createHash, timingSafeEqual } from 'node:crypto'
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const rollSchema = z.strictObject({
  /** By which workers count persons together; Base64. */
  salt: z.string(),
  workers: z.array(
    z.strictObject({
      worker: z.string(),
      processId: z.int(),
      startedTicks: z.int(),
      /** SHA-256 of what the worker proves itself with, hexadecimal: the secret itself is in its memory alone. */
      secretHash: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
})
export type Roll = z.infer<typeof rollSchema>
export type RollEntry = Roll['workers'][number]

/** Null where there is none that can be read: then there is nobody to know again. */
export function readRoll(file: string): Roll | null {
  try {
    return rollSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** Whole or not at all. Throws the system's errors: workers are started all the same, and not known again later. */
export function writeRoll(file: string, roll: Roll): void {
  const next = `${file}.new`
  writeFileSync(next, JSON.stringify(roll), { mode: 0o600 })
  chmodSync(next, 0o600)
  renameSync(next, file)
}

export function hashOf(secret: Uint8Array): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Takes as long whatever is wrong. */
export function provesItself(secret: Uint8Array, secretHash: string): boolean {
  return timingSafeEqual(Buffer.from(hashOf(secret), 'hex'), Buffer.from(secretHash, 'hex'))
}
