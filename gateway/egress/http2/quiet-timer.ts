/** Tells when nothing was taken of one HTTP/2 stream, or given on it, for too long. */

export interface QuietTimerOptions {
  /** Milliseconds of a clock that only goes forward. */
  now(): number
  /** Asked once the time is up, with when something moved last; where true, it may be quiet as long again. */
  isExcused(since: number): boolean
  over(): void
}

/**
 * Not the stream's own timer: where something waits in a stream, Node starts that anew without a word if anything was sent on
 * the connection meanwhile, be it the answer to a PING (`callTimeout` in its lib/internal/http2/core.js).
 */
export class QuietTimer {
  readonly #options: QuietTimerOptions
  #movedAt: number
  #limitMs = 0
  #timer: NodeJS.Timeout | undefined
  #isStopped = false

  constructor(options: QuietTimerOptions) {
    this.#options = options
    this.#movedAt = options.now()
  }

  /** Something moved. */
  touch(): void {
    this.#movedAt = this.#options.now()
  }

  /** How long it may be quiet from now on, in milliseconds; 0 = as long as it likes. */
  allow(ms: number): void {
    this.touch()
    this.#limitMs = ms
    this.#lookIn(ms)
  }

  /** For good: the stream is over. */
  stop(): void {
    this.#isStopped = true
    clearTimeout(this.#timer)
  }

  #lookIn(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#limitMs > 0 && !this.#isStopped) this.#timer = setTimeout(() => this.#look(), ms).unref()
  }

  #look(): void {
    const quietMs = this.#options.now() - this.#movedAt
    if (quietMs < this.#limitMs) this.#lookIn(this.#limitMs - quietMs)
    else if (this.#options.isExcused(this.#movedAt)) this.#lookIn(this.#limitMs)
    else this.#options.over()
  }
}
