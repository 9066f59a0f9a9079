/** A client of the traffic bench, a process of its own: opens many connections, and keeps them or closes each at once. */
import { once } from 'node:events'
import type { TLSSocket } from 'node:tls'
import { AnswerReader } from '../egress/answer.ts'
import { openTarget, type TargetOrder } from './target.ts'

/** Handed over as the only argument, in JSON. */
export interface CrowdOrder extends Omit<TargetOrder, 'host'> {
  /** Taken in turns. */
  hosts: readonly string[]
  connections: number
  /** `keep`: each makes one request and stays until told to go. `close`: a handshake is all. */
  after: 'keep' | 'close'
}

/** What it prints when it is through. */
export interface CrowdResult {
  connections: number
}

const order: CrowdOrder = JSON.parse(process.argv[2] ?? '{}')
const atATime = 8
const kept: TLSSocket[] = []
let next = 0

console.log(JSON.stringify({ ready: true }))
await once(process.stdin, 'data')
await Promise.all(Array.from({ length: atATime }, arrive))
console.log(JSON.stringify({ connections: next }))
if (order.after === 'keep') {
  await once(process.stdin, 'data')
  const closed = kept.filter((socket) => socket.destroyed || socket.readableEnded).length
  if (closed > 0) throw new Error(`${closed} idle clients were cut off`)
  console.log(JSON.stringify({ connections: kept.length }))
}
process.exit(0)

async function arrive(): Promise<void> {
  while (next < order.connections) {
    const host = order.hosts[next % order.hosts.length] ?? ''
    next += 1
    const socket = await openTarget({ ...order, host })
    if (order.after === 'close') {
      socket.destroy()
      continue
    }
    await ask(socket, host)
    kept.push(socket)
  }
}

async function ask(socket: TLSSocket, host: string): Promise<void> {
  const reader = new AnswerReader()
  socket.on('error', () => {})
  socket.write(`GET / HTTP/1.1\r\nHost: ${host}:${order.port}\r\n\r\n`)
  for (;;) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    if (reader.push(chunk)) break
  }
  if (reader.status !== 200) throw new Error(`the answer was ${reader.status}`)
  // What comes now is the end of the connection, and seen.
  socket.resume()
}
