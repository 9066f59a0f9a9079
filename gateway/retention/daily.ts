/** Says when the daily sweep is due, in the box's own time; what was missed is caught up, and no day sees two. */
import { dayMs } from '../core/units.ts'

export interface DailyQuestion {
  now: number
  /** `03:30`. */
  at: string
  /** When the last daily sweep was planned; null where there was none. */
  last: number | null
}

/** Local time as the process's zone has it: an hour that summer time skips is the one behind it. */
export function isDue({ now, at, last }: DailyQuestion): boolean {
  // A sweep that claims to come from the future was dated by a clock that stood wrong.
  if (last !== null && last <= now + dayMs) {
    if (dayOf(last) === dayOf(now)) return false
    if (last >= latestOccurrence(now, at)) return false
  }
  // Before the first sweep there is nothing to catch up.
  return last !== null || latestOccurrence(now, at) >= startOfDay(now)
}

/** The newest moment, not after `now`, at which the clock on the wall showed `at`. */
function latestOccurrence(now: number, at: string): number {
  const today = occurrence(now, at)
  return today <= now ? today : occurrence(startOfDay(now) - 1, at)
}

function occurrence(day: number, at: string): number {
  const [hours, minutes] = at.split(':').map(Number)
  const date = new Date(day)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate(), hours, minutes).getTime()
}

function startOfDay(now: number): number {
  const date = new Date(now)
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime()
}

function dayOf(at: number): string {
  const date = new Date(at)
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`
}
