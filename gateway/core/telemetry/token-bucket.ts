/** Says how much somebody may do now who may do so much a second on average. */

export interface BucketOptions {
  perSecond: number
  burst: number
  now: number
  mostDebt?: number
}

/** Holds at most `burst` tokens and gains `perSecond` of them. Times are monotonic milliseconds. */
export class TokenBucket {
  readonly #perMs: number
  readonly #burst: number
  readonly #mostDebt: number
  #tokens: number
  #at: number

  /** `mostDebt`: more than so many are never owed; absent: as many as were spent. */
  constructor({ perSecond, burst, now, mostDebt = Number.POSITIVE_INFINITY }: BucketOptions) {
    this.#perMs = perSecond / 1000
    this.#burst = burst
    this.#mostDebt = mostDebt
    this.#tokens = burst
    this.#at = now
  }

  /** Takes one where there is any. */
  take(now: number): boolean {
    this.#fill(now)
    if (this.#tokens < 1) return false
    this.#tokens--
    return true
  }

  /** Takes so many, also where that leaves a debt: what has arrived cannot be sent back, only waited for. */
  spend(amount: number, now: number): void {
    this.#fill(now)
    this.#tokens = Math.max(this.#tokens - amount, -this.#mostDebt)
  }

  /** Milliseconds until one token is there. */
  waitMs(now: number): number {
    this.#fill(now)
    return this.#tokens >= 1 ? 0 : Math.ceil((1 - this.#tokens) / this.#perMs)
  }

  #fill(now: number): void {
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, now - this.#at) * this.#perMs)
    this.#at = now
  }
}
