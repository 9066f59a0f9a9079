/** Who may say what, how much a second, which readings are new, and how periods are named. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundsOf, periodOf, telemetryClasses } from '../../../gateway/core/telemetry/period.ts'
import { mostStreams, StreamProgress } from '../../../gateway/core/telemetry/stream-progress.ts'
import { TokenBucket } from '../../../gateway/core/telemetry/token-bucket.ts'
import { isClientId, judgePublish, maySubscribe, ownTopics } from '../../../gateway/core/telemetry/topic.ts'

test('a device speaks on its four topics and on no other, whatever the topic is', () => {
  const own = new Set(['status', 'telemetry', 'event', 'posture'].map((kind) => `gatehouse/v1/cam/${kind}`))
  const device = { name: 'cam', topics: ownTopics('cam') }
  const near = fc
    .array(
      fc.constantFrom(
        'gatehouse',
        'v1',
        'cam',
        'cam-2',
        'telemetry',
        'status',
        '+',
        '#',
        '',
        '\0',
        '..',
        'stored',
      ),
      { maxLength: 6 },
    )
    .map((levels) => levels.join('/'))
  fc.assert(
    fc.property(fc.oneof(near, fc.string()), (topic) => {
      expect(judgePublish(device, { topic, retain: false }).allowed).toBe(own.has(topic))
      expect(maySubscribe('cam', topic)).toBe(topic === 'gatehouse/v1/cam/stored')
    }),
  )
  expect(judgePublish(device, { topic: 'gatehouse/v1/cam/status', retain: true }).allowed).toBe(true)
  expect(judgePublish(device, { topic: 'gatehouse/v1/cam/telemetry', retain: true })).toEqual({
    allowed: false,
    reason: 'retained',
  })
  expect(judgePublish(device, { topic: 'gatehouse/v1/cam-2/status', retain: false })).toEqual({
    allowed: false,
    reason: 'foreign-topic',
  })
})

test('a client id is the device’s name, or begins with it and a mark', () => {
  for (const id of ['cam', 'cam-1', 'cam:agent', 'cam-a.b_c']) expect(isClientId('cam', id)).toBe(true)
  for (const id of [
    '',
    'camera',
    'ca',
    'Cam',
    'cam-',
    'cam/x',
    'cam-#',
    'cam-\0',
    'cam-é',
    `cam-${'x'.repeat(65)}`,
    'x-cam',
  ])
    expect(isClientId('cam', id)).toBe(false)
})

test('over any time no more is let through than the burst and the rate', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 200 }), (steps) => {
      const bucket = new TokenBucket({ perSecond: 10, burst: 5, now: 0 })
      let now = 0
      let taken = 0
      for (const step of steps) {
        now += step
        const wait = bucket.waitMs(now)
        const isTaken = bucket.take(now)
        expect(isTaken).toBe(wait === 0)
        if (isTaken) taken++
        expect(taken).toBeLessThanOrEqual(5 + (now * 10) / 1000 + 1e-6)
      }
    }),
  )
})

test('a bucket whose clock stands still or goes back gives nothing more', () => {
  const bucket = new TokenBucket({ perSecond: 1000, burst: 2, now: 100 })
  expect([bucket.take(100), bucket.take(50), bucket.take(0)]).toEqual([true, true, false])
})

test('however readings are sent again, each is taken once and none is skipped in silence', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 100 }), (sent) => {
      const progress = new StreamProgress()
      const taken: number[] = []
      let missing = 0
      for (const seq of sent) {
        const verdict = progress.judge('a', seq)
        if (verdict.verdict !== 'new') continue
        missing += verdict.missing
        progress.accept('a', seq, 0)
        taken.push(seq)
      }
      expect(new Set(taken).size).toBe(taken.length)
      expect(taken.length === 0 ? 0 : (taken.at(-1) as number) - (taken[0] as number) + 1).toBe(
        taken.length === 0 ? 0 : taken.length + missing,
      )
    }),
  )
})

test('after a reading that found no room nothing behind it is taken until it comes again', () => {
  const progress = new StreamProgress()
  progress.accept('a', 1, 0)
  progress.stall('a', 0)
  expect(progress.judge('a', 3)).toEqual({ verdict: 'wait' })
  expect([progress.takeWanted(), progress.takeWanted()]).toEqual([true, false])
  expect(progress.judge('a', 2)).toEqual({ verdict: 'new', missing: 0 })
  progress.accept('a', 2, 0)
  expect(progress.judge('a', 3)).toEqual({ verdict: 'new', missing: 0 })
})

test('a device that begins spool after spool is remembered by the newest', () => {
  const progress = new StreamProgress()
  const forgotten = Array.from({ length: 10 }, (_, index) => progress.accept(`s${index}`, 1, index)).flat()
  expect(forgotten).toEqual(Array.from({ length: 10 - mostStreams }, (_, index) => `s${index}`))
  expect(progress.unstored()).toHaveLength(mostStreams)
})

test('every moment lies within the period that is named after it', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: Date.UTC(2096, 0) }),
      fc.constantFrom(...telemetryClasses),
      (at, kind) => {
        const bounds = boundsOf(periodOf(kind, at))
        expect(bounds !== null && bounds.from <= at && at < bounds.until).toBe(true)
      },
    ),
  )
  for (const none of ['', '2026-13', '2026-02-30', '26', '2026-1', 'x']) expect(boundsOf(none)).toBeNull()
})
