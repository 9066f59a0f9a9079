/** A client as a process of its own, so that it can be killed: asks over HTTP/2 and then takes nothing any more. */
import { once } from 'node:events'
import { type ClientHttp2Session, connect } from 'node:http2'
import { connect as connectTcp, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls } from 'node:tls'

/** How it asks: in a tunnel, in one that is a stream of HTTP/2 with the proxy, or the proxy itself. */
export type StuckWay = 'tunnel' | 'stream' | 'proxy'

/** Handed over as the only argument, in JSON. It writes one line once it is stuck. */
export interface StuckOrder {
  way: StuckWay
  proxyPort: number
  /** Of the proxy's own certificate; empty where it has none. */
  proxyRootPem: string
  /** What vouches for the destination. */
  caPem: string
  host: string
  port: number
  streams: number
  /** Fields of each request, beside the usual ones. */
  fields: Record<string, string>
}

const order: StuckOrder = JSON.parse(process.argv[2] ?? '{}')
const authority = `${order.host}:${order.port}`
// As long as can be: what holds the gateway up is the connection, not a window of HTTP/2.
const window = 2 ** 31 - 1

function sessionOver(socket: Duplex, origin: string): ClientHttp2Session {
  const session = connect(origin, {
    createConnection: () => socket,
    settings: { initialWindowSize: window, enablePush: false },
  })
  session.once('connect', () => session.setLocalWindowSize(window))
  return session
}

async function secured(socket: Duplex, ca: string, servername: string): Promise<Duplex> {
  const secure = connectTls({ socket: socket as Socket, servername, ca, ALPNProtocols: ['h2'] })
  await once(secure, 'secureConnect')
  return secure
}

async function tunnel(): Promise<Duplex> {
  const socket = connectTcp(order.proxyPort, '127.0.0.1')
  if (order.way === 'tunnel') {
    socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
    await once(socket, 'data')
    return socket
  }
  const proxy = sessionOver(
    await secured(socket, order.proxyRootPem, 'proxy.example.test'),
    'https://proxy.example.test',
  )
  const stream = proxy.request({ ':method': 'CONNECT', ':authority': authority })
  await once(stream, 'response')
  return stream
}

async function session(): Promise<ClientHttp2Session> {
  if (order.way !== 'proxy')
    return sessionOver(await secured(await tunnel(), order.caPem, order.host), `https://${authority}`)
  const socket = connectTcp(order.proxyPort, '127.0.0.1')
  return sessionOver(await secured(socket, order.proxyRootPem, 'proxy.example.test'), `http://${authority}`)
}

const asked = await session()
await once(asked, 'remoteSettings')
let answered = 0
for (let i = 0; i < order.streams; i += 1) {
  const fields = { ':path': `/${i}`, ...order.fields }
  const stream = asked.request(order.way === 'proxy' ? { ':scheme': 'http', ...fields } : fields)
  stream.once('response', () => {
    answered += 1
    if (answered < order.streams) return
    process.stdout.write('stuck\n', () => {
      // Nothing of this process runs any more, and so nothing reads: the kernel takes what it has room for.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    })
  })
  stream.resume()
}
