/** Writes numbers, shares, sizes and times as readers of a language write them. */

export interface Quantities {
  number(value: number): string
  /** 0.22 → `22 %`; what is little but not nothing is `<1 %`, and nearly all `>99 %`. */
  share(value: number): string
  bytes(value: number): string
  /** Of today as `14:03:07`, of another day with its date. */
  time(at: number, now: number): string
  /** In full, for details and titles. */
  dateTime(at: number): string
  duration(ms: number): string
}

const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** `timeZone`: null is the browser's own. */
export function createQuantities(locale: string, timeZone: string | null): Quantities {
  const zone = timeZone === null ? {} : { timeZone }
  const number = new Intl.NumberFormat(locale)
  const share = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })
  const clock = new Intl.DateTimeFormat(locale, { ...zone, timeStyle: 'medium' })
  const day = new Intl.DateTimeFormat(locale, { ...zone, dateStyle: 'short' })
  const shortClock = new Intl.DateTimeFormat(locale, { ...zone, timeStyle: 'short' })
  const full = new Intl.DateTimeFormat(locale, { ...zone, dateStyle: 'full', timeStyle: 'medium' })
  return {
    number: (value) => number.format(value),
    share(value) {
      if (value > 0 && value < 0.01) return `<${share.format(0.01)}`
      return value > 0.99 && value < 1 ? `>${share.format(0.99)}` : share.format(value)
    },
    bytes(value) {
      const power = value < 1 ? 0 : Math.min(Math.floor(Math.log(value) / Math.log(1000)), units.length - 1)
      const scaled = value / 1000 ** power
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: units[power] ?? 'byte',
        unitDisplay: power === 0 ? 'long' : 'short',
        maximumFractionDigits: power === 0 || scaled >= 100 ? 0 : 1,
      }).format(scaled)
    },
    time: (at, now) =>
      day.format(at) === day.format(now) ? clock.format(at) : `${day.format(at)}, ${shortClock.format(at)}`,
    dateTime: (at) => full.format(at),
    duration(ms) {
      const isLong = ms >= 1000
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: isLong ? 'second' : 'millisecond',
        unitDisplay: 'short',
        maximumFractionDigits: isLong ? 1 : 0,
      }).format(isLong ? ms / 1000 : ms)
    },
  }
}

/** Midnight of the day that `now` is in, in a time zone. Looked at twice: on the days when clocks change, noon is not twelve hours on. */
export function startOfDay(now: number, timeZone: string | null): number {
  const format = new Intl.DateTimeFormat('en', {
    ...(timeZone === null ? {} : { timeZone }),
    hourCycle: 'h23',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const sinceMidnight = (at: number) => {
    const parts = format.formatToParts(at)
    const part = (type: string) => Number(parts.find((each) => each.type === type)?.value ?? 0)
    return ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000
  }
  const guess = Math.floor(now / 1000) * 1000 - sinceMidnight(now)
  const rest = sinceMidnight(guess)
  return rest <= halfDayMs ? guess - rest : guess + 2 * halfDayMs - rest
}

const halfDayMs = 43_200_000
