/** Keeps the times of this room: the box's clock, the steady one of legal clocks, and watch time of the detectors. */
import { WatchTime } from '../core/detection/watch-time.ts'
import { type SavedTime, steadyAfterRestart } from '../core/incident/steady-time.ts'
import type { Moment } from '../core/incident/transition.ts'
import type { Clock } from '../core/ports.ts'

export interface Timekeeper {
  /** The box's clock and steady time, now. */
  moment(): Moment
  /** Watch time, now; has to be asked every few seconds. */
  watch(): number
  /** Goes on from what was saved before a restart. */
  resume(saved: SavedTime): void
  /** What to save. */
  saved(): SavedTime
}

/** `maxStepMs`: the longest time between two looks that counts as watching. */
export function createTimekeeper(clock: Clock, maxStepMs: number): Timekeeper {
  const began = clock.monotonic()
  let steadyAtBegin = clock.now()
  let watch = new WatchTime({ now: clock.now(), monotonic: began, maxStepMs })
  const steady = () => steadyAtBegin + (clock.monotonic() - began)
  return {
    moment: () => ({ wall: Math.round(clock.now()), steady: steady() }),
    watch: () => watch.at(clock.monotonic()),
    resume(saved) {
      // What the clock said at the begin: a jump since then is none of the downtime's.
      const monotonic = clock.monotonic()
      steadyAtBegin = steadyAfterRestart(saved, clock.now()) - (monotonic - began)
      watch = new WatchTime({ now: saved.watch, monotonic, maxStepMs })
    },
    saved: () => ({ steady: steady(), watch: watch.at(clock.monotonic()), wall: clock.now() }),
  }
}
