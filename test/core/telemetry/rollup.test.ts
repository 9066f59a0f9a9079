/** Sums of minutes and hours: true to the readings, whichever way they were added up. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gather, sortByChunk } from '../../../gateway/core/telemetry/gather.ts'
import {
  decodeRollups,
  encodeRollups,
  rollUpFurther,
  rollUpReadings,
} from '../../../gateway/core/telemetry/rollup.ts'
import { hourMs, minuteMs } from '../../../gateway/core/units.ts'

const hour = Math.floor(Date.UTC(2026, 10, 22, 10) / hourMs) * hourMs
const numbers: Record<string, number> = { a: 0, b: 1, c: 2 }
const numberOf = (name: string) => numbers[name] ?? null

const readings = fc.array(
  fc.record({
    at: fc.integer({ min: hour - 10 * minuteMs, max: hour + 70 * minuteMs }),
    values: fc.dictionary(
      fc.constantFrom('a', 'b', 'c'),
      fc.integer({ min: -99_999, max: 99_999 }).map((each) => each / 100),
    ),
  }),
  { maxLength: 80 },
)

test('every reading of the hour is in the sums once, and none of another hour', () => {
  fc.assert(
    fc.property(readings, (given) => {
      const within = { from: hour, until: hour + hourMs }
      const minutes = rollUpReadings(gather(given, numberOf), { ...within, widthMs: minuteMs })
      const hours = rollUpFurther([minutes], { ...within, widthMs: hourMs })
      for (const [name, series] of Object.entries(numbers)) {
        const values = given.flatMap(({ at, values: all }) =>
          at >= hour && at < hour + hourMs && name in all ? [all[name] as number] : [],
        )
        const sum = hours.get(series)?.get(hour)
        if (values.length === 0) {
          expect(sum).toBeUndefined()
          continue
        }
        expect(sum).toMatchObject({
          min: Math.min(...values),
          max: Math.max(...values),
          count: values.length,
        })
        // Hundredths add up exactly, in any order.
        const hundredths = values.reduce((so, each) => so + Math.round(each * 100), 0)
        expect(Object.is(sum?.sum, -0) ? 0 : sum?.sum).toBe(hundredths / 100)
      }
    }),
  )
})

test('sums come back from their row as they were', () => {
  fc.assert(
    fc.property(readings, (given) => {
      const minutes = rollUpReadings(gather(given, numberOf), { from: 0, until: hour * 2, widthMs: minuteMs })
      expect(decodeRollups(encodeRollups(minutes))).toEqual(minutes)
    }),
  )
})

test('absurd values do not make a sum that could not be told', () => {
  const absurd = [Number.MAX_VALUE, Number.MAX_VALUE, Number.MAX_VALUE]
  const chunks = gather(
    absurd.map((a, index) => ({ at: hour + index, values: { a } })),
    numberOf,
  )
  const sum = rollUpReadings(chunks, { from: hour, until: hour + hourMs, widthMs: hourMs })
    .get(0)
    ?.get(hour)
  expect(sum).toEqual({ min: Number.MAX_VALUE, max: Number.MAX_VALUE, sum: Number.MAX_VALUE, count: 3 })
})

test('readings around the minute go into its chunk, all others by their hour, none is lost', () => {
  fc.assert(
    fc.property(readings, (given) => {
      const minute = hour / minuteMs + 3
      const { near, byHour } = sortByChunk(given, minute)
      expect(new Set([...near, ...[...byHour.values()].flat()])).toEqual(new Set(given))
      for (const { at } of near) expect(Math.abs(Math.floor(at / minuteMs) - minute)).toBeLessThanOrEqual(1)
      for (const [slot, some] of byHour) for (const { at } of some) expect(Math.floor(at / hourMs)).toBe(slot)
    }),
  )
})

test('thousands of readings at once are packed into several chunks, in order of time', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({
    at: hour + ((index * 7919) % 10_000),
    values: { a: index },
  }))
  const chunks = gather(many, numberOf)
  expect(chunks.length).toBeGreaterThan(1)
  const times = chunks.flatMap((chunk) => chunk.times)
  expect(times).toEqual([...times].sort((a, b) => a - b))
  expect(times).toHaveLength(10_000)
})
