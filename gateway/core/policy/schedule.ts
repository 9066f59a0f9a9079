/** Says whether a moment lies in a weekly schedule of the office, in the office's own time zone. */
import { minuteMs } from '../units.ts'
import { type Schedule, weekdays } from './match-model.ts'

const minutesOfDay = 24 * 60
export const minutesOfWeek = 7 * minutesOfDay

/** One byte per minute of the week from Monday 00:00 on, 1 where the schedule holds. */
export function weekOf(schedule: Schedule): Uint8Array {
  const week = new Uint8Array(minutesOfWeek)
  const from = minuteOf(schedule.from)
  const to = minuteOf(schedule.to)
  // The same time twice is a whole day; an earlier end belongs to the next day.
  const length = to > from ? to - from : to + minutesOfDay - from
  for (const day of schedule.days) {
    const start = weekdays.indexOf(day) * minutesOfDay + from
    for (let minute = start; minute < start + length; minute += 1) week[minute % minutesOfWeek] = 1
  }
  return week
}

/** Returns the minute of the office's week for a time in milliseconds since 1970; remembers the minute it saw last. */
export function createWeekClock(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  let lastMinute = Number.NaN
  let lastAnswer = 0
  return (at) => {
    const minute = Math.floor(at / minuteMs)
    // Offsets of time zones are whole minutes since 1972, so one answer serves the whole minute.
    if (minute !== lastMinute) {
      lastAnswer = minuteOfWeek(format.formatToParts(at))
      lastMinute = minute
    }
    return lastAnswer
  }
}

function minuteOfWeek(parts: readonly Intl.DateTimeFormatPart[]): number {
  const part = (type: string) => parts.find((candidate) => candidate.type === type)?.value ?? ''
  const day = (weekdays as readonly string[]).indexOf(part('weekday').toLowerCase())
  return day * minutesOfDay + Number(part('hour')) * 60 + Number(part('minute'))
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}
