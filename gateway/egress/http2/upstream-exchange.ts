/** Carries one request over a session with its destination, and tells whoever asked what comes of it. */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { http2Fields } from '../../core/http/http2-fields.ts'
import type { AnswerFields } from '../connection-bound.ts'
import { undici } from '../undici-parts.ts'
import { AnswerBody } from './answer-body.ts'
import { UpstreamReset } from './upstream-reset.ts'
import type { AnswerSource } from './waiting-answers.ts'

/** One request as it goes out over HTTP/2. */
export interface UpstreamRequest {
  method: string
  /** Origin-form, or `*`. */
  target: string
  /** Name, value, …: Host first, framing excluded. */
  headers: readonly string[]
  body: Buffer | Readable | null
  /** True where the client reads trailers: gRPC servers insist on being told (RFC 9110 §10.1.4). */
  acceptsTrailers?: boolean | undefined
  /** What goes behind the body; asked once the body is through. */
  trailers?: (() => readonly string[]) | undefined
}

/** What one answer may cost. */
export interface UpstreamBounds {
  upstreamHeadersTimeoutMs: number
  upstreamIdleTimeoutMs: number
  /** A quarter of what the head of an answer may take. */
  maxHeaderBytes: number
}

type Handler = Dispatcher.DispatchHandler

/** What is sent, to whom its answer is told, and what counts what waits of it. */
export interface ExchangeOrder {
  request: UpstreamRequest
  handler: Handler
  bounds: UpstreamBounds
  source: AnswerSource
}

/** Sends it; the handler hears everything else. `over` is called once, when the stream is gone. */
export function exchangeOn(
  session: ClientHttp2Session,
  { request, ...told }: ExchangeOrder,
  over: () => void,
): void {
  const { body } = request
  const stream = session.request(headOf(request) as never, {
    endStream: body === null,
    waitForTrailers: body !== null,
  })
  const exchange = new UpstreamExchange(stream, told)
  stream.once('close', over)
  if (body !== null) {
    stream.once('wantTrailers', () => {
      if (!stream.closed && !stream.destroyed) stream.sendTrailers(fieldsOf(request.trailers?.() ?? []))
    })
    exchange.send(body)
  }
}

function headOf({ method, target, headers, body, acceptsTrailers }: UpstreamRequest): string[] {
  const head = [':method', method, ':authority', headers[1] ?? '', ':scheme', 'https', ':path', target]
  head.push(...http2Fields(headers.slice(2)))
  if (acceptsTrailers) head.push('te', 'trailers')
  if (Buffer.isBuffer(body)) head.push('content-length', String(body.length))
  return head
}

/** What undici tells its handlers of an exchange, told of a stream. */
class UpstreamExchange implements Dispatcher.DispatchController {
  rawHeaders: string[] = []
  rawTrailers: string[] = []
  aborted = false
  reason: Error | null = null
  /** False where the head was all: then nothing follows it. */
  mayTrail = true
  readonly #stream: ClientHttp2Stream
  readonly #handler: Handler
  readonly #bounds: UpstreamBounds
  readonly #source: AnswerSource
  readonly #answer: AnswerBody
  /** What waits of this answer, as the source knows it. */
  #waiting = 0
  #trailers: Record<string, string | string[]> = {}
  #isOver = false
  #answered = false
  /** Nothing has come since it was first found to wait behind answers that others do not read. */
  #wasHeldUp = false

  constructor(stream: ClientHttp2Stream, { handler, bounds, source }: Omit<ExchangeOrder, 'request'>) {
    this.#stream = stream
    this.#handler = handler
    this.#bounds = bounds
    this.#source = source
    // A callback of `setTimeout` hears of the first one alone.
    stream.on('timeout', () => this.#timedOut())
    stream.setTimeout(bounds.upstreamHeadersTimeoutMs)
    stream.on('headers', (fields: IncomingHttpHeaders, _flags: number, raw?: string[]) =>
      this.#start(fields, raw),
    )
    stream.on('response', (fields: IncomingHttpHeaders, flags: number, raw?: string[]) => {
      this.mayTrail = (flags & constants.NGHTTP2_FLAG_END_STREAM) === 0
      this.#answered = true
      stream.setTimeout(bounds.upstreamIdleTimeoutMs)
      this.#start(fields, raw)
      this.#answer.begin()
    })
    stream.on('trailers', (fields: object, _flags: number, raw?: string[]) => {
      this.#trailers = { ...fields } as Record<string, string | string[]>
      this.rawTrailers = raw ?? []
    })
    this.#answer = new AnswerBody(stream, {
      data: (chunk) => {
        if (!this.#isOver) handler.onResponseData?.(this, chunk)
      },
      end: () => this.#ended(),
      waits: (bytes) => this.#count(bytes),
    })
    stream.once('error', (error: Error) => this.#broken(error))
    stream.once('close', () => this.#broken(null))
    handler.onRequestStart?.(this, {})
  }

  get paused(): boolean {
    return this.#answer.isPaused
  }

  abort(reason: Error): void {
    if (this.aborted) return
    this.aborted = true
    this.reason = reason
    this.#fail(reason)
  }

  pause(): void {
    this.#answer.pause()
  }

  resume(): void {
    this.#answer.resume()
  }

  send(body: Buffer | Readable): void {
    const stream = this.#stream
    if (Buffer.isBuffer(body)) {
      stream.end(body)
      return
    }
    body.once('error', (error) => this.#fail(error))
    stream.once('close', () => body.destroy())
    body.pipe(stream)
  }

  #count(waiting: number): void {
    const change = waiting - this.#waiting
    this.#waiting = waiting
    this.#wasHeldUp = false
    if (change !== 0) this.#source.count(change)
  }

  #start(fields: IncomingHttpHeaders, raw: string[] = []): void {
    if (this.#isOver) return
    this.rawHeaders = withoutPseudo(raw)
    if (raw.reduce((sum, { length }) => sum + length, 0) > 4 * this.#bounds.maxHeaderBytes) {
      this.#fail(new undici.errors.HeadersOverflowError())
      return
    }
    this.#handler.onResponseStart?.(this, Number(fields[':status']), fields as AnswerFields, '')
  }

  #ended(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#handler.onResponseEnd?.(this, this.#trailers)
    // RFC 9113 §8.1: an answer may be whole before the request is; the rest of it is not wanted.
    if (!this.#stream.writableEnded) this.#stream.close(constants.NGHTTP2_NO_ERROR)
  }

  /** What came whole is not the less so for the end of its stream or its connection. */
  #broken(error: Error | null): void {
    if (!this.#answered || !this.#answer.isWhole) this.#fail(this.#faultOf(error))
  }

  #fail(error: Error): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#answer.drop()
    if (!this.#stream.closed) this.#stream.close(constants.NGHTTP2_CANCEL)
    this.#handler.onResponseError?.(this, error)
  }

  #faultOf(error: Error | null): Error {
    if (this.reason !== null) return this.reason
    return new UpstreamReset(this.#stream.rstCode, { cause: error, answered: this.#answered })
  }

  #timedOut(): void {
    // A client that reads slowly is not the destination's silence. A connection that is not read is neither, but whoever
    // waits behind it does not wait for ever: for a head no longer than elsewhere, and for more twice as long.
    const isHeldUp = this.#answered && this.#source.isStopped && !this.#wasHeldUp
    if (this.#answer.isPaused || isHeldUp) {
      this.#wasHeldUp = !this.#answer.isPaused
      this.#stream.setTimeout(this.#bounds.upstreamIdleTimeoutMs)
    } else
      this.#fail(
        this.#answered ? new undici.errors.BodyTimeoutError() : new undici.errors.HeadersTimeoutError(),
      )
  }
}

function withoutPseudo(raw: readonly string[]): string[] {
  const at = raw.findIndex((name, i) => i % 2 === 0 && !name.startsWith(':'))
  return at === -1 ? [] : raw.slice(at)
}

function fieldsOf(fields: readonly string[]): Record<string, string> {
  const object: Record<string, string> = Object.create(null)
  const listed = http2Fields(fields)
  for (let i = 0; i < listed.length; i += 2) object[listed[i] as string] = listed[i + 1] as string
  return object
}
