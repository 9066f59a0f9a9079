/** A client of the memory bench, a process of its own: one endless upload or download, or many clients that say nothing. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { createSecureContext, type TLSSocket } from 'node:tls'
import { AnswerReader } from './answer.ts'
import { openTunnel, type TunnelTarget } from './tunnel.ts'

/** Handed over as the only argument, in JSON. `bytes` counts for up- and download, `clients` for those that are idle. */
export interface StreamOrder {
  kind: 'upload' | 'download' | 'idle-tls' | 'idle-plain'
  proxyPort: number
  host: string
  port: number
  caFile: string
  /** One line of NDJSON, sent again and again; `########` in it is another number in each. */
  lineFile: string
  bytes: number
  clients: number
}

/** Stands in a line where each line sent has a number of its own. */
const mark = '########'

const order: StreamOrder = JSON.parse(process.argv[2] ?? '{}')
const target: TunnelTarget = {
  proxyPort: order.proxyPort,
  host: order.host,
  port: order.port,
  secureContext: createSecureContext({ ca: readFileSync(order.caFile) }),
}
const host = `Host: ${order.host}:${order.port}\r\n`

switch (order.kind) {
  case 'upload':
    await upload(await openTunnel(target))
    break
  case 'download':
    await download(await openTunnel(target))
    break
  case 'idle-tls':
    await stayIdle(openIdleTunnel)
    break
  case 'idle-plain':
    await stayIdle(openPlain)
    break
}
console.log(JSON.stringify({ done: true }))
process.exit(0)

async function upload(tunnel: TLSSocket): Promise<void> {
  const line = Buffer.concat([readFileSync(order.lineFile), Buffer.from('\n')])
  const places = placesOf(line, mark)
  const lines = Math.ceil(order.bytes / line.length)
  const answered = answerOf(tunnel)
  tunnel.write(
    `POST /import HTTP/1.1\r\n${host}Content-Type: application/x-ndjson\r\nContent-Length: ${lines * line.length}\r\n\r\n`,
  )
  for (let sent = 0; sent < lines; sent += 1) {
    // A copy: the socket may still hold the line before.
    const next = places.length === 0 ? line : Buffer.from(line)
    for (const [index, place] of places.entries()) {
      next.write(String(sent * places.length + index).padStart(mark.length, '0'), place)
    }
    if (!tunnel.write(next)) await once(tunnel, 'drain')
  }
  expectOk(await answered)
}

function placesOf(line: Buffer, text: string): number[] {
  const places: number[] = []
  for (let at = line.indexOf(text); at !== -1; at = line.indexOf(text, at + text.length)) places.push(at)
  return places
}

async function download(tunnel: TLSSocket): Promise<void> {
  const answered = answerOf(tunnel)
  tunnel.write(`GET /download/${order.bytes} HTTP/1.1\r\n${host}\r\n`)
  const reader = await answered
  expectOk(reader)
  if (reader.bodyBytes < order.bytes) throw new Error(`only ${reader.bodyBytes} bytes came back`)
}

/** Each client has made one request and keeps its connection, as browsers do; then nothing happens until told. */
async function stayIdle(open: () => Promise<Socket>): Promise<void> {
  const clients: Socket[] = []
  for (let i = 0; i < order.clients; i += 1) clients.push(await open())
  console.log(JSON.stringify({ ready: clients.length }))
  await once(process.stdin, 'data')
  const closed = clients.filter((client) => client.destroyed).length
  if (closed > 0) throw new Error(`${closed} idle clients were cut off`)
}

async function openIdleTunnel(): Promise<Socket> {
  const tunnel = await openTunnel(target)
  const answered = answerOf(tunnel)
  tunnel.write(`GET / HTTP/1.1\r\n${host}\r\n`)
  expectOk(await answered)
  return tunnel
}

/** A client that fetched how it is to use the proxy, and stays connected. */
async function openPlain(): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port: order.proxyPort })
  const answered = answerOf(socket)
  socket.write(`GET /proxy.pac HTTP/1.1\r\nHost: 127.0.0.1:${order.proxyPort}\r\n\r\n`)
  expectOk(await answered)
  return socket
}

function answerOf(tunnel: Socket): Promise<AnswerReader> {
  const reader = new AnswerReader()
  return new Promise((resolve, reject) => {
    tunnel.on('data', (chunk: Buffer) => {
      if (reader.push(chunk)) resolve(reader)
    })
    tunnel.once('error', reject)
    tunnel.once('close', () => reject(new Error('the proxy closed the connection')))
  })
}

function expectOk(reader: AnswerReader): void {
  if (reader.status !== 200) throw new Error(`the answer was ${reader.status}`)
}
