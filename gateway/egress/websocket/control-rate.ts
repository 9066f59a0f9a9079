/** Bounds how many pings and pongs a side may send: each is answered by somebody, and none says anything. */
import type { Clock } from '../../core/ports.ts'
import { secondMs } from '../../core/units.ts'

/** Keep-alives come once in seconds, measurements of delay ten times a second. */
const perSecond = 100
const atOnce = 1000

export class ControlRate {
  readonly #clock: Pick<Clock, 'monotonic'>
  #left = atOnce
  #since: number

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock
    this.#since = clock.monotonic()
  }

  /** Counts one more. False where that is too many. */
  isWithin(): boolean {
    const now = this.#clock.monotonic()
    this.#left = Math.min(atOnce, this.#left + ((now - this.#since) * perSecond) / secondMs)
    this.#since = now
    this.#left -= 1
    return this.#left >= 0
  }
}
