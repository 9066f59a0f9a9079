/** Gives egress tests another proxy to go out through, which keeps what it was asked. */
import { once } from 'node:events'
import { createServer as createHttpServer, type IncomingMessage, request } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { ParentProxy, UpstreamWay } from '../../gateway/egress/options.ts'

export interface Parent {
  settings: ParentProxy
  /** `CONNECT host:port` or `GET http://host:port/path` of each request, with its fields. */
  asked: { line: string; headers: IncomingMessage['headers'] }[]
}

/** Leads everything to loopback, as the names of tests exist nowhere else. Wants the credentials that it is given. */
export async function startParent(
  options: { login?: string; tls?: { cert: string; key: string; host: string } } = {},
): Promise<Parent> {
  const asked: Parent['asked'] = []
  const refuses = (headers: IncomingMessage['headers']) =>
    options.login !== undefined && headers['proxy-authorization'] !== `Basic ${btoa(options.login)}`
  const server = options.tls ? createHttpsServer(options.tls) : createHttpServer()
  server.on('request', (incoming, response) => {
    const { method = '', url = '', headers } = incoming
    asked.push({ line: `${method} ${url}`, headers })
    if (refuses(headers)) return void response.writeHead(407, { 'proxy-authenticate': 'Basic' }).end()
    const { port, pathname } = new URL(url)
    const onward = request({ host: '127.0.0.1', port, path: pathname, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    })
    incoming.pipe(onward)
  })
  server.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const { url = '', headers } = incoming
    asked.push({ line: `CONNECT ${url}`, headers })
    socket.on('error', () => {})
    if (refuses(headers)) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const onward = connect(Number(url.split(':').at(-1)), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      onward.write(head)
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const authorization = options.login === undefined ? null : `Basic ${btoa(options.login)}`
  const host = options.tls?.host ?? '127.0.0.1'
  return { asked, settings: { host, port, tls: options.tls !== undefined, authorization } }
}

/** A way on which nothing but the given is special. */
export function wayWith(special: Partial<UpstreamWay>): UpstreamWay {
  return {
    destinations: ['*'],
    parent: null,
    from: null,
    identity: null,
    revoked: null,
    connections: null,
    ...special,
  }
}
