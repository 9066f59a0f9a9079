/** The bench's destination, a process of its own: takes any request, and counts planted values that should not have come. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'

/** Handed over as the only argument, in JSON. */
export interface OriginOrder {
  chainPem: string
  keyPem: string
  /** A JSON file with the values that must never arrive. */
  plantedFile: string
}

/** What the origin says on standard output: its port once, then its counts for each line it is sent. */
export interface OriginCounts {
  requests: number
  bytes: number
  /** Requests in which at least one planted value stood. */
  planted: number
}

const order: OriginOrder = JSON.parse(process.argv[2] ?? '{}')
const planted = (JSON.parse(readFileSync(order.plantedFile, 'utf8')) as string[]).map((each) =>
  Buffer.from(each),
)
const longest = Math.max(0, ...planted.map((each) => each.length))
let counts: OriginCounts = { requests: 0, bytes: 0, planted: 0 }
const answer = Buffer.from('{"ok":true,"note":"The bench\'s origin has received the request."}')
const downloadBlock = Buffer.alloc(64 * 1024, 'The quick brown fox jumps over the lazy dog. ')

const server = createServer({ cert: order.chainPem, key: order.keyPem }, async (request, response) => {
  const download = /^\/download\/(\d+)$/.exec(request.url ?? '')
  let tail: Buffer = Buffer.alloc(0)
  let found = false
  for await (const chunk of request as AsyncIterable<Buffer>) {
    counts.bytes += chunk.length
    const window = tail.length === 0 ? chunk : Buffer.concat([tail, chunk])
    found ||= planted.some((value) => window.includes(value))
    tail = window.subarray(-longest)
  }
  counts.requests += 1
  if (found) counts.planted += 1
  if (download === null) {
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': answer.length })
      .end(answer)
    return
  }
  const size = Number(download[1])
  response.writeHead(200, { 'content-type': 'text/plain', 'content-length': size })
  for (let sent = 0; sent < size; sent += downloadBlock.length) {
    const block = downloadBlock.subarray(0, size - sent)
    if (!response.write(block)) await new Promise((resolve) => response.once('drain', resolve))
  }
  response.end()
})
server.keepAliveTimeout = 60_000
server.requestTimeout = 0
server.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ port: (server.address() as AddressInfo).port })),
)

// Each line asks for the counts since the last one; the end of input ends the process.
process.stdin.on('data', () => {
  console.log(JSON.stringify(counts))
  counts = { requests: 0, bytes: 0, planted: 0 }
})
process.stdin.on('end', () => process.exit(0))
