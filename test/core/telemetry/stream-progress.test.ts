/** What is remembered of a device's spools while readings have to be let go of: never so much, and never so little, that one is lost. */
import { expect, test } from 'vitest'
import { StreamProgress } from '../../../gateway/core/telemetry/stream-progress.ts'

const stream = '00112233445566aa'
const named = (number: number) => number.toString(16).padStart(16, '0')

test('what had to be let go of before the store was read is asked for again, and nothing behind it is taken first', () => {
  const streams = new StreamProgress()
  streams.stall(stream, 1)
  streams.restore(stream, { seq: 100, at: 0 })
  expect(streams.judge(stream, 150), 'readings 101 to 149 would be lost').toEqual({ verdict: 'wait' })
  expect(streams.takeWanted()).toBe(true)
  expect(streams.judge(stream, 100)).toEqual({ verdict: 'again' })
  expect(streams.judge(stream, 101)).toEqual({ verdict: 'new', missing: 0 })
})

test('a device that invents spools for which there is no room takes no memory, and keeps the ones it has', () => {
  const streams = new StreamProgress()
  streams.restore(stream, { seq: 7, at: 0 })
  for (let number = 0; number < 10_000; number++) streams.stall(named(number), number)
  expect(streams.judge(named(0), 2), 'forgotten').toEqual({ verdict: 'new', missing: 0 })
  expect(streams.answers()).toEqual([{ stream, seq: 7 }])
  expect(streams.judge(named(9999), 2)).toEqual({ verdict: 'wait' })
  expect(streams.takeWanted()).toBe(true)
})
