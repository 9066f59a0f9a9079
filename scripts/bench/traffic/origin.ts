/** The traffic bench's destination, a process of its own: HTTP/2 and HTTP/1.1, a page, downloads, and streams of events. */
import { readFileSync } from 'node:fs'
import {
  createSecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type SecureServerOptions,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { pageHtml, resourceOf } from './resources.ts'

/** Handed over as the only argument, in JSON. */
export interface TrafficOriginOrder {
  chainPem: string
  keyPem: string
  /** A JSON file with the values that must never arrive. */
  plantedFile: string
}

/** What it says first: where it speaks HTTP/2, and where HTTP/1.1 alone. */
export interface TrafficPorts {
  port: number
  http1Port: number
}

/** What it says for each line that it is sent: counts since the last one. */
export interface TrafficCounts {
  requests: number
  /** Of them in HTTP/2. */
  inHttp2: number
  /** Requests in which at least one planted value stood. */
  planted: number
}

const order: TrafficOriginOrder = JSON.parse(process.argv[2] ?? '{}')
const planted = (JSON.parse(readFileSync(order.plantedFile, 'utf8')) as string[]).map((each) =>
  Buffer.from(each),
)
const noCounts: TrafficCounts = { requests: 0, inHttp2: 0, planted: 0 }
let counts = { ...noCounts }
const block = Buffer.alloc(64 * 1024, 'The quick brown fox jumps over the lazy dog. ')

const tls: SecureServerOptions = { cert: order.chainPem, key: order.keyPem, allowHTTP1: true }
const both = createSecureServer(tls, answer)
const older = createSecureServer({ ...tls, ALPNProtocols: ['http/1.1'] }, answer)
both.listen(0, '127.0.0.1', () =>
  older.listen(0, '127.0.0.1', () =>
    console.log(JSON.stringify({ port: portOf(both), http1Port: portOf(older) })),
  ),
)

// The end of input ends the process.
process.stdin.on('data', () => {
  console.log(JSON.stringify(counts))
  counts = { ...noCounts }
})
process.stdin.on('end', () => process.exit(0))

async function answer(request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
  // A client that has left is nothing to end for.
  request.on('error', () => {})
  response.on('error', () => {})
  try {
    const body = await buffer(request)
    counts.requests += 1
    if (request.httpVersionMajor === 2) counts.inHttp2 += 1
    if (planted.some((value) => body.includes(value))) counts.planted += 1
    await answerTo(new URL(request.url, 'https://origin.invalid'), { body, response })
  } catch {
    response.stream?.destroy()
  }
}

async function answerTo(
  { pathname, searchParams }: URL,
  { body, response }: { body: Buffer; response: Http2ServerResponse },
): Promise<void> {
  const number = (name: string) => Number(searchParams.get(name) ?? 0)
  await wait(number('delay'))
  if (pathname === '/page') send(response, 'text/html; charset=utf-8', pageHtml(number('delay')))
  else if (pathname === '/download') await download(response, number('bytes'))
  else if (pathname === '/events') await tell(response, { body, events: number('events') })
  else {
    const found = resourceOf(pathname)
    if (found === null) send(response, 'application/json', '{"ok":true,"note":"The request has arrived."}')
    else send(response, found.type, found.body)
  }
}

function send(response: Http2ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
  response.end(body)
}

async function download(response: Http2ServerResponse, bytes: number): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': bytes })
  for (let sent = 0; sent < bytes && !response.destroyed; sent += block.length) {
    if (!response.write(block.subarray(0, bytes - sent)))
      await Promise.race([
        new Promise((resolve) => response.once('drain', resolve)),
        new Promise((resolve) => response.once('close', resolve)),
      ])
  }
  response.end()
}

/** Events as an assistant sends them, each with what stood in the request's `to` and with the time at which it left. */
async function tell(
  response: Http2ServerResponse,
  { body, events }: { body: Buffer; events: number },
): Promise<void> {
  const { to } = JSON.parse(body.toString()) as { to: string }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  for (let index = 0; index < events && !response.destroyed; index += 1) {
    await wait(eventGapMs)
    // CLOCK_MONOTONIC, which all processes of a machine share.
    const delta = { index, sent: Number(process.hrtime.bigint()) / 1e6, text: `Write to ${to} by Friday. ` }
    response.write(`event: delta\ndata: ${JSON.stringify(delta)}\n\n`)
  }
  response.end()
}

const eventGapMs = 10

function portOf(server: { address(): AddressInfo | string | null }): number {
  return (server.address() as AddressInfo).port
}
