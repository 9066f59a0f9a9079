/** Promises about watch time: it follows the monotonic clock, and nothing makes it jump. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { WatchTime } from '../../../gateway/core/detection/watch-time.ts'
import { runs } from '../../support/property-runs.ts'

test('it passes as the monotonic clock does while somebody looks often enough', () => {
  const time = new WatchTime({ now: 1000, monotonic: 50, maxStepMs: 15_000 })
  expect([55, 60, 5060].map((monotonic) => time.at(monotonic))).toEqual([1005, 1010, 6010])
})

test('a process that stood still for an hour is no hour in which devices were silent', () => {
  const time = new WatchTime({ now: 0, monotonic: 0, maxStepMs: 15_000 })
  expect(time.at(3_600_000)).toBe(15_000)
  expect(time.at(3_601_000)).toBe(16_000)
})

test('whatever the clock says, it never goes back, never runs ahead, and never takes a long step', () => {
  const reading = fc.oneof(fc.double({ min: -1e15, max: 1e15 }), fc.constantFrom(Number.NaN, 0, 1e300))
  fc.assert(
    fc.property(fc.array(reading, { maxLength: 50 }), (readings) => {
      const time = new WatchTime({ now: 5, monotonic: 0, maxStepMs: 1000 })
      let last = 5
      for (const each of readings) {
        const now = time.at(each)
        expect(now).toBeGreaterThanOrEqual(last)
        // Not their difference, which is rounded: 1610.9348… less 610.9348… is more than 1000.
        expect(now).toBeLessThanOrEqual(last + 1000)
        last = now
      }
    }),
    { ...runs(100), examples: [[[610.9348381734884, 1e300]]] },
  )
})
