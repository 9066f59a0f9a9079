/** The bench's client, a process of its own: posts bodies through the proxy under test and says how long each took. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createSecureContext, type TLSSocket } from 'node:tls'
import { AnswerReader } from './answer.ts'
import { openTunnel, type TunnelTarget } from './tunnel.ts'

/** Handed over as the only argument, in JSON. */
export interface LoadOrder {
  proxyPort: number
  host: string
  port: number
  /** The authority that the proxy shows, PEM. */
  caFile: string
  bodyFiles: readonly string[]
  /** `keep-alive` sends everything over `connections` tunnels, `new-connection` opens one per request. */
  mode: 'keep-alive' | 'new-connection'
  connections: number
  requests: number
  warmUp: number
}

/** What it prints in the end; times are milliseconds. */
export interface LoadResult {
  requests: number
  seconds: number
  p50Ms: number
  p99Ms: number
  /** Answers other than 200. */
  failures: number
}

const order: LoadOrder = JSON.parse(process.argv[2] ?? '{}')
const requests = order.bodyFiles.map((file) => requestWith(readFileSync(file)))
const target: TunnelTarget = {
  proxyPort: order.proxyPort,
  host: order.host,
  port: order.port,
  secureContext: createSecureContext({ ca: readFileSync(order.caFile) }),
}

/** Requests that are still to be started, shared by all connections. */
let left = 0
let failures = 0
let latencies: number[] = []

const tunnels: TLSSocket[] = []
if (order.mode === 'keep-alive') {
  for (let i = 0; i < order.connections; i += 1) tunnels.push(await openTunnel(target))
}
await round(order.warmUp)
console.log(JSON.stringify({ ready: true }))
await once(process.stdin, 'data')
latencies = []
const seconds = await round(order.requests)
latencies.sort((a, b) => a - b)
const result: LoadResult = {
  requests: latencies.length,
  seconds,
  p50Ms: latencies[Math.floor(latencies.length * 0.5)] ?? 0,
  p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0,
  failures,
}
console.log(JSON.stringify(result))
process.exit(0)

async function round(count: number): Promise<number> {
  left = count
  const start = performance.now()
  if (order.mode === 'keep-alive') await Promise.all(tunnels.map(drive))
  else await Promise.all(Array.from({ length: order.connections }, connectAndPost))
  return (performance.now() - start) / 1000
}

/** Posts over one tunnel until nothing is left; one request at a time, as browsers do over HTTP/1.1. */
function drive(tunnel: TLSSocket): Promise<void> {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader()
    let started = 0
    const next = () => {
      if (left === 0) {
        tunnel.removeAllListeners('data').removeAllListeners('close')
        resolve()
        return
      }
      left -= 1
      started = performance.now()
      tunnel.write(requests[left % requests.length] ?? '')
    }
    tunnel.on('data', (chunk: Buffer) => {
      if (!reader.push(chunk)) return
      latencies.push(performance.now() - started)
      if (reader.status !== 200) failures += 1
      next()
    })
    tunnel.once('close', () => reject(new Error('the proxy closed a tunnel that was in use')))
    tunnel.on('error', reject)
    next()
  })
}

async function connectAndPost(): Promise<void> {
  while (left > 0) {
    left -= 1
    const started = performance.now()
    const tunnel = await openTunnel(target)
    const reader = new AnswerReader()
    tunnel.write(requests[left % requests.length] ?? '')
    for await (const chunk of tunnel) if (reader.push(chunk)) break
    if (reader.status !== 200) failures += 1
    latencies.push(performance.now() - started)
    tunnel.destroy()
  }
}

function requestWith(body: Buffer): Buffer {
  const head = [
    'POST /v1/messages HTTP/1.1',
    `Host: ${order.host}:${order.port}`,
    'User-Agent: gatehouse-bench',
    'Accept: application/json',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body])
}
