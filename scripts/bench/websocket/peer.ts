/** The WebSocket bench's peer, a process of its own: ends TLS on both sides and hands each message on, by `ws` alone. */
import { createServer as createHttp } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { WebSocket, WebSocketServer } from 'ws'

/** Handed over as the only argument, in JSON. */
export interface PeerOrder {
  chainPem: string
  keyPem: string
  destinationPort: number
  host: string
}

const order: PeerOrder = JSON.parse(process.argv[2] ?? '{}')
const secureContext = createSecureContext({ cert: order.chainPem, key: order.keyPem })
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: true })
const inner = createHttp()
inner.on('upgrade', (request, socket, head) => {
  const compressed = request.headers['sec-websocket-extensions'] !== undefined
  const trusting = { perMessageDeflate: compressed, servername: order.host, rejectUnauthorized: false }
  const away = new WebSocket(`wss://127.0.0.1:${order.destinationPort}/chat`, trusting)
  away.on('error', () => socket.destroy())
  away.once('open', () =>
    sockets.handleUpgrade(request, socket, head, (near) => {
      near.on('message', (data: Buffer, binary: boolean) => away.send(data, { binary }))
      away.on('message', (data: Buffer, binary: boolean) => near.send(data, { binary }))
      near.on('close', () => away.terminate())
      away.on('close', () => near.terminate())
    }),
  )
})
const outer = createHttp()
outer.on('connect', (_request, socket: Socket) => {
  socket.setNoDelay(true)
  socket.write('HTTP/1.1 200 OK\r\n\r\n')
  const secure = new TLSSocket(socket, { isServer: true, secureContext, ALPNProtocols: ['http/1.1'] })
  secure.on('error', () => secure.destroy())
  inner.emit('connection', secure)
})
outer.listen(0, '127.0.0.1', () =>
  console.log(JSON.stringify({ port: (outer.address() as AddressInfo).port })),
)
process.stdin.on('end', () => process.exit(0)).resume()
