/** Remembers the longest pause of each of the last fifteen days, and how long pauses typically were on that day. */
import { z } from 'zod'
import { dayMs } from '../units.ts'

/** Two weekends lie in fifteen days, so a pause that comes every weekend shows on two of them. */
const keptDays = 15

/** A day as it is kept: its number since 1970, longest pause, sum of logarithms and number of pauses. */
export const dailyMemory = z
  .array(z.tuple([z.int().min(0), z.number().min(0), z.number(), z.int().min(1)]))
  .max(keptDays)
  .readonly()
export type DailyMemory = z.output<typeof dailyMemory>

interface Day {
  day: number
  longestMs: number
  /** Of natural logarithms, from which the typical (geometric mean) pause follows. */
  logSum: number
  count: number
}

export class DailyLongest {
  /** Oldest first. */
  readonly #days: Day[]

  constructor(memory: DailyMemory = []) {
    this.#days = memory
      .map(([day, longestMs, logSum, count]) => ({ day, longestMs, logSum, count }))
      .sort((a, b) => a.day - b.day)
  }

  /** Days on which there was a pause at all. */
  get days(): number {
    return this.#days.length
  }

  add(pauseMs: number, now: number): void {
    const today = Math.floor(now / dayMs)
    let last = this.#days.at(-1)
    if (last === undefined || last.day < today) {
      last = { day: today, longestMs: 0, logSum: 0, count: 0 }
      this.#days.push(last)
      while ((this.#days[0]?.day ?? today) <= today - keptDays || this.#days.length > keptDays)
        this.#days.shift()
    }
    last.longestMs = Math.max(last.longestMs, pauseMs)
    last.logSum += Math.log(Math.max(pauseMs, 1))
    last.count++
  }

  /** The longest pause within the last `days` days; 0 where there was none. */
  longest(now: number, days: number): number {
    const from = Math.floor(now / dayMs) - days
    let longest = 0
    for (const each of this.#days) if (each.day > from) longest = Math.max(longest, each.longestMs)
    return longest
  }

  /** On how many of the last `days` days there was a pause of at least `pauseMs`. */
  daysWith(pauseMs: number, now: number, days: number): number {
    const from = Math.floor(now / dayMs) - days
    return this.#days.filter((each) => each.day > from && each.longestMs >= pauseMs).length
  }

  /**
   * What belongs to the rhythm: a pause that came on two days is one, a single outage is none, so that it does not make
   * the detector deaf for two weeks. Until there are three days the longest counts, as nobody knows better yet. Days on
   * which pauses were typically longer than `atMostTypicalMs` belong to an earlier rhythm and are left out.
   */
  usual(atMostTypicalMs: number): { usualMs: number; days: number } {
    let first = 0
    let second = 0
    let days = 0
    for (const { longestMs, logSum, count } of this.#days) {
      if (Math.exp(logSum / count) > atMostTypicalMs) continue
      days++
      if (longestMs > first) {
        second = first
        first = longestMs
      } else second = Math.max(second, longestMs)
    }
    return { usualMs: this.#days.length < 3 ? first : second, days }
  }

  memory(): DailyMemory {
    return this.#days.map(({ day, longestMs, logSum, count }) => [
      day,
      Math.round(longestMs),
      Number(logSum.toFixed(2)),
      count,
    ])
  }
}
