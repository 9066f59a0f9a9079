/** A real HTTPS server that takes posts of the webhook, and misbehaves as a test wants. */
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer as createHttpServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { createServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import { folder } from '../store/fixture.ts'
import { type Certified, certify } from '../support/openssl-ca.ts'

export interface Received {
  url: string
  headers: IncomingHttpHeaders
  body: string
}

export interface Receiver {
  url: string
  /** PEM of the root that vouches for it. */
  root: string
  posts: Received[]
  /** What it answers from now on; 200 at first. */
  answer(how: (response: ServerResponse) => void): void
  /** Resolves when so many posts have come. */
  received(count: number): Promise<void>
  close(): Promise<void>
}

export interface ReceiverOptions {
  /** What the certificate vouches for. */
  names?: string
  notAfter?: Date
  notBefore?: Date
  plain?: boolean
  port?: number
}

export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const certificate = options.plain === true ? null : await certificateFor(options)
  const posts: Received[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  let how = (response: ServerResponse): void => void response.writeHead(200).end('thank you')
  const server =
    certificate === null
      ? createHttpServer()
      : createServer({
          key: readFileSync(certificate.leaf.keyFile),
          cert: readFileSync(certificate.leaf.certFile),
        })
  server.on('request', (request, response) => {
    void text(request).then(
      (body) => {
        posts.push({ url: request.url ?? '', headers: request.headers, body })
        for (const each of waiting) if (posts.length >= each.count) each.resolve()
        how(response)
      },
      () => response.destroy(),
    )
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = async () => {
    for (const socket of sockets) socket.destroy()
    if (!server.listening) return
    server.close()
    await once(server, 'close')
  }
  onTestFinished(close)
  return {
    url: `${certificate === null ? 'http' : 'https'}://127.0.0.1:${port}/hooks/gatehouse?team=it`,
    root: certificate === null ? '' : readFileSync(certificate.root.certFile, 'utf8'),
    posts,
    answer(next) {
      how = next
    },
    received: (count) =>
      posts.length >= count
        ? Promise.resolve()
        : new Promise<void>((resolve) => waiting.push({ count, resolve })),
    close,
  }
}

async function certificateFor({
  names = 'IP:127.0.0.1,DNS:localhost',
  notAfter,
  notBefore,
}: ReceiverOptions): Promise<{ root: Certified; leaf: Certified }> {
  const directory = folder()
  const root = await certify({
    directory: join(directory, 'root'),
    subject: '/CN=Hooks root',
    extensions: ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'],
  })
  const leaf = await certify({
    directory: join(directory, 'leaf'),
    issuer: root,
    subject: '/CN=hooks',
    extensions: [
      'basicConstraints=critical,CA:FALSE',
      'extendedKeyUsage=serverAuth',
      `subjectAltName=${names}`,
    ],
    ...(notAfter === undefined ? {} : { notAfter }),
    ...(notBefore === undefined ? {} : { notBefore }),
  })
  return { root, leaf }
}
