/** Promises of sessions over time: how long they last, who they leave when too many come, and what ends them at once. */
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { type SessionHolder, Sessions } from '../../gateway/accounts/sessions.ts'
import { hourMs } from '../../gateway/core/units.ts'

const token: SessionHolder = { account: null, name: null, role: 'owner', expiresAt: null }
const anna: SessionHolder = { account: 'a1', name: 'anna', role: 'auditor', expiresAt: null }

function room() {
  const time = { now: 1_000_000, ms: 0 }
  const sessions = new Sessions({
    clock: { now: () => time.now, monotonic: () => time.ms },
    random: randomBytes,
  })
  const pass = (ms: number) => {
    time.now += ms
    time.ms += ms
  }
  return { sessions, time, pass }
}

test('a session ends after twelve hours of the clock that only grows', () => {
  const { sessions, time } = room()
  const secret = sessions.open(token, '::1')
  time.ms = 12 * hourMs - 1
  expect(sessions.use(secret)).toMatchObject({ role: 'owner' })
  time.ms += 1
  expect(sessions.use(secret)).toBeNull()
})

test('a session of an account ends after an hour without use, and after twelve however much it is used', () => {
  const { sessions, pass } = room()
  const left = sessions.open(anna, '::1')
  const used = sessions.open(anna, '::1')
  for (let quarter = 1; quarter < 48; quarter += 1) {
    pass(hourMs / 4)
    expect(sessions.use(used), `after ${quarter} quarters`).not.toBeNull()
    if (quarter === 4) expect(sessions.use(left)).toBeNull()
  }
  pass(hourMs / 4)
  expect(sessions.use(used)).toBeNull()
  expect(sessions.list()).toEqual([])
})

test('an expired contractor is out in the middle of a session, and a clock that was set back does not lengthen it', () => {
  const { sessions, time, pass } = room()
  const secret = sessions.open({ ...anna, role: 'contractor', expiresAt: time.now + hourMs / 2 }, '::1')
  const [{ id = '' } = {}] = sessions.list()
  pass(hourMs / 2 - 1)
  expect([sessions.use(secret) === null, sessions.isOpen(id)]).toEqual([false, true])
  pass(1)
  expect([sessions.isOpen(id), sessions.use(secret)]).toEqual([false, null])
  const other = sessions.open({ ...anna, role: 'contractor', expiresAt: time.now + hourMs }, '::1')
  time.now -= 100 * hourMs
  time.ms += 12 * hourMs
  expect(sessions.use(other)).toBeNull()
})

test('who signs in too often puts out their own oldest session, and nobody else', () => {
  const { sessions } = room()
  const owner = sessions.open(token, '::1')
  const otto = sessions.open({ ...anna, account: 'o1', name: 'otto' }, '::1')
  const first = sessions.open(anna, '::1')
  for (let turn = 0; turn < 200; turn += 1) sessions.open(anna, '::1')
  expect(sessions.use(first)).toBeNull()
  expect(sessions.list().filter(({ name }) => name === 'anna')).toHaveLength(8)
  expect([owner, otto].map((secret) => sessions.use(secret) !== null)).toEqual([true, true])
})

test('what names a session in lists opens nothing, and no list holds what opens', () => {
  const { sessions } = room()
  const secret = sessions.open(anna, '192.168.1.9')
  const [listed] = sessions.list()
  expect(JSON.stringify(sessions.list())).not.toContain(secret)
  expect(sessions.use(listed?.id ?? '')).toBeNull()
  expect(listed).toMatchObject({ name: 'anna', role: 'auditor', address: '192.168.1.9' })
  expect(sessions.end(listed?.id ?? '')).not.toBeNull()
  expect(sessions.use(secret)).toBeNull()
})
