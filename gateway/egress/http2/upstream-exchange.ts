/** Carries one request over a session with its destination, and tells whoever asked what comes of it. */
import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  constants,
  type IncomingHttpHeaders,
} from 'node:http2'
import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import type { AnswerFields } from '../connection-bound.ts'
import { undici } from '../undici-parts.ts'
import { AnswerBody } from './answer-body.ts'
import { QuietTimer } from './quiet-timer.ts'
import { sendUpload } from './upload.ts'
import { fieldsOf, headOf, type UpstreamRequest, withoutPseudo } from './upstream-request.ts'
import { UpstreamReset } from './upstream-reset.ts'
import type { AnswerSource } from './waiting-answers.ts'

/** What one answer may cost. */
export interface UpstreamBounds {
  upstreamHeadersTimeoutMs: number
  upstreamIdleTimeoutMs: number
  /** A quarter of what the head of an answer may take. */
  maxHeaderBytes: number
}

type Handler = Dispatcher.DispatchHandler

const now = () => performance.now()

/** What is sent, to whom its answer is told, and what counts what waits of it. */
export interface ExchangeOrder {
  request: UpstreamRequest
  handler: Handler
  bounds: UpstreamBounds
  source: AnswerSource
  /** True for a stream that the destination said it would not look at. */
  isLeft: (stream: number) => boolean
}

/** Sends it; the handler hears everything else. `over` is called once, when the stream is gone; `isLeft`: by whoever asked. */
export function exchangeOn(
  session: ClientHttp2Session,
  { request, ...told }: ExchangeOrder,
  over: (how: { isLeft: boolean }) => void,
): void {
  const { body } = request
  const stream = session.request(headOf(request) as never, {
    endStream: body === null,
    waitForTrailers: body !== null,
  })
  const exchange = new UpstreamExchange(stream, told)
  stream.once('close', () => over({ isLeft: exchange.aborted }))
  if (body !== null) {
    stream.once('wantTrailers', () => {
      if (!stream.closed && !stream.destroyed) stream.sendTrailers(fieldsOf(request.trailers?.() ?? []))
    })
    exchange.send(body)
  }
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
  readonly #isLeft: ExchangeOrder['isLeft']
  readonly #answer: AnswerBody
  /** Runs since the destination last took something of the upload, or said something. */
  readonly #timer: QuietTimer
  /** What waits of this answer, as the source knows it. */
  #waiting = 0
  #trailers: Record<string, string | string[]> = {}
  #isOver = false
  #answered = false
  /** Nothing of the request is still to come from its client. */
  #isHeld = true
  /** Nothing has come since it was first found to wait behind answers that others do not read. */
  #wasHeldUp = false

  constructor(stream: ClientHttp2Stream, told: Omit<ExchangeOrder, 'request'>) {
    const { handler, bounds, source, isLeft } = told
    this.#stream = stream
    this.#handler = handler
    this.#bounds = bounds
    this.#source = source
    this.#isLeft = isLeft
    this.#timer = new QuietTimer({ now, isExcused: () => this.#isExcused(), over: () => this.#timedOut() })
    this.#timer.allow(bounds.upstreamHeadersTimeoutMs)
    stream.on('headers', (fields: IncomingHttpHeaders, _flags: number, raw?: string[]) => {
      this.#timer.touch()
      this.#start(fields, raw)
    })
    stream.on('response', (fields: IncomingHttpHeaders, flags: number, raw?: string[]) => {
      this.mayTrail = (flags & constants.NGHTTP2_FLAG_END_STREAM) === 0
      this.#answered = true
      this.#timer.allow(bounds.upstreamIdleTimeoutMs)
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
      closed: () => this.#closed(),
    })
    stream.once('error', (error: Error) => this.#broken(error))
    stream.once('close', () => {
      this.#timer.stop()
      this.#broken(null)
    })
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
    this.#isHeld = Buffer.isBuffer(body)
    sendUpload({
      ...{ stream: this.#stream, body, timer: this.#timer, now },
      failed: (error) => this.#fail(error),
    })
  }

  #count(waiting: number): void {
    const change = waiting - this.#waiting
    this.#waiting = waiting
    this.#wasHeldUp = false
    this.#timer.touch()
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
    // RFC 9113 §8.1: an answer may be whole before the request is. What is held here of that still goes out; for the rest
    // nobody waits, and no destination shall take what it has for all: while the session is read, Node would end the
    // stream in place of the reset.
    if (!this.#isHeld && !this.#stream.writableEnded)
      setImmediate(() => this.#stream.close(constants.NGHTTP2_CANCEL))
  }

  /** Of a reset that is an error, and of a connection that breaks, Node tells by itself, with the cause. */
  #closed(): void {
    if (this.#stream.destroyed || this.#stream.rstCode !== constants.NGHTTP2_NO_ERROR) return
    // Node is still at work on it.
    process.nextTick(() => {
      this.#broken(null)
      this.#stream.destroy()
    })
  }

  /** What came whole is not the less so for the end of its stream or its connection. */
  #broken(error: Error | null): void {
    if (!this.#answered || !this.#answer.isWhole) this.#fail(this.#faultOf(error))
  }

  #fail(error: Error): void {
    if (!this.#stream.closed) this.#stream.close(constants.NGHTTP2_CANCEL)
    if (this.#isOver) return
    this.#isOver = true
    this.#answer.drop()
    this.#handler.onResponseError?.(this, error)
  }

  #faultOf(error: Error | null): Error {
    if (this.reason !== null) return this.reason
    const { rstCode, id } = this.#stream
    const isLeft = this.#isLeft(id ?? Number.POSITIVE_INFINITY)
    return new UpstreamReset(rstCode, { cause: error, answered: this.#answered, isLeft })
  }

  /**
   * A client that reads slowly is not the destination's silence. A connection that is not read is neither, but whoever waits behind
   * it does not wait for ever: for a head no longer than elsewhere, and for more twice as long.
   */
  #isExcused(): boolean {
    const isHeldUp = this.#answered && this.#source.isStopped && !this.#wasHeldUp
    if (!this.#answer.isPaused && !isHeldUp) return false
    this.#wasHeldUp = !this.#answer.isPaused
    return true
  }

  #timedOut(): void {
    const { BodyTimeoutError, HeadersTimeoutError } = undici.errors
    this.#fail(this.#answered ? new BodyTimeoutError() : new HeadersTimeoutError())
  }
}
