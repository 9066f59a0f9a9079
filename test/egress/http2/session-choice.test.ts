/** Promises about the session that an exchange goes on: who has one to itself is disturbed by nobody, and no bound is passed for it. */
import { expect, test } from 'vitest'
import { chooseSession, type Open } from '../../../gateway/egress/http2/session-choice.ts'

function made({ running = 0, isKept = false, isStopped = false, closed = false, name = '' }): Open {
  const session = { closed, destroyed: false, remoteSettings: { maxConcurrentStreams: 2 } }
  const source = { isStopped }
  return { session, source, running, isKept, lastTaken: Number.POSITIVE_INFINITY, name } as unknown as Open
}

const idle = made({ name: 'idle' })
const busy = made({ running: 1, name: 'busy' })
const full = made({ running: 2, name: 'full' })
const kept = made({ running: 1, isKept: true })
const unread = made({ isStopped: true })
const ending = made({ running: 1, closed: true })

test.each([
  ['a first one', [], 0, 'connect', 'connect'],
  ['an idle one, and room', [idle], 0, idle, 'connect'],
  ['an idle one beside a busy one, and no room', [busy, idle], 0, idle, idle],
  ['an idle one beside one that is kept', [kept, idle], 0, idle, idle],
  ['a busy one, and room', [busy], 0, busy, 'connect'],
  ['busy ones, and no room', [full, busy], 0, busy, busy],
  ['full ones, and no room', [full, full], 0, 'wait', 'wait'],
  ['a full one, and room', [full], 0, 'connect', 'connect'],
  ['one that is kept, and room', [kept], 0, 'connect', 'connect'],
  ['one that is kept beside a busy one', [kept, busy], 0, busy, 'wait'],
  ['all that may be are kept', [kept, kept], 0, kept, 'wait'],
  ['all that may be are kept or under way', [kept], 1, 'wait', 'wait'],
  ['one that is not read, and room for those that are', [unread, busy], 0, busy, 'connect'],
  ['ones that are ending, and no room beside', [ending, ending], 0, 'connect', 'connect'],
  ['one that is ending beside a busy one', [ending, busy], 0, busy, busy],
] as const)('%s', (_, sessions, underWay, shared, alone) => {
  // Each is one of its own, also where it is as another.
  const open = new Set(sessions.map((one) => ({ ...one })))
  const choose = (isAlone: boolean) => chooseSession(open, { alone: isAlone, underWay, bound: 2 })
  expect([choose(false), choose(true)]).toEqual([shared, alone])
})
