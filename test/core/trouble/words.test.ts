/** Whatever happened is said in plain words: what was done, how often, by which rule, and whose fault it most likely is. */
import { expect, test } from 'vitest'
import type { RecordedExchange } from '../../../gateway/core/journal.ts'
import { entityTypeNames } from '../../../gateway/core/pii/entity.ts'
import { verdictReasons } from '../../../gateway/core/policy/reasons.ts'
import { neverAllowed } from '../../../gateway/core/policy/reviews-model.ts'
import { seenIn } from '../../../gateway/core/trouble/happened.ts'
import { tunnelObstacle } from '../../../gateway/core/trouble/obstacle.ts'
import { troubleWords } from '../../../gateway/core/trouble/words.ts'
import { exchange, finding } from '../../store/records.ts'

function happened(change: Partial<RecordedExchange>) {
  const seen = seenIn({ ...exchange({ destination: 'shop.example' }), ...change })
  if (seen === null) throw new Error('nothing was seen')
  return seen
}

const told = (change: Partial<RecordedExchange>) => troubleWords(happened(change), 'Kim')
const policy = { never: neverAllowed(undefined), isAlwaysRead: (host: string) => host === 'ai.example' }
const obstacle = (change: Partial<RecordedExchange>, lately: Partial<RecordedExchange>[] = [change]) =>
  tunnelObstacle(happened(change), lately.map(happened), policy)

test('what was left alone is said to be, with the fault elsewhere', () => {
  expect(told({})).toMatchObject({
    title: 'We did not touch it',
    changes: [],
    next: expect.stringContaining('fault is elsewhere'),
  })
  expect(told({ status: 500 })).toMatchObject({
    happened: expect.stringContaining('shop.example answered with the error 500'),
    next: 'It got exactly what was sent, so the fault is there.',
  })
  expect(told({ action: 'tunnel', reason: 'connection-rule' }).title).toContain('passed unread')
})

test('what was masked or tokenised is counted by kind, and what was only watched is not called changed', () => {
  const findings = [
    finding({ type: 'EMAIL', operator: 'tokenize' }),
    finding({ type: 'EMAIL', operator: 'tokenize' }),
    finding({ type: 'CREDIT_CARD', operator: 'mask' }),
    finding({ type: 'PERSON', operator: 'keep' }),
  ]
  const record = {
    ...{ action: 'transform', reason: 'rule', findings, notes: ['tracking-removed:2'] },
    findingCounts: { EMAIL: 2, CREDIT_CARD: 1, PERSON: 1 },
  } satisfies Partial<RecordedExchange>
  const words = told(record)
  expect(words.title).toBe('We changed it on its way')
  expect(words.changes).toEqual([
    '2 × e-mail address: replaced by a token',
    '1 × payment card number: masked',
    '2 tracking parameters taken out of the address',
  ])
  expect(told({ notes: ['metadata-stripped', 'unrestored'] }).changes).toHaveLength(2)
  // Many that all were kept.
  expect(told({ reason: 'all-kept', findingCounts: { EMAIL: 900 } })).toMatchObject({ changes: [] })
  const watched = {
    ...record,
    notes: [],
    observed: true,
    action: 'pass',
    reason: 'observe-only',
  } satisfies Partial<RecordedExchange>
  expect(told(watched)).toMatchObject({ title: 'We did not touch it', changes: [] })
})

test('a refusal, a refused certificate, a bad certificate and a dead destination are told apart', () => {
  const findings = [finding({ type: 'CREDIT_CARD', operator: 'refuse' })]
  const refused = told({
    ...{ action: 'refuse', reason: 'entity-refused', ruleId: 'cards', findings },
    findingCounts: { CREDIT_CARD: 1 },
  })
  expect(refused).toMatchObject({
    title: 'We stopped it',
    changes: ['1 × payment card number: a reason to stop it'],
  })
  expect(told({ action: 'fail', reason: 'client-tls-failed', notes: ['alert:unknown_ca'] })).toMatchObject({
    title: 'The program refused our certificate',
    happened: expect.stringContaining('unknown_ca'),
  })
  expect(told({ action: 'fail', reason: 'certificate-expired' }).title).toContain('certificate has run out')
  expect(told({ action: 'fail', reason: 'upstream-unreachable' }).title).toContain('does not answer')
})

test('every verdict has words, with the destination and whom to ask in their places', () => {
  for (const reason of verdictReasons)
    for (const action of ['pass', 'refuse', 'refused-midstream', 'fail', 'tunnel'] as const) {
      const { title, happened: said, next } = told({ action, reason })
      expect(`${title} ${said} ${next}`, reason).not.toMatch(/[{}]|undefined/)
      expect(said.length, reason).toBeGreaterThan(10)
    }
})

test('a tunnel is offered where the gateway may be what breaks it, and nowhere else', () => {
  for (const change of [
    {},
    { action: 'transform', reason: 'rule' },
    { action: 'refuse', reason: 'signed-content' },
    { action: 'fail', reason: 'client-tls-failed', method: 'CONNECT', scheme: 'http' },
    { action: 'fail', reason: 'certificate-incomplete-chain' },
  ] as const)
    expect(obstacle(change), JSON.stringify(change)).toBe(null)
  expect(obstacle({ action: 'tunnel', reason: 'connection-rule' })).toBe('unread')
  expect(obstacle({ scheme: 'http' })).toBe('in-the-clear')
  expect(obstacle({ destination: '{…}.example' })).toBe('name-hidden')
  expect(obstacle({ destination: 'ai.example' })).toBe('always-read')
  for (const [action, reason] of [
    ['refuse', 'connection-rule'],
    ['refuse', 'tracker-list'],
    ['refuse', 'client-quarantined'],
    ['refuse', 'address-not-allowed'],
    ['fail', 'certificate-wrong-host'],
    ['fail', 'certificate-expired'],
    ['fail', 'certificate-revoked'],
    ['fail', 'name-not-found'],
    ['fail', 'upstream-unreachable'],
  ] as const)
    expect(obstacle({ action, reason }), reason).toBe('no-help')
})

test('where secrets or special categories were masked or stopped, no tunnel is offered, and where they were kept it is', () => {
  for (const type of entityTypeNames) {
    const record = (operator: 'mask' | 'refuse' | 'keep') =>
      ({
        ...{ action: 'transform', reason: 'rule', findings: [finding({ type, operator })] },
        findingCounts: { [type]: 1 },
      }) satisfies Partial<RecordedExchange>
    const expected = policy.never.has(type) ? 'never' : null
    expect(obstacle(record('mask')), type).toBe(expected)
    // Another exchange with the same host tells as much.
    expect(obstacle({}, [{}, record('refuse')]), type).toBe(expected)
    expect(obstacle(record('keep')), type).toBe(null)
  }
})
