/** Promises of sessions and of the count of failures over time. */
import { expect, test } from 'vitest'
import { createTokenFailures } from '../../gateway/api/failures.ts'
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

test('wrong tokens are forgotten after a minute', () => {
  let time = 0
  const failures = createTokenFailures(() => time)
  const counted = Array.from({ length: 12 }, () => failures.count('192.0.2.1'))
  expect(counted.indexOf(true)).toBe(9)
  expect(counted.filter(Boolean)).toHaveLength(1)
  expect(failures.secondsBlocked('192.0.2.1')).toBe(60)
  expect(failures.secondsBlocked('192.0.2.2')).toBe(0)
  time = 60_000
  expect(failures.secondsBlocked('192.0.2.1')).toBe(0)
})

test('a thousand and one guessing addresses do not fill the memory, and the newest is still counted', () => {
  const failures = createTokenFailures(() => 0)
  for (let turn = 0; turn < 10; turn++) failures.count('first')
  for (let host = 0; host < 1000; host++) failures.count(`address-${host}`)
  expect(failures.secondsBlocked('first')).toBe(0)
  for (let turn = 0; turn < 9; turn++) failures.count('address-999')
  expect(failures.secondsBlocked('address-999')).toBe(60)
})
