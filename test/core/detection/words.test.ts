/** Promises about the numbers in sentences: readable, and never more than what was measured. */
import { expect, test } from 'vitest'
import { counted, lengthOfTime } from '../../../gateway/core/detection/words.ts'

test.each([
  [0, 'less than a second'],
  [1000, '1 second'],
  [41_900, '41 seconds'],
  [60_000, '1 minute'],
  [125_000, '2 minutes 5 seconds'],
  [8_040_000, '2 hours 14 minutes'],
  [23 * 86_400_000 + 5, '23 days'],
  [86_400_000 + 3_600_000, '1 day 1 hour'],
])('%i milliseconds are %s', (ms, words) => {
  expect(lengthOfTime(ms)).toBe(words)
})

test('one thing is one thing, and thousands are grouped', () => {
  expect([counted(1, 'request'), counted(4120, 'request')]).toEqual(['1 request', '4,120 requests'])
})
