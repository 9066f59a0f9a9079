/** The WebSocket bench's client, a process of its own: talks to the destination and says how long each answer took. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect as connectTls, createSecureContext, type TLSSocket } from 'node:tls'
import { WebSocket } from 'ws'
import { openTunnel } from '../egress/tunnel.ts'

/** Handed over as the only argument, in JSON. */
export interface TalkOrder {
  /** Null where it connects to the destination itself. */
  proxyPort: number | null
  host: string
  port: number
  /** The authority that the proxy, or the destination, shows. PEM. */
  caFile: string
  bodyFiles: readonly string[]
  connections: number
  /** Messages under way on each connection. */
  window: number
  messages: number
  warmUp: number
  compressed: boolean
}

/** What it prints in the end; times are milliseconds. */
export interface TalkResult {
  messages: number
  seconds: number
  p50Ms: number
  p99Ms: number
}

const order: TalkOrder = JSON.parse(process.argv[2] ?? '{}')
const bodies = order.bodyFiles.map((file) => readFileSync(file, 'utf8'))
const secureContext = createSecureContext({ ca: readFileSync(order.caFile) })
const sockets = await Promise.all(Array.from({ length: order.connections }, open))
let left = 0
let latencies: number[] = []

await round(order.warmUp)
console.log(JSON.stringify({ ready: true }))
await once(process.stdin, 'data')
latencies = []
const seconds = await round(order.messages)
latencies.sort((a, b) => a - b)
const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
const result: TalkResult = { messages: order.messages, seconds, p50Ms: at(0.5), p99Ms: at(0.99) }
console.log(JSON.stringify(result))
process.exit(0)

async function open(): Promise<WebSocket> {
  const { proxyPort, host, port, compressed } = order
  const target = { host, port, secureContext }
  const stream = proxyPort === null ? await openDirect() : await openTunnel({ ...target, proxyPort })
  const socket = new WebSocket(`wss://${host}:${port}/chat`, {
    perMessageDeflate: compressed,
    createConnection: () => stream,
  })
  await once(socket, 'open')
  return socket
}

async function openDirect(): Promise<TLSSocket> {
  const socket = connectTls({ host: '127.0.0.1', port: order.port, servername: order.host, secureContext })
  await once(socket, 'secureConnect')
  return socket
}

async function round(count: number): Promise<number> {
  left = count
  const start = performance.now()
  await Promise.all(sockets.map(drive))
  return (performance.now() - start) / 1000
}

/** Keeps a window of messages under way until nothing is left. Answers come in the order of the questions. */
function drive(socket: WebSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent: number[] = []
    let first = 0
    const say = () => {
      if (left === 0) return
      left -= 1
      sent.push(performance.now())
      socket.send(bodies[left % bodies.length] ?? '')
    }
    const fail = () => reject(new Error('a WebSocket ended while it was in use'))
    socket.on('message', () => {
      // A sample of a million is enough, and takes no memory.
      if (latencies.length < 200_000) latencies.push(performance.now() - (sent[first] ?? 0))
      first += 1
      if (first === 1000) sent.splice(0, first)
      if (first === 1000) first = 0
      say()
      if (first < sent.length) return
      socket.removeAllListeners('message').off('close', fail)
      resolve()
    })
    socket.once('close', fail)
    for (let i = 0; i < order.window; i += 1) say()
    if (sent.length === 0) resolve()
  })
}
