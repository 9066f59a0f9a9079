/** Measures how long a client that sends a body may still be waited for. */
import type { Clock } from '../core/ports.ts'
import { secondMs } from '../core/units.ts'
import { ClientGone, type CutShort, TooSlow } from './cut-short.ts'

export interface PatienceBounds {
  /** How long it may send nothing at all. */
  bodyIdleTimeoutMs: number
  /** How long it may be below the least rate, from the beginning on. */
  bodyGraceMs: number
  /** The least rate; 0 = none. */
  minBodyBytesPerSecond: number
  /** How long it may be silent where both sides talk. */
  tunnelIdleTimeoutMs: number
}

/**
 * As Apache's `RequestReadTimeout … MinRate`: a body begins with the grace, each byte adds the time it may take at the
 * least rate, and waiting uses it up. Other than there it never grows beyond the grace or the idle time: who sent much
 * at once cannot drip for hours on it. Only the time in which we wait for the client counts; a destination that reads
 * slowly is not the client's fault. In a conversation whoever listens sends nothing, and its silence is that of a tunnel; an
 * upload that is answered early is none.
 */
export class Patience {
  readonly #bounds: PatienceBounds
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #msPerByte: number
  #since: number
  #left: number
  #isAnswered: () => boolean

  /** Waiting begins now. `isAnswered`: both sides talk. */
  constructor(bounds: PatienceBounds, clock: Pick<Clock, 'monotonic'>, isAnswered: () => boolean) {
    this.#bounds = bounds
    this.#clock = clock
    this.#isAnswered = isAnswered
    const rate = bounds.minBodyBytesPerSecond
    this.#msPerByte = rate > 0 ? secondMs / rate : 0
    this.#left = rate > 0 ? bounds.bodyGraceMs : Number.POSITIVE_INFINITY
    this.#since = clock.monotonic()
  }

  /** Waiting begins anew. */
  wait(): void {
    this.#since = this.#clock.monotonic()
  }

  /** Both sides talk from now on, whether the other has begun or not. */
  converse(): void {
    this.#isAnswered = () => true
  }

  /** So many bytes came; waiting goes on. */
  came(bytes: number): void {
    const now = this.#clock.monotonic()
    const { bodyGraceMs, bodyIdleTimeoutMs } = this.#bounds
    const earned = this.#left - (now - this.#since) + bytes * this.#msPerByte
    if (this.#msPerByte > 0) this.#left = Math.min(earned, Math.max(bodyGraceMs, bodyIdleTimeoutMs))
    this.#since = now
  }

  /** Milliseconds until patience runs out where nothing comes; 0 where it has. */
  leftMs(): number {
    return Math.max(this.#silenceMs() - (this.#clock.monotonic() - this.#since), 0)
  }

  /** Once it has run out: why. */
  fault(): CutShort {
    const isIdle = this.#clock.monotonic() - this.#since >= this.#bounds.bodyIdleTimeoutMs
    // Where both sides talk there is no rate that it could have been below.
    return isIdle || this.#isAnswered() ? new ClientGone('body idle') : new TooSlow()
  }

  #silenceMs(): number {
    if (this.#isAnswered()) return this.#bounds.tunnelIdleTimeoutMs
    return Math.min(this.#bounds.bodyIdleTimeoutMs, this.#left)
  }
}
