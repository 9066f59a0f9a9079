/** A client of the traffic bench, a process of its own: so many requests at a time, on HTTP/2 streams or HTTP/1.1 connections. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type ClientHttp2Session, connect } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { AnswerReader } from '../egress/answer.ts'
import { openTarget, type TargetOrder } from './target.ts'

/** Handed over as the only argument, in JSON. */
export interface AskOrder extends TargetOrder {
  path: string
  /** Posted in turns; where there are none, the path is got. */
  bodyFiles: readonly string[]
  /** Streams of one session, or connections. */
  atATime: number
  requests: number
  warmUp: number
}

/** What it prints in the end; times are milliseconds. */
export interface AskResult {
  seconds: number
  p50Ms: number
  p99Ms: number
  /** Answers other than 200. */
  failures: number
  bodyBytes: number
}

const order: AskOrder = JSON.parse(process.argv[2] ?? '{}')
const bodies = order.bodyFiles.map((file) => readFileSync(file))
const method = bodies.length === 0 ? 'GET' : 'POST'
let left = 0
let failures = 0
let bodyBytes = 0
let latencies: number[] = []

const askers = order.protocol === 'h2' ? await streams() : await connections()
await round(order.warmUp)
console.log(JSON.stringify({ ready: true }))
await once(process.stdin, 'data')
latencies = []
bodyBytes = 0
const seconds = await round(order.requests)
latencies.sort((a, b) => a - b)
const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? 0
const result: AskResult = { seconds, p50Ms: at(0.5), p99Ms: at(0.99), failures, bodyBytes }
console.log(JSON.stringify(result))
process.exit(0)

async function round(count: number): Promise<number> {
  left = count
  const start = performance.now()
  await Promise.all(
    askers.map(async (ask) => {
      while (left > 0) {
        left -= 1
        const started = performance.now()
        const answer = await ask(bodies[left % bodies.length] ?? null)
        latencies.push(performance.now() - started)
        bodyBytes += answer.bytes
        if (answer.status !== 200) failures += 1
      }
    }),
  )
  return (performance.now() - start) / 1000
}

type Ask = (body: Buffer | null) => Promise<{ status: number; bytes: number }>

/** As many streams as one session may have at a time. */
async function streams(): Promise<Ask[]> {
  const socket = await openTarget(order)
  const session = connect(`https://${order.host}:${order.port}`, { createConnection: () => socket })
  return Array.from({ length: order.atATime }, () => (body: Buffer | null) => onStream(session, body))
}

function onStream(session: ClientHttp2Session, body: Buffer | null): ReturnType<Ask> {
  const fields = { ':method': method, ':path': order.path, 'content-type': 'application/json' }
  const length = body === null ? {} : { 'content-length': body.length }
  const stream = session.request({ ...fields, ...length }, { endStream: body === null })
  if (body !== null) stream.end(body)
  return new Promise((resolve, reject) => {
    let status = 0
    let bytes = 0
    stream.on('response', (headers) => {
      status = Number(headers[':status'])
    })
    stream.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    stream.once('error', reject)
    stream.once('close', () => resolve({ status, bytes }))
  })
}

async function connections(): Promise<Ask[]> {
  const asks: Ask[] = []
  for (let index = 0; index < order.atATime; index += 1) {
    const socket = await openTarget(order)
    asks.push((body) => onConnection(socket, body))
  }
  return asks
}

function onConnection(socket: TLSSocket, body: Buffer | null): ReturnType<Ask> {
  const fields = body === null ? '' : `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`
  const head = `${method} ${order.path} HTTP/1.1\r\nHost: ${order.host}:${order.port}\r\n${fields}\r\n`
  const reader = new AnswerReader()
  return new Promise((resolve, reject) => {
    const closed = () => reject(new Error('the proxy closed a connection that was in use'))
    socket.on('data', (chunk: Buffer) => {
      if (!reader.push(chunk)) return
      socket.removeAllListeners('data').off('close', closed).off('error', reject)
      resolve({ status: reader.status, bytes: reader.bodyBytes })
    })
    socket.once('close', closed).once('error', reject)
    socket.write(body === null ? head : Buffer.concat([Buffer.from(head), body]))
  })
}
