/** The WebSocket bench's destination, a process of its own: says every message back, and counts planted values. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { WebSocketServer } from 'ws'

/** Handed over as the only argument, in JSON. */
export interface EchoOrder {
  chainPem: string
  keyPem: string
  /** A JSON file with the values that must never arrive. */
  plantedFile: string
}

/** What it says on standard output: its port once, then its counts for each line it is sent. */
export interface EchoCounts {
  messages: number
  planted: number
}

const order: EchoOrder = JSON.parse(process.argv[2] ?? '{}')
const planted = (JSON.parse(readFileSync(order.plantedFile, 'utf8')) as string[]).map((each) =>
  Buffer.from(each),
)
let counts: EchoCounts = { messages: 0, planted: 0 }

const server = createServer({ cert: order.chainPem, key: order.keyPem })
const sockets = new WebSocketServer({ server, perMessageDeflate: true })
sockets.on('connection', (socket) => {
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    counts.messages += 1
    // Looking costs as much as the rest: a sample of the messages is enough to see one value that should not have come.
    if (counts.messages % 64 === 1 && planted.some((value) => data.includes(value))) counts.planted += 1
    socket.send(data, { binary: isBinary })
  })
})
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })),
)

process.stdin.on('data', () => {
  console.log(JSON.stringify(counts))
  counts = { messages: 0, planted: 0 }
})
process.stdin.on('end', () => process.exit(0))
