/** Gives tests an HTTP/2 client behind the proxy, and one answer of it as a whole. */
import { once } from 'node:events'
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2'
import { buffer } from 'node:stream/consumers'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { onTestFinished } from 'vitest'
import { type Origin, rawConnection, type Proxy as TestProxy } from '../setup.ts'

export interface Http2Answer {
  status: number
  headers: IncomingHttpHeaders
  trailers: IncomingHttpHeaders
  body: Buffer
}

/** TLS through CONNECT, with HTTP/2 agreed. */
export async function http2Socket(
  proxy: TestProxy,
  origin: Pick<Origin, 'host' | 'port'>,
): Promise<TLSSocket> {
  const socket = await rawConnection(proxy)
  const authority = `${origin.host}:${origin.port}`
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  const [head] = (await once(socket, 'data')) as [Buffer]
  if (!head.toString().startsWith('HTTP/1.1 200')) throw new Error(`CONNECT refused: ${head.toString()}`)
  const secure = connectTls({ socket, servername: origin.host, ca: proxy.caPem, ALPNProtocols: ['h2'] })
  secure.on('error', () => {})
  onTestFinished(() => void secure.destroy())
  await once(secure, 'secureConnect')
  if (secure.alpnProtocol !== 'h2') throw new Error(`agreed on ${secure.alpnProtocol}`)
  return secure
}

/** HTTP/2 with the proxy itself, over TLS with the proxy. */
export async function proxySession(
  proxy: TestProxy,
  rootPem: string,
  identity: { cert?: string; key?: string } = {},
): Promise<ClientHttp2Session> {
  const session = connect(`https://${proxyName}:${proxy.port}`, {
    ...identity,
    ca: rootPem,
    lookup: (_name, _options, found) =>
      (found as (...args: unknown[]) => void)(null, [{ address: proxy.host, family: 4 }]),
  })
  session.on('error', () => {})
  onTestFinished(() => void session.destroy())
  await once(session, 'connect')
  return session
}

/** The name in the certificate of the proxy's own. */
export const proxyName = 'proxy.example.test'

/** A session that ends with the test. */
export async function http2Session(
  proxy: TestProxy,
  origin: Pick<Origin, 'host' | 'port'>,
): Promise<ClientHttp2Session> {
  const socket = await http2Socket(proxy, origin)
  const session = connect(`https://${origin.host}:${origin.port}`, { createConnection: () => socket })
  session.on('error', () => {})
  onTestFinished(() => void session.destroy())
  return session
}

/** What came of one stream; rejects where it was reset. */
export async function answerOf(stream: ClientHttp2Stream): Promise<Http2Answer> {
  let trailers: IncomingHttpHeaders = {}
  stream.on('trailers', (fields: IncomingHttpHeaders) => {
    trailers = fields
  })
  const [headers] = (await once(stream, 'response')) as [IncomingHttpHeaders]
  const body = await buffer(stream)
  return { status: Number(headers[':status']), headers, trailers, body }
}

export function ask(
  session: ClientHttp2Session,
  fields: OutgoingHttpHeaders,
  body: string | Buffer | null = null,
): Promise<Http2Answer> {
  const stream = session.request(fields, { endStream: body === null })
  if (body !== null) stream.end(body)
  return answerOf(stream)
}
