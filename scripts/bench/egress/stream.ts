/** A client of the memory case, a process of its own: one endless upload or download, or many clients that say nothing. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createSecureContext, type TLSSocket } from 'node:tls'
import { AnswerReader } from './answer.ts'
import { openTunnel, type TunnelTarget } from './tunnel.ts'

/** Handed over as the only argument, in JSON. `bytes` counts for up- and download, `clients` for idle. */
export interface StreamOrder {
  kind: 'upload' | 'download' | 'idle'
  proxyPort: number
  host: string
  port: number
  caFile: string
  /** One line of NDJSON, sent again and again. */
  lineFile: string
  bytes: number
  clients: number
}

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
  case 'idle':
    await stayIdle()
    break
}
console.log(JSON.stringify({ done: true }))
process.exit(0)

async function upload(tunnel: TLSSocket): Promise<void> {
  const line = Buffer.concat([readFileSync(order.lineFile), Buffer.from('\n')])
  const lines = Math.ceil(order.bytes / line.length)
  const answered = answerOf(tunnel)
  tunnel.write(
    `POST /import HTTP/1.1\r\n${host}Content-Type: application/x-ndjson\r\nContent-Length: ${lines * line.length}\r\n\r\n`,
  )
  for (let sent = 0; sent < lines; sent += 1) {
    if (!tunnel.write(line)) await once(tunnel, 'drain')
  }
  expectOk(await answered)
}

async function download(tunnel: TLSSocket): Promise<void> {
  const answered = answerOf(tunnel)
  tunnel.write(`GET /download/${order.bytes} HTTP/1.1\r\n${host}\r\n`)
  const reader = await answered
  expectOk(reader)
  if (reader.bodyBytes < order.bytes) throw new Error(`only ${reader.bodyBytes} bytes came back`)
}

/** Each client has made one request and keeps its connection, as browsers do; then nothing happens until told. */
async function stayIdle(): Promise<void> {
  const tunnels: TLSSocket[] = []
  for (let i = 0; i < order.clients; i += 1) {
    const tunnel = await openTunnel(target)
    const answered = answerOf(tunnel)
    tunnel.write(`GET / HTTP/1.1\r\n${host}\r\n`)
    expectOk(await answered)
    tunnels.push(tunnel)
  }
  console.log(JSON.stringify({ ready: tunnels.length }))
  await once(process.stdin, 'data')
  const closed = tunnels.filter((tunnel) => tunnel.destroyed).length
  if (closed > 0) throw new Error(`${closed} idle clients were cut off`)
}

function answerOf(tunnel: TLSSocket): Promise<AnswerReader> {
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
