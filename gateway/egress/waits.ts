/** Wakes whoever has waited too long, by one timer for all of them. */
import type { Clock } from '../core/ports.ts'

/** Somebody who waits. Its end may be put off while it waits, never brought forward. */
export interface Waiting {
  /** Milliseconds that are left; 0 where time is up. */
  leftMs(): number
  /** Told once, when time is up; it waits no longer then. */
  timeIsUp(): void
}

/** Ends are met no more exactly: nobody may make the gateway look through all who wait at every millisecond. */
const leastMs = 10

/**
 * A timer of its own is made, sorted in and taken out again for each body, and nearly none ever goes off; entering a set
 * and leaving it costs a tenth of that.
 */
export class Waits {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #waiting = new Set<Waiting>()
  #timer: NodeJS.Timeout | null = null
  #wakeAt = Number.POSITIVE_INFINITY

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock
  }

  begin(waiting: Waiting): void {
    this.#waiting.add(waiting)
    this.#wakeIn(waiting.leftMs())
  }

  /** May be called again. */
  end(waiting: Waiting): void {
    this.#waiting.delete(waiting)
  }

  /** The timer stays where everybody has left meanwhile: it finds nobody, once. */
  #wakeIn(leftMs: number): void {
    const delayMs = Math.max(leastMs, leftMs)
    const at = this.#clock.monotonic() + delayMs
    if (at >= this.#wakeAt) return
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#wakeAt = at
    // Whoever waits has a connection, which keeps the process alive.
    this.#timer = setTimeout(() => this.#look(), delayMs).unref()
  }

  #look(): void {
    this.#timer = null
    this.#wakeAt = Number.POSITIVE_INFINITY
    let nextMs = Number.POSITIVE_INFINITY
    for (const waiting of this.#waiting) {
      const left = waiting.leftMs()
      if (left > 0) nextMs = Math.min(nextMs, left)
      else {
        this.#waiting.delete(waiting)
        waiting.timeIsUp()
      }
    }
    if (nextMs < Number.POSITIVE_INFINITY) this.#wakeIn(nextMs)
  }
}
