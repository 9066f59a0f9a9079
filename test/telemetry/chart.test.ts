/** The chart in the terminal: within 80 columns, true to its numbers, and without a character that the terminal lacks. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { drawChart, isUtf8, shortNumber } from '../../gateway/cli/telemetry-chart.ts'
import { hourMs, minuteMs } from '../../gateway/core/units.ts'

const from = new Date(2026, 10, 22, 10).getTime()
const base = {
  name: 'cpu.load',
  stretchMs: minuteMs,
  from,
  until: from + hourMs,
  width: 80,
  height: 4,
  isAscii: false,
}
const ramp = Array.from({ length: 60 }, (_, index) => ({
  at: from + index * minuteMs,
  min: index,
  mean: index + 0.5,
  max: index + 2,
  count: 60,
}))

test('a rising series rises, and says its least, mean and most', () => {
  const lines = drawChart({ ...base, points: ramp })
  expect(lines[0]).toMatch(/^cpu\.load {2,}min 0 {2}mean 30 {2}max 61$/)
  expect(lines[1]).toMatch(/^ {6}61 ┤/)
  expect(lines[4]).toMatch(/^ {7}0 ┤.*█/)
  expect(lines.at(-1)).toMatch(/^ +10:00 +10:30 +11:00$/)
  const bars = lines.slice(1, 5).map((line) => line.slice(10))
  const heightAt = (column: number) => bars.filter((bar) => /[▁-█]/.test(bar[column] ?? ' ')).length
  expect([heightAt(0), heightAt(35), heightAt(69)]).toEqual([1, 2, 4])
  expect(bars[3], 'no stripes').toMatch(/^[▁-█]{70}$/)
})

test('a gap stays a gap, and a series that never changes is drawn', () => {
  const flat = ramp
    .filter((_, index) => index < 10 || index > 50)
    .map((point) => ({ ...point, min: 5, mean: 5, max: 5 }))
  const lines = drawChart({ ...base, points: flat })
  expect(lines[4]?.slice(10)).toMatch(/^[▁ ]+$/)
  expect(lines[4]?.slice(30, 60).trim()).toBe('')
})

test('whatever the numbers, no line is wider than the terminal, and ASCII stays ASCII', () => {
  const point = fc.record({
    at: fc.integer({ min: from - hourMs, max: from + 2 * hourMs }),
    value: fc.double({ noNaN: true, noDefaultInfinity: true }),
    count: fc.integer({ min: 1, max: 10 }),
  })
  fc.assert(
    fc.property(
      fc.array(point, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 40, max: 120 }),
      (given, width) => {
        const points = given.map(({ at, value, count }) => ({
          at,
          min: value,
          mean: value,
          max: value,
          count,
        }))
        const name = `a${'.very_long_name'.repeat(4)}`.slice(0, 64)
        const lines = drawChart({ ...base, name, width: Math.max(width, 80), isAscii: true, points })
        for (const line of lines) {
          expect(line.length).toBeLessThanOrEqual(Math.max(width, 80))
          expect(line).toMatch(/^[\x20-\x7e]*$/)
        }
      },
    ),
  )
})

test('numbers are short, and the terminal’s encoding is told by its environment', () => {
  expect([0, 12.345, 999.9, 10_000, 1_228_800_000, -45.25, 1e-7, 1e300].map(shortNumber)).toEqual([
    '0',
    '12.3',
    '1000',
    '10k',
    '1.23G',
    '-45.3',
    '1e-7',
    '1e+300',
  ])
  expect(isUtf8({ LANG: 'de_DE.UTF-8' })).toBe(true)
  expect(isUtf8({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' })).toBe(false)
  expect(isUtf8({})).toBe(false)
})
