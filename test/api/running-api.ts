/** Opens the real API over real HTTPS for one test file, and asks it as a client that trusts the office's authority. */

import { once } from 'node:events'
import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { request } from 'node:https'
import { connect, type TLSSocket } from 'node:tls'
import { type ApiServer, type ApiServerOptions, startApi } from '../../gateway/api/server.ts'
import { AccessToken } from '../../gateway/ops/token.ts'
import { type CapturedLog, capturedLog } from '../ops/captured-log.ts'
import { makeOfficeCertificate, type OfficeCertificate } from './office-certificate.ts'
import { type StandIn, standIn, standInNow } from './stand-in.ts'

export const tokenText = 'Zm9yLXRlc3RzLW9ubHktZm9yLXRlc3RzLW9ubHktMTIz'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
  json(): Record<string, unknown>
}

export interface Question {
  method?: string
  headers?: OutgoingHttpHeaders
  body?: string
  /** What the Host header says; the server's own name by default. */
  host?: string
}

export interface RunningApi extends AsyncDisposable {
  server: ApiServer
  office: StandIn
  captured: CapturedLog
  certificate: OfficeCertificate
  /** Without token. */
  ask(path: string, question?: Question): Promise<Answer>
  /** With the right token. */
  askAsOwner(path: string, question?: Question): Promise<Answer>
  /** A TLS socket for bytes that no client library would send. */
  rawSocket(): Promise<TLSSocket>
}

export async function runApi(
  office: StandIn = standIn(),
  change: Partial<ApiServerOptions> = {},
): Promise<RunningApi> {
  const certificate = await makeOfficeCertificate()
  const captured = capturedLog('debug')
  const server = await startApi({
    services: office.services,
    host: '127.0.0.1',
    port: 0,
    certificate: async () => ({ context: certificate, renewAt: Date.now() + 86_400_000 }),
    token: new AccessToken(tokenText),
    names: () => ['gatehouse.home.arpa'],
    log: captured.log,
    signal: new AbortController().signal,
    drainMs: 500,
    now: () => standInNow,
    ...change,
  }).catch(async (error: unknown) => {
    await certificate.remove()
    throw error
  })
  const { port } = server
  const ask = (path: string, question: Question = {}) =>
    askOnce({ port, ca: certificate.ca, path, ...question })
  return {
    server,
    office,
    captured,
    certificate,
    ask,
    askAsOwner: (path, question = {}) =>
      ask(path, { ...question, headers: { authorization: `Bearer ${tokenText}`, ...question.headers } }),
    async rawSocket() {
      const socket = connect({
        host: '127.0.0.1',
        port,
        ca: certificate.ca,
        servername: 'gatehouse.home.arpa',
      })
      await once(socket, 'secureConnect')
      return socket
    },
    async [Symbol.asyncDispose]() {
      await server.close()
      await certificate.remove()
    },
  }
}

async function askOnce(options: Question & { port: number; ca: string; path: string }): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const asking = request(
    {
      host: '127.0.0.1',
      port: options.port,
      ca: options.ca,
      servername: 'gatehouse.home.arpa',
      agent: false,
      method: options.method ?? 'GET',
      path: options.path,
      headers: { host: options.host ?? `gatehouse.home.arpa:${options.port}`, ...options.headers },
    },
    (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text) as Record<string, unknown>,
        }),
      )
      response.on('error', reject)
    },
  )
  asking.on('error', reject)
  asking.end(options.body)
  return promise
}
