/** Learns how long a device usually pauses between two messages, so that it is compared with itself alone. */
import { z } from 'zod'
import { secondMs } from '../units.ts'
import { DailyLongest, dailyMemory } from './daily-longest.ts'

/** Three bins an octave from one second on: 63 bins reach 24 days, and a pause is known to a quarter of its length. */
const binsPerOctave = 3
const bins = 64
/** After so many pauses an old one counts half: a 5-second device has a new rhythm within half a day, an hourly one in weeks. */
const halfLifePauses = 1024
const growth = 2 ** (1 / halfLifePauses)
/** The last pauses one by one: two long ones among them are a new rhythm, which need not be reported a third time. */
const recentPauses = 16
/** A day whose typical pause is so many times the present one was of an earlier rhythm. */
const otherRhythm = 8

export const rhythmMemory = z.strictObject({
  /** Pauses learnt since ever. */
  n: z.int().min(0),
  /** Bins that are not empty, with their weight. */
  bins: z
    .array(
      z.tuple([
        z
          .int()
          .min(0)
          .max(bins - 1),
        z.number().min(0).max(1e9),
      ]),
    )
    .max(bins)
    .readonly(),
  recent: z.array(z.number().min(0)).max(recentPauses).readonly(),
  days: dailyMemory,
})
export type RhythmMemory = z.output<typeof rhythmMemory>

export class Rhythm {
  /**
   * A histogram over the logarithm of pauses with exponential forgetting. Instead of making all old weights smaller at
   * each pause, the new one's weight grows (forward decay: Cormode et al., ICDE 2009), so that learning costs one addition.
   */
  readonly #weights = new Float32Array(bins)
  #weight = 1
  readonly #recent: Float64Array
  readonly #days: DailyLongest
  #count = 0

  constructor(memory?: RhythmMemory) {
    this.#recent = new Float64Array(recentPauses)
    this.#days = new DailyLongest(memory?.days)
    if (memory === undefined) return
    this.#count = memory.n
    for (const [bin, weight] of memory.bins) this.#weights[bin] = weight
    const first = memory.n - memory.recent.length
    for (const [index, pause] of memory.recent.entries())
      this.#recent[Math.max(first + index, 0) % recentPauses] = pause
  }

  /** Pauses learnt. */
  get count(): number {
    return this.#count
  }

  learn(pauseMs: number, now: number): void {
    const bin = Math.floor(Math.log2(Math.max(pauseMs, secondMs) / secondMs) * binsPerOctave)
    const place = Math.min(bin, bins - 1)
    this.#weights[place] = (this.#weights[place] as number) + this.#weight
    this.#weight *= growth
    // Single precision adds exactly enough up to here.
    if (this.#weight > 4096) this.#settle()
    this.#recent[this.#count % recentPauses] = pauseMs
    this.#count++
    this.#days.add(pauseMs, now)
  }

  /**
   * What is usual for it: the longest of what 99.5 % of recent pauses stay below, what came on two days of the last
   * fifteen, and what came twice within the last sixteen pauses. `days`: how many days that rests on.
   */
  usual(): { usualMs: number; days: number } {
    const daily = this.#days.usual(this.#quantile(0.5) * otherRhythm)
    return {
      usualMs: Math.max(this.#quantile(0.995), daily.usualMs, this.#secondOfRecent()),
      days: daily.days,
    }
  }

  longest(now: number, days: number): number {
    return this.#days.longest(now, days)
  }

  daysWith(pauseMs: number, now: number, days: number): number {
    return this.#days.daysWith(pauseMs, now, days)
  }

  /** The length that the given part of pauses stays below, rounded up to the bin's end; 0 where nothing was learnt. */
  #quantile(part: number): number {
    let total = 0
    for (const weight of this.#weights) total += weight
    let sum = 0
    for (const [bin, weight] of this.#weights.entries()) {
      sum += weight
      if (weight > 0 && sum >= total * part) return secondMs * 2 ** ((bin + 1) / binsPerOctave)
    }
    return 0
  }

  #secondOfRecent(): number {
    let first = 0
    let second = 0
    for (const pause of this.#recent) {
      if (pause > first) {
        second = first
        first = pause
      } else if (pause > second) second = pause
    }
    return second
  }

  /** Brings the weights back to where a new pause weighs one; what weighs next to nothing is forgotten. */
  #settle(): void {
    for (const [bin, weight] of this.#weights.entries()) {
      const settled = weight / this.#weight
      this.#weights[bin] = settled < 0.01 ? 0 : settled
    }
    this.#weight = 1
  }

  memory(): RhythmMemory {
    this.#settle()
    const learnt = Math.min(this.#count, recentPauses)
    return {
      n: this.#count,
      bins: [...this.#weights.entries()]
        .filter(([, weight]) => weight > 0)
        .map(([bin, weight]) => [bin, Number(weight.toPrecision(3))]),
      recent: Array.from({ length: learnt }, (_, index) =>
        Math.round(this.#recent[(this.#count - learnt + index) % recentPauses] as number),
      ),
      days: this.#days.memory(),
    }
  }
}
