/** Promises about waiting: whoever waits too long is told once, soon after, and whoever leaves in time is not. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Waits } from '../../gateway/egress/waits.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function scene() {
  const clock = { monotonic: () => performance.now() }
  const waits = new Waits(clock)
  const told: string[] = []
  const waiting = (name: string, ms: number) => {
    let end = clock.monotonic() + ms
    return {
      leftMs: () => Math.max(0, end - clock.monotonic()),
      timeIsUp: () => void told.push(name),
      putOff: (byMs: number) => {
        end += byMs
      },
    }
  }
  return { waits, told, waiting }
}

test('each is told when its own time is up, in whatever order they began', () => {
  const { waits, told, waiting } = scene()
  waits.begin(waiting('late', 3000))
  waits.begin(waiting('soon', 1000))
  waits.begin(waiting('next', 2000))
  for (const [ms, names] of [
    [990, []],
    [20, ['soon']],
    [1000, ['soon', 'next']],
    [1000, ['soon', 'next', 'late']],
    [10_000, ['soon', 'next', 'late']],
  ] as const) {
    vi.advanceTimersByTime(ms)
    expect(told).toEqual(names)
  }
})

test('who leaves in time is not told, and who begins again after it is', () => {
  const { waits, told, waiting } = scene()
  const one = waiting('one', 1000)
  waits.begin(one)
  waits.end(one)
  waits.end(one)
  vi.advanceTimersByTime(5000)
  expect(told).toEqual([])
  one.putOff(5000)
  waits.begin(one)
  vi.advanceTimersByTime(1020)
  expect(told).toEqual(['one'])
})

test('an end that was put off is met where it is now', () => {
  const { waits, told, waiting } = scene()
  const one = waiting('one', 1000)
  waits.begin(one)
  vi.advanceTimersByTime(900)
  one.putOff(1000)
  vi.advanceTimersByTime(1080)
  expect(told).toEqual([])
  vi.advanceTimersByTime(40)
  expect(told).toEqual(['one'])
})

test('a thousand ends within one second wake the gateway a hundred times, not a thousand', () => {
  const { waits, told, waiting } = scene()
  const set = vi.spyOn(globalThis, 'setTimeout')
  for (let i = 0; i < 1000; i += 1) waits.begin(waiting(String(i), 1000 + i))
  vi.advanceTimersByTime(2020)
  expect(told).toHaveLength(1000)
  expect(set.mock.calls.length).toBeLessThanOrEqual(105)
})

test('somebody whose end makes somebody else leave does not wake that one', () => {
  const { waits, told, waiting } = scene()
  const other = waiting('other', 1000)
  waits.begin({ leftMs: waiting('', 1000).leftMs, timeIsUp: () => waits.end(other) })
  waits.begin(other)
  vi.advanceTimersByTime(5000)
  expect(told).toEqual([])
})
