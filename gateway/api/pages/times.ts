/** Shows times as the office's clock does. */

/** Milliseconds since 1970 at which the current day began in the zone; null is the box's own zone. */
export function startOfDay(at: number, timeZone: string | null): number {
  const guess = at - sinceMidnight(at, timeZone)
  // On a day whose clock was changed the guess is off by that hour: it lies in the day before, or after midnight.
  const off = sinceMidnight(guess, timeZone)
  return off === 0 ? guess : off > 12 * 3_600_000 ? guess + (86_400_000 - off) : guess - off
}

/** `14:03:07` today, `21 Nov, 14:03` before. */
export function shortTime(at: number, now: number, timeZone: string | null): string {
  return at >= startOfDay(now, timeZone)
    ? format(at, timeZone, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })
    : format(at, timeZone, {
        day: 'numeric',
        month: 'short',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      })
}

/** `21 November 2026`. */
export function longDay(at: number, timeZone: string | null): string {
  return format(at, timeZone, { day: 'numeric', month: 'long', year: 'numeric' })
}

/** For `<time datetime>`. */
export function isoTime(at: number): string {
  return new Date(at).toISOString()
}

function sinceMidnight(at: number, timeZone: string | null): number {
  const clock = format(at, timeZone, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
  return (hours * 3600 + minutes * 60 + seconds) * 1000 + (((at % 1000) + 1000) % 1000)
}

const formats = new Map<string, Intl.DateTimeFormat>()

/** Making a format costs a hundred times what using it does; there are five of them a zone. */
function format(at: number, timeZone: string | null, options: Intl.DateTimeFormatOptions): string {
  const key = `${timeZone} ${Object.keys(options).join()}`
  let made = formats.get(key)
  if (!made) {
    if (formats.size > 50) formats.clear()
    made = new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone === null ? {} : { timeZone }) })
    formats.set(key, made)
  }
  return made.format(at)
}
