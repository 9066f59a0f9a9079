/** Opens the port at which machines look for the PAC file by themselves, and lets nobody hold it for long. */
import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { canonicalAddress } from '../core/net/address.ts'
import type { WpadAnswer, WpadRequest } from '../core/pages/wpad-answer.ts'
import { KiB, secondMs } from '../core/units.ts'
import { closesWithin, limitPerAddress, openPort } from '../ops/listening.ts'
import type { Log } from '../ops/log.ts'

export interface WpadOptions {
  host: string
  port: number
  /** Whether somebody with this address is served at all. Asked of each connection, and of each request. */
  serves(client: string): boolean
  answer(asked: WpadRequest): WpadAnswer
  log: Log
  /** Aborts: closes. */
  signal: AbortSignal
}

export interface WpadListener {
  close(): Promise<void>
}

/** Throws PORT_IN_USE or PORT_FORBIDDEN. */
export async function openWpad(options: WpadOptions): Promise<WpadListener> {
  const { serves, answer, log } = options
  const server = createServer(limits, (request, response) => {
    const client = canonicalAddress(request.socket.remoteAddress ?? '')
    // A reload may have taken its network away since it connected.
    if (client === null || !serves(client)) {
      request.socket.destroy()
      return
    }
    try {
      const { method = '', url: target = '', headers } = request
      send(request, response, answer({ method, target, hostField: headers.host ?? '', client }))
    } catch (error) {
      // Whoever asks is nobody whom the gateway knows: what it breaks ends its own request alone.
      log.event('exchange.failed', { step: 'wpad' }, error)
      request.socket.destroy()
    }
  })
  server.maxConnections = 256
  server.on('connection', (socket: Socket) => {
    const client = canonicalAddress(socket.remoteAddress ?? '')
    if (client === null || !serves(client)) socket.destroy()
  })
  limitPerAddress(server)
  // What is no request gets no answer; nor does CONNECT, which Node ends by itself.
  server.on('clientError', (_error, socket) => socket.destroy())
  // RFC 9110 §10.1.1: nobody is asked for a body that would not be read.
  server.on('checkContinue', (request, response) => server.emit('request', request, response))
  server.setTimeout(limits.requestTimeout, (socket) => socket.destroy())
  const close = closesWithin(server, { signal: options.signal, drainMs: secondMs })
  const port = await openPort(server, { ...options, option: 'proxy.wpadPort', forbidden })
  log.event('listener.opened', { listener: 'wpad', port })
  return {
    async close() {
      await close()
      log.event('listener.closed', { listener: 'wpad' })
    },
  }
}

const limits = {
  maxHeaderSize: 8 * KiB,
  headersTimeout: 5 * secondMs,
  requestTimeout: 10 * secondMs,
  connectionsCheckingInterval: secondMs,
  // Old clients that look for a PAC file speak HTTP/1.0 or name no host.
  requireHostHeader: false,
} as const

const forbidden =
  'Give the service unit of the gateway `AmbientCapabilities=CAP_NET_BIND_SERVICE` (gateway/wpad/README.md), or do without: `gatehouse config set proxy.wpadPort null`.'

/** One answer a connection. A body that comes with the request is left where it is: the connection ends before it is read. */
function send(
  { method }: IncomingMessage,
  response: ServerResponse,
  { status, headers, body }: WpadAnswer,
): void {
  const length = String(Buffer.byteLength(body))
  response.writeHead(status, STATUS_CODES[status] ?? '', {
    ...headers,
    'content-length': length,
    connection: 'close',
  })
  response.end(method === 'HEAD' ? undefined : body)
}
