/** Names what an exchange needs of a client's request and of the answer to it, whichever version of HTTP carries them. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Duplex, Readable, Writable } from 'node:stream'

/** A request: its head in the words of HTTP/1.1, its body as a stream. Node's IncomingMessage is one. */
export interface ClientRequest extends Readable {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** `1.0`, `1.1` or `2`. */
  readonly httpVersion: string
  readonly httpVersionMajor: number
  /** Name, value, name, value …, as they came. */
  readonly rawHeaders: string[]
  readonly headers: Pick<IncomingHttpHeaders, 'accept' | 'host' | 'origin'>
  /** True once the end of its body came; false where it broke off. */
  readonly complete: boolean
  /** What came behind its body; absent where that is not passed on. */
  readonly behind?: readonly string[]
  /** True where its client said that it reads trailers (RFC 9110 §10.1.4), and the gateway can pass them on. */
  readonly acceptsTrailers?: boolean
  /** True for a gRPC call: a refusal then has to be one in its words, too. Absent in HTTP/1.1, which carries none. */
  readonly isGrpc?: boolean
  /** What carries it: its connection, or one stream of a connection. */
  readonly socket: Duplex
}

/** What carries the answer: a connection's socket, or one stream of a connection. */
export interface AnswerCarrier {
  readonly writable: boolean
  readonly writableNeedDrain: boolean
  setTimeout(ms: number): unknown
  /** Told where the client is let go since it took nothing in that time. */
  once(event: 'timeout', listener: () => void): unknown
  off(event: 'timeout', listener: () => void): unknown
}

/** An answer. Node's ServerResponse is one. */
export interface ClientResponse extends Writable {
  readonly req: ClientRequest
  readonly headersSent: boolean
  readonly socket: AnswerCarrier | null
  /** Whether another request may follow on the connection; of no effect in HTTP/2. */
  shouldKeepAlive: boolean
  sendDate: boolean
  writeHead(status: number, phrase: string, fields: string[]): unknown
  writeContinue(): void
  /** Sends an interim answer; absent in HTTP/1.1, where they are written on the socket. */
  inform?(status: number, fields: readonly string[]): void
  /** Told before the head is written what follows it, where HTTP/2 has to know. */
  foresee?(what: { body: boolean; trailers: boolean }): void
  /** Asks the client to come back in HTTP/1.1; absent where it is there. */
  demandHttp1?(): void
  /** Fields that are sent behind the body. */
  trail?(fields: readonly string[]): void
}

/** One request and the answer to it. */
export interface Asked {
  request: ClientRequest
  response: ClientResponse
}

/** True where the connection carries other exchanges beside this one: then one of them never ends it. */
export function sharesConnection(request: Pick<ClientRequest, 'httpVersionMajor'>): boolean {
  return request.httpVersionMajor >= 2
}
