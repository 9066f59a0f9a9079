/** Reads the names of periods: `2026`, `2026-11`, `2026-11-22`, `2026-11-22T09`, always UTC, so that no time zone shortens one. */
import { hourMs } from '../units.ts'

/** From `from`, inclusive, to `until`, exclusive; milliseconds since 1970. */
export interface PeriodBounds {
  from: number
  until: number
}

/** Null where the words name no year, month, day or hour. */
export function periodBounds(period: string): PeriodBounds | null {
  const parts = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}))?)?)?$/.exec(period)
  if (parts === null) return null
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? '1') - 1, Number(parts[3] ?? '1')]
  const from = utc(year, month, day) + Number(parts[4] ?? '0') * hourMs
  // `2026-02-30` would roll over into March: a name is only what its own day is called.
  if (!new Date(from).toISOString().startsWith(period)) return null
  if (parts[4] !== undefined) return { from, until: from + hourMs }
  if (parts[3] !== undefined) return { from, until: utc(year, month, day + 1) }
  if (parts[2] !== undefined) return { from, until: utc(year, month + 1, 1) }
  return { from, until: utc(year + 1, 0, 1) }
}

/** `2026-11`: the month of a moment. */
export function monthOf(at: number): string {
  return new Date(at).toISOString().slice(0, 7)
}

/** `2026-11-22T09`: the hour of a moment. */
export function hourOf(at: number): string {
  return new Date(at).toISOString().slice(0, 13)
}

/** Date.UTC takes the years 0 to 99 for 1900 to 1999. */
function utc(year: number, month: number, day: number): number {
  const date = new Date(0)
  date.setUTCFullYear(year, month, day)
  return date.getTime()
}
