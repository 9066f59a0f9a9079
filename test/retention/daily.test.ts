/** The daily sweep comes at its time in the box's own zone, once a day, over summer time and missed days. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayMs, minuteMs } from '../../gateway/core/units.ts'
import { isDue } from '../../gateway/retention/daily.ts'

const local = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime()
const due = (now: number, last: number | null, at = '03:30') => isDue({ now, at, last })

test('it comes at its time, not before, and not twice', () => {
  const yesterday = local(2026, 10, 21, 3, 30)
  expect(due(local(2026, 10, 22, 3, 29), yesterday)).toBe(false)
  expect(due(local(2026, 10, 22, 3, 30), yesterday)).toBe(true)
  expect(due(local(2026, 10, 22, 3, 31), local(2026, 10, 22, 3, 30))).toBe(false)
  expect(due(local(2026, 10, 22, 23, 59), local(2026, 10, 22, 3, 30))).toBe(false)
})

test('a box that was off catches up, and then does not sweep a second time that day', () => {
  const before = local(2026, 10, 18, 3, 30)
  const caughtUp = local(2026, 10, 22, 2, 10)
  expect(due(caughtUp, before)).toBe(true)
  expect(due(local(2026, 10, 22, 3, 30), caughtUp)).toBe(false)
  expect(due(local(2026, 10, 23, 3, 30), caughtUp)).toBe(true)
})

test('a fresh box waits for its first time', () => {
  expect(due(local(2026, 10, 22, 3, 0), null)).toBe(false)
  expect(due(local(2026, 10, 22, 14, 0), null)).toBe(true)
})

test('a sweep dated by a clock that stood far ahead keeps no later one from coming', () => {
  expect(due(local(2026, 10, 22, 4, 0), local(2031, 0, 1, 4, 0))).toBe(true)
})

for (const zone of ['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia']) {
  test(`over two years in ${zone} every day sees exactly one`, () => {
    const before = process.env.TZ
    process.env.TZ = zone
    try {
      fc.assert(
        fc.property(fc.constantFrom('00:00', '02:00', '02:30', '03:30', '22:45'), (at) => {
          const days: string[] = []
          let last: number | null = null
          const [from, until] = [local(2010, 5, 1, 12, 0), local(2012, 5, 1, 12, 0)]
          for (let now = from; now < until; now += 7 * minuteMs) {
            if (!isDue({ now, at, last })) continue
            last = now
            days.push(new Date(now).toDateString())
          }
          expect(new Set(days).size).toBe(days.length)
          // Samoa skipped a day in 2011. (At 23:59 a box that looks every few minutes finds some days over: those sweeps come
          // after midnight, and the next one with the next day's.)
          expect(days.length).toBeGreaterThanOrEqual((until - from) / dayMs - 2)
        }),
        { numRuns: 5 },
      )
    } finally {
      if (before === undefined) delete process.env.TZ
      else process.env.TZ = before
    }
  })
}
