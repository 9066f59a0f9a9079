/** Reads and writes times as a person at a terminal does. */
import { dayMs, hourMs, minuteMs, secondMs } from '../core/units.ts'
import { usage } from './command.ts'

/** `2026-11-22 14:03:07` in the machine's own zone, as a person at this terminal reads it. */
export function timeOfDay(millis: number): string {
  const date = new Date(millis)
  const two = (value: number) => String(value).padStart(2, '0')
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

/** Milliseconds since 1970. `2h` means two hours ago; a date without a time begins at midnight, in the machine's own zone. Throws USAGE. */
export function timeNamed(option: string, words: string, now: number): number {
  const ago = /^(\d{1,6})(s|min|h|d)$/.exec(words)
  if (ago !== null) {
    const units: Readonly<Record<string, number>> = { s: secondMs, min: minuteMs, h: hourMs, d: dayMs }
    return Math.max(0, now - Number(ago[1]) * (units[ago[2] ?? ''] ?? 0))
  }
  const date = /^\d{4}-\d\d-\d\d$/.test(words) ? `${words}T00:00` : words
  const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?$/.test(date)
    ? Date.parse(date)
    : Number.NaN
  if (Number.isNaN(at) || at < 0)
    throw usage(
      `--${option} takes a time.`,
      'Write it as 2026-11-22, 2026-11-22T14:00, or 30min, 2h, 7d ago.',
    )
  return at
}
