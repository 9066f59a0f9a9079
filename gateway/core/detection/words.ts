/** Says lengths of time and counts as a person reads them: the numbers in the sentences of signals. */
import { dayMs, hourMs, minuteMs, secondMs } from '../units.ts'

/** `41 seconds`, `6 minutes`, `2 hours 14 minutes`, `23 days`: two units at most, and never more than it is. */
export function lengthOfTime(ms: number): string {
  if (ms < secondMs) return 'less than a second'
  const [unit, ...rest] = units.slice(units.findIndex(({ size }) => ms >= size))
  if (unit === undefined) return 'less than a second'
  const whole = Math.floor(ms / unit.size)
  const next = rest[0]
  // Beyond ten of a unit the smaller one says nothing: nobody counts 23 days and 4 hours.
  if (next === undefined || whole >= 10) return counted(whole, unit.name)
  const part = Math.floor((ms % unit.size) / next.size)
  return part === 0 ? counted(whole, unit.name) : `${counted(whole, unit.name)} ${counted(part, next.name)}`
}

/** `1 request`, `4,120 requests`. */
export function counted(count: number, thing: string): string {
  return `${count.toLocaleString('en')} ${thing}${count === 1 ? '' : 's'}`
}

const units = [
  { name: 'day', size: dayMs },
  { name: 'hour', size: hourMs },
  { name: 'minute', size: minuteMs },
  { name: 'second', size: secondMs },
] as const
