/** Promises about card data from clients that never sent any: said at once with what became of it, and not said twice. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createFirstCardDataDetector } from '../../../gateway/core/detection/first-card-data.ts'
import type { ExchangeRecord, JournalFinding } from '../../../gateway/core/journal.ts'
import type { Operator } from '../../../gateway/core/pii/entity.ts'
import { exchange, finding } from '../../store/records.ts'
import { day, hour, minute, type Scene, sceneOf } from './scene.ts'

const laptop = '192.168.1.20'

function cards(
  count: number,
  operator: Operator = 'keep',
  change: Partial<JournalFinding> = {},
): JournalFinding[] {
  return Array.from({ length: count }, (_, index) =>
    finding({ type: 'CREDIT_CARD', class: 'financial', operator, blindIndex: `card-${index}`, ...change }),
  )
}

function sends(scene: Scene, findings: JournalFinding[], change: Partial<ExchangeRecord> = {}): void {
  const findingCounts = findings.length === 0 ? {} : { CREDIT_CARD: findings.length }
  scene.publish(
    'exchange.recorded',
    exchange({
      client: laptop,
      destination: 'shop.example',
      at: scene.now,
      findings,
      findingCounts,
      ...change,
    }),
  )
}

/** An office that has been watched for a month, and a laptop that never sent card data in 4,120 requests. */
function quietMonth(detector = createFirstCardDataDetector()): Scene {
  const scene = sceneOf(detector)
  sends(scene, [], { client: '192.168.1.9' })
  scene.pass(7 * day, hour)
  for (let count = 0; count < 4120; count++) {
    if (count % 180 === 0) scene.pass(day, day)
    sends(scene, [])
  }
  return scene
}

test('the first card data of a client that never sent any is said at once, with how long it sent none', () => {
  const scene = quietMonth()
  expect(scene.said).toEqual([])
  sends(scene, cards(3))
  expect(scene.said.map(({ sentence }) => sentence)).toEqual([
    '192.168.1.20 sent card data for the first time: 3 card numbers to shop.example, in 1 request. In 22 days and 4,120 requests before it sent none.',
  ])
  expect(scene.said[0]).toMatchObject({
    kind: 'alarm',
    severity: 'act-now',
    subject: { kind: 'client', name: laptop },
    technique: 'T1567',
    evidence: { cardsLeft: 3, cardsChanged: 0, cardsStopped: 0, requests: 1, exchangesBefore: 4120 },
  })
  expect(scene.said[0]?.records).toHaveLength(1)
})

test('masked, refused and mixed card data are other sentences, and less urgent where nothing left as it was', () => {
  const cases: [JournalFinding[], Partial<ExchangeRecord>][] = [
    [cards(2, 'mask'), { action: 'transform', reason: 'rule' }],
    [cards(1, 'refuse'), { action: 'refuse', reason: 'entity-refused', forwardedBytes: 0 }],
    [[...cards(1, 'keep'), ...cards(2, 'mask')], { action: 'transform', reason: 'rule' }],
    [cards(2, 'mask'), { action: 'fail', reason: 'upstream-unreachable', forwardedBytes: 0 }],
  ]
  const said = cases.map(([findings, change]) => {
    const scene = quietMonth()
    sends(scene, findings, change)
    return [scene.said[0]?.severity, scene.said[0]?.sentence.replace(/ In 22 days.*/, '')]
  })
  expect(said).toEqual([
    [
      'act-by',
      '192.168.1.20 sent card data for the first time: 2 card numbers to shop.example, in 1 request; masked before they left.',
    ],
    [
      'act-by',
      '192.168.1.20 tried to send card data for the first time: 1 card number to shop.example, in 1 request; none of it left.',
    ],
    [
      'act-now',
      '192.168.1.20 sent card data for the first time: 3 card numbers to shop.example, in 1 request; 1 left unchanged, 2 left masked.',
    ],
    [
      'act-by',
      '192.168.1.20 tried to send card data for the first time: 2 card numbers to shop.example, in 1 request; none of it left.',
    ],
  ])
})

test('in mode observe everything left as it came, whatever the operator would have been', () => {
  const scene = quietMonth()
  sends(scene, cards(1, 'refuse'), { action: 'pass', reason: 'observe-only', observed: true })
  expect(scene.said[0]?.evidence).toMatchObject({ cardsLeft: 1, cardsStopped: 0 })
})

test('after the first signal a client is spoken of once a day at most, with the sum', () => {
  const scene = quietMonth()
  sends(scene, cards(1))
  for (let count = 0; count < 500; count++) {
    scene.pass(5 * minute, minute)
    sends(scene, cards(2), { destination: count % 2 === 0 ? 'shop.example' : 'drop.example' })
  }
  scene.pass(day, minute)
  const times = scene.said.map(({ at }) => at)
  expect(times.length).toBeGreaterThanOrEqual(2)
  for (const [index, at] of times.entries())
    if (index > 0) expect(at - (times[index - 1] ?? 0)).toBeGreaterThanOrEqual(day)
  expect(scene.said[1]?.sentence).toBe(
    '192.168.1.20 sent card data again since the last signal: 574 card numbers to shop.example and 1 other place, in 287 requests.',
  )
  // Nothing is lost between the signals: all is counted in one of them.
  expect(scene.said.reduce((sum, { evidence }) => sum + Number(evidence.cardsLeft), 0)).toBe(1001)
})

test('what is worse than what was said before is said at once', () => {
  const scene = quietMonth()
  sends(scene, cards(1, 'refuse'), { action: 'refuse', reason: 'entity-refused' })
  sends(scene, cards(1, 'mask'), { action: 'transform', reason: 'rule' })
  sends(scene, cards(1))
  sends(scene, cards(1))
  expect(scene.said.map(({ severity }) => severity)).toEqual(['act-by', 'act-by', 'act-now'])
  expect(scene.said[2]?.sentence).toContain('and this time it left as it was')
})

test("in the gateway's own first week everything is learnt, and a till that sends cards all the time is never spoken of", () => {
  const scene = sceneOf(createFirstCardDataDetector())
  for (let count = 0; count < 60 * 24; count++) {
    scene.pass(hour, hour)
    sends(scene, cards(1), { client: '192.168.1.5', destination: 'payments.example' })
  }
  expect(scene.said).toEqual([])
})

test('a new client is learnt silently where others send cards too, and spoken of where nobody ever did', () => {
  const scene = sceneOf(createFirstCardDataDetector())
  sends(scene, cards(1), { client: '192.168.1.5', destination: 'payments.example' })
  scene.pass(10 * day, hour)
  sends(scene, cards(1), { client: '192.168.1.6', destination: 'payments.example' })
  expect(scene.said).toEqual([])
  sends(scene, cards(40), { client: '192.168.1.7', destination: 'drop.example' })
  expect(scene.said.map(({ sentence }) => sentence)).toEqual([
    '192.168.1.7 sent card data for the first time: 40 card numbers to drop.example, in 1 request. It was never seen before.',
  ])
})

test('numbers that are unlikely to be cards, and the office’s own, are none', () => {
  const scene = quietMonth()
  sends(scene, cards(5, 'keep', { score: 0.4 }))
  sends(scene, cards(5, 'keep', { reasons: ['luhn', 'own-identity'] }))
  expect(scene.said).toEqual([])
})

test('the same card twice in one request is one card, and what is beyond the list is counted', () => {
  const scene = quietMonth()
  sends(scene, cards(4, 'keep', { blindIndex: 'the-same' }))
  expect(scene.said[0]?.evidence.cardsLeft).toBe(1)
  const large = quietMonth()
  sends(large, cards(200), { findingCounts: { CREDIT_CARD: 5000 } })
  expect(large.said[0]?.evidence.cardsLeft).toBe(5000)
})

test('an incident closed as no breach teaches the detector; one that was a breach is watched anew', () => {
  const close = (scene: Scene, outcome: 'no-breach' | 'notified') =>
    scene.publish('incident.changed', {
      id: 'x',
      state: 'closed',
      at: scene.now,
      detector: 'first-card-data',
      subject: { kind: 'client', name: laptop },
      severity: 'act-now',
      signalAt: 0,
      openedAt: scene.now,
      outcome,
    })
  const fine = quietMonth()
  sends(fine, cards(1))
  close(fine, 'no-breach')
  sends(fine, cards(9))
  fine.pass(3 * day, hour)
  expect(fine.said).toHaveLength(1)
  const breach = quietMonth()
  sends(breach, cards(1))
  close(breach, 'notified')
  sends(breach, cards(9))
  expect(breach.said).toHaveLength(2)
})

test('a restart forgets nothing: who was learnt stays learnt, and what was said is not said again', () => {
  const detector = createFirstCardDataDetector()
  const scene = quietMonth(detector)
  const revive = () => {
    const again = createFirstCardDataDetector()
    expect(again.remember(JSON.parse(JSON.stringify(detector.memory())), scene.now)).toBe(true)
    return sceneOf(again, scene.now)
  }
  const before = revive()
  sends(before, cards(1))
  expect(before.said[0]?.sentence).toContain('In 22 days and 4,120 requests before it sent none.')
  sends(scene, cards(1))
  const after = revive()
  sends(after, cards(1))
  after.pass(hour, minute)
  expect(after.said).toEqual([])
  after.pass(day, minute)
  expect(after.said).toHaveLength(1)
})

test('memory that is broken in any way is refused', () => {
  const detector = createFirstCardDataDetector()
  for (const broken of [
    null,
    7,
    'x',
    [],
    {},
    { v: 1 },
    { v: 1, beganAt: 0, clients: [{}], many: {}, places: [] },
  ])
    expect(detector.remember(broken, 0)).toBe(false)
})

test('a flood of addresses pushes no noisy client out, and nobody in the flood goes unnoticed', () => {
  const detector = createFirstCardDataDetector({ maxClients: 1000 })
  const scene = quietMonth(detector)
  sends(scene, cards(1))
  for (let count = 0; count < 20_000; count++)
    sends(scene, [], { client: `10.0.${count >> 8}.${count & 255}` })
  expect(detector.load().subjects).toBe(1000)
  expect(detector.load().refused).toBeGreaterThan(18_000)
  // It is still the client of which a signal spoke: nothing at once, the sum after a day.
  sends(scene, cards(1))
  expect(scene.said).toHaveLength(1)
  // An address beyond the bound is judged at once, and all of them together no more than once a day.
  for (let count = 0; count < 100; count++) sends(scene, cards(1), { client: `10.9.0.${count}` })
  expect(scene.said).toHaveLength(2)
  expect(scene.said[1]).toMatchObject({ subject: { kind: 'client', name: 'unlisted clients' } })
  expect(scene.said[1]?.sentence).toBe(
    '10.9.0.0, one of more clients than can be watched, sent card data for the first time: 1 card number to shop.example, in 1 request.',
  )
})

test('whatever is recorded, a client is spoken of three times a day at most and no card goes uncounted', () => {
  const operator = fc.constantFrom<Operator>('keep', 'mask', 'redact', 'refuse')
  const step = fc.record({
    client: fc.integer({ min: 1, max: 3 }),
    count: fc.integer({ min: 0, max: 3 }),
    operator,
    action: fc.constantFrom('pass' as const, 'transform' as const, 'refuse' as const, 'fail' as const),
    wait: fc.integer({ min: 0, max: 12 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const scene = quietMonth()
      let sent = 0
      for (const each of steps) {
        scene.pass(each.wait * hour, hour)
        sends(scene, cards(each.count, each.operator), { action: each.action })
        sent += each.count
      }
      scene.pass(2 * day, hour)
      const counted = scene.said.reduce(
        (sum, { evidence: { cardsLeft, cardsChanged, cardsStopped } }) =>
          sum + Number(cardsLeft) + Number(cardsChanged) + Number(cardsStopped),
        0,
      )
      expect(counted).toBe(sent)
      for (const { at } of scene.said)
        expect(
          scene.said.filter((other) => other.at > at - day && other.at <= at).length,
        ).toBeLessThanOrEqual(3)
    }),
    { numRuns: 25 },
  )
})
