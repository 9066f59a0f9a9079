/** Gives tests a destination that speaks HTTP/2 (and HTTP/1.1 where it is told to), and remembers what it received. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import {
  createSecureServer,
  type Http2SecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import type { Origin } from '../setup.ts'

export interface ReceivedStream {
  headers: IncomingHttpHeaders
  raw: readonly string[]
  body: Buffer
  trailers: IncomingHttpHeaders
  /** True where its body ended with END_STREAM. */
  complete: boolean
  /** What its client reset it with; 0 where it did not. */
  resetCode: number
}

export interface Http2Origin extends Origin {
  streams: ReceivedStream[]
  sessions: Set<ServerHttp2Session>
  server: Http2SecureServer
}

export type StreamAnswer = (stream: ServerHttp2Stream, received: ReceivedStream) => void

export interface Http2OriginOptions {
  host?: string
  /** Answers when the body is through. */
  answer?: StreamAnswer
  /** Answers, or not, when the head is there. */
  begin?: StreamAnswer
  settings?: object
}

export async function startHttp2Origin(options: Http2OriginOptions = {}): Promise<Http2Origin> {
  const host = options.host ?? 'origin.example.test'
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const server = createSecureServer({
    cert: made.chainPem,
    key: made.keyPem,
    allowHTTP1: false,
    ...(options.settings ? { settings: options.settings } : {}),
  })
  const origin: Http2Origin = {
    ...{ host, port: 0, rootPem: made.rootPem, received: [], connections: 0 },
    ...{ streams: [], sessions: new Set(), server },
  }
  server.on('session', (session) => {
    origin.connections += 1
    origin.sessions.add(session)
    session.on('error', () => {})
    session.once('close', () => origin.sessions.delete(session))
  })
  server.on(
    'stream',
    (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, _flags: number, raw: readonly string[]) => {
      const received: ReceivedStream = {
        ...{ headers, raw, body: Buffer.alloc(0), trailers: {}, complete: false, resetCode: 0 },
      }
      origin.streams.push(received)
      const chunks: Buffer[] = []
      stream.on('error', () => {})
      stream.on('trailers', (trailers: IncomingHttpHeaders) => {
        received.trailers = trailers
      })
      stream.on('close', () => {
        received.resetCode = stream.rstCode
      })
      options.begin?.(stream, received)
      if (options.begin !== undefined && options.answer === undefined) return
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.body = Buffer.concat(chunks)
        received.complete = !stream.closed
        if (stream.closed || stream.destroyed) return
        if (options.answer !== undefined) options.answer(stream, received)
        else {
          stream.respond({ ':status': 200, 'content-type': 'application/octet-stream' })
          stream.end(received.body)
        }
      })
    },
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin.port = (server.address() as AddressInfo).port
  onTestFinished(() => {
    for (const session of origin.sessions) session.destroy()
    server.close()
  })
  return origin
}
