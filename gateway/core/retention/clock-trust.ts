/** Decides whether the clock may be trusted to say how old things are; where it jumped, a person has to say that it is right. */
import { dayMs, hourMs, minuteMs } from '../units.ts'

export interface ClockEvidence {
  now: number
  /** The day before which no clock can be right. */
  builtAt: number
  /** The latest time at which the clock was trusted: the high-water mark. Null before the first. */
  mark: number | null
  /** The newest entry of the ledger that is younger than the mark; null where there is none. */
  newestEntry: number | null
  /** The ledger's first entry; null in an empty one. */
  oldestEntry: number | null
  /** How far the clock moved beyond what passed on the monotonic one since this process first looked; null at first. */
  movedMs: number | null
}

export type ClockTrust =
  | { trusted: true }
  | {
      trusted: false
      reason: 'before-build' | 'set-back' | 'jumped-ahead' | 'set-while-running'
      byMs: number
    }

/** NTP steps a clock by minutes; that is no reason to worry anybody. */
const toleranceMs = 5 * minuteMs
/** A box that was off for the holidays is normal; longer than this, somebody looks first. */
export const longestGapMs = 40 * dayMs
/** While it runs, the monotonic clock knows how much time passed: a day's jump is no drift. */
export const longestStepMs = dayMs
/** How often the mark is moved on while the gateway runs. */
export const markEveryMs = hourMs

/**
 * Forward, only the mark counts as a beginning: newer entries of the ledger are dated by the same clock, so a
 * jump would vouch for itself; before the first mark it is the ledger's oldest entry. Backward, mark and newest entry count.
 */
export function judgeClock(evidence: ClockEvidence): ClockTrust {
  const { now, builtAt, mark, newestEntry, oldestEntry, movedMs } = evidence
  if (now < builtAt) return { trusted: false, reason: 'before-build', byMs: builtAt - now }
  const latest = Math.max(mark ?? 0, newestEntry ?? 0)
  if (now + toleranceMs < latest) return { trusted: false, reason: 'set-back', byMs: latest - now }
  if (movedMs !== null && Math.abs(movedMs) > longestStepMs)
    return { trusted: false, reason: 'set-while-running', byMs: Math.abs(movedMs) }
  const base = mark ?? oldestEntry
  if (base !== null && now - base > longestGapMs)
    return { trusted: false, reason: 'jumped-ahead', byMs: now - base }
  return { trusted: true }
}

/** What stands behind a refusal, for a person. */
export const clockReasons: Readonly<Record<Extract<ClockTrust, { trusted: false }>['reason'], string>> = {
  'before-build': 'The clock stands before the day on which this version was made.',
  'set-back': 'The clock stands before times that were written down already.',
  'jumped-ahead': 'The clock stands far ahead of the last time at which it was trusted.',
  'set-while-running': 'The clock was set by more than a day while the gateway ran.',
}
