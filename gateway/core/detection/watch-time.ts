/** The time in which detectors think: it passes only while the gateway really watches, and no clock that is set can move it. */

/**
 * Milliseconds that begin where they are told (the box's clock at the very first start, later what was saved), grow with
 * the monotonic clock, and take no step longer than `maxStepMs`. So three things do not count as the silence of devices:
 * the gateway's own downtime, a clock set forward or back by years, and a process that stood still (a suspended machine,
 * a disk that hung), after which all messages are read late.
 */
export class WatchTime {
  readonly #maxStepMs: number
  #now: number
  #monotonic: number

  constructor(start: { now: number; monotonic: number; maxStepMs: number }) {
    this.#now = start.now
    this.#monotonic = start.monotonic
    this.#maxStepMs = start.maxStepMs
  }

  /** The time at a reading of the monotonic clock; has to be asked more often than `maxStepMs`. */
  at(monotonic: number): number {
    const step = monotonic - this.#monotonic
    // The comparison is also false for NaN, which must never become the time.
    if (!(step > 0)) return this.#now
    this.#monotonic = monotonic
    this.#now += Math.min(step, this.#maxStepMs)
    return this.#now
  }
}
