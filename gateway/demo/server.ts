/** A destination to try Gatehouse against without the internet: it answers with exactly what it received. */
import { once } from 'node:events'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createServer, type Server } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { MiB, secondMs } from '../core/units.ts'
import type { RandomBytes } from '../pki/certificate.ts'
import { makeDemoCertificates } from './certificates.ts'
import { demoHost } from './host.ts'

export interface DemoOptions {
  /** The address it listens on: loopback. */
  address: string
  /** Wished for; any free one is taken where it is in use. */
  port: number
  signal: AbortSignal
  /** Milliseconds since 1970. */
  now: number
  random: RandomBytes
}

export interface Demo extends AsyncDisposable {
  readonly address: string
  readonly port: number
  /** The root that vouches for it, PEM; made anew at each start and trusted for this destination only. */
  readonly rootPem: string
}

/** Starts the demonstration; it ends, open connections included, on `signal` or when disposed of. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  options.signal.throwIfAborted()
  const certificates = makeDemoCertificates(demoHost, options)
  const server = createServer(
    { cert: certificates.chainPem, key: certificates.keyPem },
    (request, response) => {
      echo(request, response).catch(() => response.destroy())
    },
  )
  server.headersTimeout = 10 * secondMs
  // Not server.closeAllConnections(): it does not know connections whose TLS handshake is still under way.
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  await listen(server, options)
  const closed = new Promise<void>((resolve) => server.once('close', () => resolve()))
  const stop = async () => {
    if (server.listening) server.close()
    for (const socket of sockets) socket.destroy()
    await closed
  }
  options.signal.addEventListener('abort', () => void stop(), { once: true })
  const { port } = server.address() as AddressInfo
  return { address: options.address, port, rootPem: certificates.rootPem, [Symbol.asyncDispose]: stop }
}

async function listen(server: Server, { address, port }: DemoOptions): Promise<void> {
  try {
    await listenOn(server, address, port)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    await listenOn(server, address, 0)
  }
}

async function listenOn(server: Server, address: string, port: number): Promise<void> {
  server.listen(port, address)
  await once(server, 'listening')
}

/** More than a person reads; the rest is counted. */
const maxEchoBytes = MiB

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request)
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  const rest = body.total - body.kept.length
  response.end(
    Buffer.concat([
      Buffer.from(`This is what ${demoHost} received:\n\n${requestHead(request)}\n`),
      body.kept,
      Buffer.from(rest > 0 ? `\n(and ${rest} bytes more)\n` : '\n'),
    ]),
  )
}

async function readBody(request: IncomingMessage): Promise<{ kept: Buffer; total: number }> {
  const kept: Buffer[] = []
  let keptBytes = 0
  let total = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    const part = chunk.subarray(0, maxEchoBytes - keptBytes)
    if (part.length > 0) kept.push(part)
    keptBytes += part.length
    total += chunk.length
  }
  return { kept: Buffer.concat(kept), total }
}

function requestHead(request: IncomingMessage): string {
  const { method, url, httpVersion, rawHeaders } = request
  const fields: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2) fields.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}\n`)
  return `${method} ${url} HTTP/${httpVersion}\n${fields.join('')}`
}
