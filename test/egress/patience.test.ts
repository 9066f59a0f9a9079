/** Promises about waiting for bodies: an honest client keeps the time it earned, a dripping one earns none. */
import { expect, test } from 'vitest'
import { ClientGone, TooSlow } from '../../gateway/egress/cut-short.ts'
import { Patience } from '../../gateway/egress/patience.ts'

const bounds = {
  bodyIdleTimeoutMs: 60_000,
  bodyGraceMs: 20_000,
  minBodyBytesPerSecond: 100,
  tunnelIdleTimeoutMs: 1_800_000,
}

function patience(changes: Partial<typeof bounds> = {}) {
  const clock = { now: 0, isAnswered: false }
  const subject = new Patience(
    { ...bounds, ...changes },
    { monotonic: () => clock.now },
    () => clock.isAnswered,
  )
  /** Waits so long, then so many bytes come. False where patience ran out before. */
  const drip = (waitMs: number, bytes: number): boolean => {
    if (subject.leftMs() <= waitMs) return false
    clock.now += waitMs
    subject.came(bytes)
    return true
  }
  return { clock, subject, drip }
}

test('the grace is for everybody, and then the least rate counts', () => {
  const { subject, drip } = patience()
  expect(subject.leftMs()).toBe(20_000)
  // 50 bytes a second: half a second is lost in each.
  let seconds = 0
  while (drip(1000, 50)) seconds += 1
  expect(seconds).toBeGreaterThanOrEqual(36)
  expect(seconds).toBeLessThanOrEqual(40)
})

test('a client at the least rate is waited for as long as it takes', () => {
  const { drip } = patience()
  for (let second = 0; second < 100_000; second += 1) expect(drip(1000, 100)).toBe(true)
})

test('what was sent at once cannot be spent for hours', () => {
  const { clock, drip } = patience()
  drip(10, 1_000_000_000)
  while (drip(10_000, 1)) {}
  expect(clock.now).toBeLessThanOrEqual(70_000)
})

test('silence ends it as before, and is told from slowness', () => {
  const { clock, subject } = patience()
  subject.came(1_000_000)
  expect(subject.leftMs()).toBe(60_000)
  clock.now += 60_000
  expect(subject.leftMs()).toBe(0)
  expect(subject.fault()).toBeInstanceOf(ClientGone)
  const slow = patience()
  slow.clock.now += 20_000
  expect(slow.subject.leftMs()).toBe(0)
  expect(slow.subject.fault()).toBeInstanceOf(TooSlow)
})

test('time in which nobody waits for the client is not counted', () => {
  const { clock, subject } = patience()
  clock.now += 5000
  subject.came(0)
  clock.now += 1_000_000
  subject.wait()
  expect(subject.leftMs()).toBe(15_000)
})

test('a least rate of 0 leaves the idle time alone', () => {
  const { subject, drip } = patience({ minBodyBytesPerSecond: 0 })
  for (let i = 0; i < 1000; i += 1) expect(drip(59_000, 1)).toBe(true)
  expect(subject.leftMs()).toBe(60_000)
})

test('a client that listens to an answer is silent as long as in a tunnel, however little it sends', () => {
  const { clock, subject, drip } = patience()
  clock.now += 19_000
  clock.isAnswered = true
  expect(subject.leftMs()).toBe(1_800_000 - 19_000)
  for (let message = 0; message < 100; message += 1) expect(drip(1_700_000, 5)).toBe(true)
  clock.now += 1_800_000
  expect(subject.leftMs()).toBe(0)
  expect(subject.fault()).toBeInstanceOf(ClientGone)
})

test('a call in which both sides talk needs no answer before the client may be silent', () => {
  const { subject, drip } = patience()
  subject.converse()
  for (let message = 0; message < 100; message += 1) expect(drip(1_700_000, 5)).toBe(true)
  expect(subject.leftMs()).toBe(1_800_000)
})

test('where both sides talk plain silence is never taken for slowness', () => {
  const { clock, subject } = patience({ tunnelIdleTimeoutMs: 30_000 })
  subject.converse()
  clock.now += 30_000
  expect(subject.leftMs()).toBe(0)
  expect(subject.fault()).toBeInstanceOf(ClientGone)
})
