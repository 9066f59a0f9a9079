/** Gives the answer to one HTTP/2 stream's request, as the exchange gives answers. */
import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { Writable } from 'node:stream'
import { http2Fields } from '../../core/http/http2-fields.ts'
import type { ClientResponse } from '../client-message.ts'
import type { EgressLimits } from '../options.ts'
import { PieceWriter, type Written } from './piece-writer.ts'
import { QuietTimer } from './quiet-timer.ts'
import type { Http2Request } from './request.ts'
import type { Pace } from './session-watch.ts'

export class Http2Response extends Writable implements ClientResponse {
  readonly req: Http2Request
  shouldKeepAlive = true
  sendDate = true
  /** What the stream is reset with where the answer is not given whole (RFC 9113 §7). */
  resetCode: number = constants.NGHTTP2_INTERNAL_ERROR
  readonly #stream: ServerHttp2Stream
  readonly #idleMs: number
  /** Runs since the client last took something of what waited for it, or something began to wait. */
  readonly #timer: QuietTimer
  readonly #writer: PieceWriter
  #headersSent = false
  #foreseen = { body: true, trailers: false }
  #trailers: readonly string[] = []

  /** `bodyIdleTimeoutMs`: how long a client may take nothing of what waits for it; `pace` is its connection's. */
  constructor(
    request: Http2Request,
    { bodyIdleTimeoutMs }: Pick<EgressLimits, 'bodyIdleTimeoutMs'>,
    pace: Pace,
  ) {
    super({ decodeStrings: true })
    this.req = request
    this.#idleMs = bodyIdleTimeoutMs
    this.#stream = request.socket
    this.#timer = new QuietTimer({ now: pace.now, isExcused: pace.mayWait, over: () => this.#letGo() })
    this.#writer = new PieceWriter(this.#stream, this.#timer, pace.now)
    // A stream's faults are its peer's business, and end the exchange by `close`.
    this.on('error', () => {})
    this.#stream.on('error', () => {})
    this.#stream.once('close', () => {
      this.#timer.stop()
      if (pace.isGivenUp()) this.emit('timeout')
      this.destroy()
    })
  }

  get headersSent(): boolean {
    return this.#headersSent
  }

  /** It carries itself: a stream's own writable side has ended from the start where HEAD was asked. */
  get socket(): Http2Response | null {
    return this.destroyed || this.#stream.destroyed ? null : this
  }

  /** How long the client may take nothing from now on; 0 = as long as it likes. */
  setTimeout(ms: number): this {
    this.#timer.allow(ms)
    return this
  }

  /** RFC 9113 §8.1: HTTP/2 has no reason phrases. */
  writeHead(status: number, _phrase: string, fields: readonly string[]): this {
    if (this.#gone) return this
    this.#headersSent = true
    const head = [':status', String(status), ...http2Fields(fields)]
    const { body, trailers: waitForTrailers } = this.#foreseen
    if (waitForTrailers) this.#stream.once('wantTrailers', () => this.#trailNow())
    const how = { waitForTrailers, endStream: !body, sendDate: this.sendDate }
    this.#stream.respond(head as unknown as OutgoingHttpHeaders, how)
    return this
  }

  writeContinue(): void {
    this.inform(100, [])
  }

  inform(status: number, fields: readonly string[]): void {
    if (this.#gone || this.#headersSent) return
    this.#stream.additionalHeaders({ ...asObject(http2Fields(fields)), ':status': status })
  }

  /** Says yes to what the stream shall become (RFC 8441 §5); from then on it belongs to whoever carries that. */
  handOver(fields: readonly string[]): ServerHttp2Stream {
    this.#headersSent = true
    if (!this.#gone)
      this.#stream.respond([':status', '200', ...http2Fields(fields)] as unknown as OutgoingHttpHeaders)
    return this.#stream
  }

  foresee(what: { body: boolean; trailers: boolean }): void {
    this.#foreseen = what
  }

  /** RFC 9113 §7: HTTP_1_1_REQUIRED. */
  demandHttp1(): void {
    this.resetCode = constants.NGHTTP2_HTTP_1_1_REQUIRED
    this.destroy()
  }

  trail(fields: readonly string[]): void {
    this.#trailers = http2Fields(fields)
  }

  /** What the client has no window for waits in the stream, which closes once it is through. */
  override end(last?: unknown): this {
    this.setTimeout(this.#idleMs)
    return last === undefined ? super.end() : super.end(last)
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Written): void {
    this.#writer.write(chunk, done)
  }

  override _writev(pieces: readonly { chunk: Buffer }[], done: Written): void {
    this._write(Buffer.concat(pieces.map(({ chunk }) => chunk)), 'latin1', done)
  }

  override _final(done: Written): void {
    if (!this.#gone) {
      this.#stream.end()
      // With trailers it is only over behind them.
      if (!this.#foreseen.trailers) this.#dropRest()
    }
    done()
  }

  override _destroy(error: Error | null, done: Written): void {
    if (!this.writableFinished && !this.#gone) this.#stream.close(this.resetCode)
    done(error)
  }

  #letGo(): void {
    this.emit('timeout')
    this.destroy()
    if (!this.#gone) this.#stream.close(this.resetCode)
  }

  #trailNow(): void {
    if (this.#gone) return
    this.#stream.sendTrailers(asObject(this.#trailers))
    // Node hands them on a turn later, and a reset would overtake them.
    setImmediate(() => setImmediate(() => this.#dropRest()))
  }

  /** RFC 9113 §8.1: the answer is whole, and what is left of the request's body is not wanted. */
  #dropRest(): void {
    const isOpen = !this.req.complete || this.req.protocol !== null
    if (isOpen && !this.#gone) this.#stream.close(constants.NGHTTP2_NO_ERROR)
  }

  get #gone(): boolean {
    return this.#stream.closed || this.#stream.destroyed
  }
}

function asObject(fields: readonly string[]): OutgoingHttpHeaders {
  const object: Record<string, string | string[]> = Object.create(null)
  for (let i = 0; i < fields.length; i += 2) {
    const name = fields[i] as string
    const value = fields[i + 1] as string
    const before = object[name]
    object[name] = before === undefined ? value : [before, value].flat()
  }
  return object
}
