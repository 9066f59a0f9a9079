/** Counts frames that cost the gateway work and bring nobody anything, and says when they are too many. */
import type { Clock } from '../../core/ports.ts'
import { secondMs } from '../../core/units.ts'

/**
 * No client needs so many PING and SETTINGS frames, or leaves so many streams, in that time: keep-alives come seconds apart.
 * Heads that never end (CONTINUATION) and empty DATA frames nghttp2 ends by itself, with INTERNAL_ERROR: Node is never told
 * of them.
 */
const maxWithin = 500
const withinMs = 10 * secondMs

export class FloodGuard {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #flooded: () => void
  #count = 0
  #since: number

  constructor(clock: Pick<Clock, 'monotonic'>, flooded: () => void) {
    this.#clock = clock
    this.#flooded = flooded
    this.#since = clock.monotonic()
  }

  count(): void {
    this.#count += 1
    if (this.#count <= maxWithin) return
    const now = this.#clock.monotonic()
    if (now - this.#since < withinMs) this.#flooded()
    this.#count = 0
    this.#since = now
  }
}
