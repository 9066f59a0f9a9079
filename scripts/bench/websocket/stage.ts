/** Sets the stage of the WebSocket bench: messages with planted values, the destination, and the two proxies. */

import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { freePort } from '../../free-port.ts'
import { makeBody } from '../bodies.ts'
import { startGateway } from '../egress/gateway.ts'
import { loadCore, type Program, proxyCore, startProgram } from '../egress/program.ts'
import type { EchoOrder } from './echo.ts'
import type { PeerOrder } from './peer.ts'

/** `.test` never exists in the real DNS (RFC 6761 §6.2). */
const host = 'origin.bench.test'
const filesPerLength = 16

/** A way to the destination: through a proxy, or none. */
export interface WayThere {
  name: string
  /** The process whose tree is measured. */
  pid: number
  proxyPort: number | null
  caFile: string
}

export interface Stage extends AsyncDisposable {
  host: string
  port: number
  echo: Program
  gateway: WayThere
  peer: WayThere
  direct: WayThere
  bodyFiles(bytes: number): readonly string[]
}

export async function makeStage(lengths: readonly number[]): Promise<Stage> {
  const stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'gatehouse-bench-'))
  stack.defer(() => rm(folder, { recursive: true }))
  const files = new Map<number, string[]>()
  const planted: string[] = []
  for (const bytes of lengths) files.set(bytes, await writeMessages(folder, bytes, planted))
  const plantedFile = join(folder, 'planted.json')
  await writeFile(plantedFile, JSON.stringify(planted))
  const { rootPem, chainPem, keyPem } = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const rootFile = join(folder, 'root.pem')
  await writeFile(rootFile, rootPem)
  const own = (file: string) => join(import.meta.dirname, file)
  const echoOrder: EchoOrder = { chainPem, keyPem, plantedFile }
  const echo = stack.use(startProgram(own('echo.ts'), echoOrder, loadCore))
  const { port } = await echo.next<{ port: number }>()
  const peerOrder: PeerOrder = { chainPem, keyPem, host, destinationPort: port }
  const peer = stack.use(startProgram(own('peer.ts'), peerOrder, proxyCore))
  const { port: peerPort } = await peer.next<{ port: number }>()
  const data = join(folder, 'gateway')
  await mkdir(data)
  const destination = { host, port, rootFile }
  const order = { destination, folder: data, port: await freePort(), env: process.env }
  const gateway = stack.use(await startGateway(order))
  return {
    host,
    port,
    echo,
    gateway: { name: 'gatehouse', pid: gateway.pid, proxyPort: gateway.port, caFile: gateway.caFile },
    peer: { name: 'bare ws proxy', pid: peer.pid, proxyPort: peerPort, caFile: rootFile },
    direct: { name: 'direct', pid: 0, proxyPort: null, caFile: rootFile },
    bodyFiles: (bytes) => files.get(bytes) ?? [],
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function writeMessages(folder: string, bytes: number, planted: string[]): Promise<string[]> {
  const paths: string[] = []
  for (let seed = 1; seed <= filesPerLength; seed += 1) {
    const made = makeBody({ kind: 'sparse', bytes, seed })
    planted.push(...made.planted)
    const path = join(folder, `message-${bytes}-${seed}.json`)
    await writeFile(path, made.body)
    paths.push(path)
  }
  return paths
}
