/** Promises of sessions over time. */
import { expect, test } from 'vitest'
import { createSessions } from '../../gateway/api/session.ts'

test('a session ends after twelve hours of the clock that only grows', () => {
  let time = 0
  const sessions = createSessions(() => time)
  const cookie = sessions.open().split(';')[0]
  time = 12 * 3_600_000 - 1
  expect(sessions.holds(cookie)).toBe(true)
  time += 1
  expect(sessions.holds(cookie)).toBe(false)
})
