/** An answer opens what it was given for, masks where it says so, and lets out nothing that the policy never lets out. */
import { expect, test } from 'vitest'
import type { EntityType } from '../../../gateway/core/pii/entity.ts'
import { createJudge } from '../../../gateway/core/policy/judge.ts'
import { type Permit, permitsFor, permittedRule } from '../../../gateway/core/review/permit.ts'
import { possibleAnswers, stoppedExchange } from '../../../gateway/core/review/review.ts'
import { exchange, finding } from '../../store/records.ts'
import { compiled, found, noIndex } from '../policy/support.ts'

const permit: Permit = {
  ...{
    review: 'r',
    answer: '15m',
    client: '192.168.1.7',
    destination: 'shop.example',
    port: 443,
    rule: 'shop',
  },
  ...{ reason: 'entity-refused', isList: false, types: ['CREDIT_CARD'], request: null, until: 1000 },
}
const facts = {
  ...{ client: '192.168.1.7', destination: 'shop.example', port: 443, rule: 'shop', method: 'POST' },
  path: () => '/order',
}
const policy = compiled({
  exchanges: [
    {
      id: 'shop',
      entities: { CREDIT_CARD: 'refuse', IBAN: 'refuse', PRIVATE_KEY: 'refuse', '*': 'keep' },
      maxPersons: 2,
    },
  ],
})
const [rule] = policy.exchanges.map((each) => each.rule)
if (rule === undefined) throw new Error('no rule')
const operators = (changes: Partial<Permit>, types: EntityType[]) => {
  const opened = permittedRule(rule, { ...permit, ...changes }, policy.neverAllowed)
  return types.map((type) => opened.operatorFor(type))
}

test('a permit counts for its client, destination, port and rule alone, and until its time is over', () => {
  expect(permitsFor([permit], facts, 999)).toEqual([permit])
  expect(permitsFor([permit], facts, 1000)).toEqual([])
  for (const other of [
    { client: 'user:anna' },
    { destination: 'www.shop.example' },
    { port: 8443 },
    { rule: 'others' },
  ])
    expect(permitsFor([permit], { ...facts, ...other }, 0)).toEqual([])
})

test('a single passage is for a request of the same method and path, and one at a time', () => {
  const once: Permit = { ...permit, answer: 'once', request: { method: 'POST', path: '/order' } }
  expect(permitsFor([once, { ...once, review: 's' }, permit], facts, 0)).toEqual([permit, once])
  expect(permitsFor([once], { ...facts, method: 'PUT' }, 0)).toEqual([])
  expect(permitsFor([once], { ...facts, path: () => '/other' }, 0)).toEqual([])
})

test('only the kinds of data that were the reason are opened, and never what the policy keeps in', () => {
  expect(operators({}, ['CREDIT_CARD', 'IBAN', 'EMAIL'])).toEqual(['keep', 'refuse', 'keep'])
  expect(operators({ types: ['CREDIT_CARD', 'PRIVATE_KEY'] }, ['CREDIT_CARD', 'PRIVATE_KEY'])).toEqual([
    'keep',
    'refuse',
  ])
})

test('a signed or unreadable body that may pass takes no secret along that the rule would mask', () => {
  const masking = compiled({ exchanges: [{ id: 'shop', entities: { '*': 'mask' } }] })
  const [first] = masking.exchanges
  if (first === undefined) throw new Error('no rule')
  for (const [reason, opened] of [
    ['signed-content', { onSigned: 'pass' }],
    ['undecodable', { onFailure: 'pass' }],
  ] as const) {
    const after = permittedRule(first.rule, { ...permit, reason, types: [] }, masking.neverAllowed)
    expect(after).toMatchObject(opened)
    expect((['PRIVATE_KEY', 'HEALTH', 'EMAIL'] as const).map((type) => after.operatorFor(type))).toEqual([
      ...['refuse', 'refuse', 'mask'],
    ])
  }
})

test('what is sent cleaned is masked, and refused where a mask cannot stand', () => {
  expect(
    operators({ answer: 'cleaned', types: ['CREDIT_CARD', 'PRIVATE_KEY'] }, [
      'CREDIT_CARD',
      'PRIVATE_KEY',
      'IBAN',
    ]),
  ).toEqual(['mask', 'mask', 'refuse'])
  const cleaned = permittedRule(rule, { ...permit, answer: 'cleaned' }, policy.neverAllowed)
  const judged = (fixed: boolean) => {
    const judge = createJudge({
      policy,
      rule: cleaned,
      destinationGroup: 'shop',
      blindIndex: noIndex,
      persons: null,
    })
    const card = found('CREDIT_CARD', '4111111111111111')
    return [judge.entity(fixed ? { ...card, fixed } : card), judge.judgement().action]
  }
  expect(judged(false)).toEqual(['mask', 'transform'])
  expect(judged(true)).toEqual(['refuse', 'refuse'])
  expect(cleaned).toMatchObject({ onSigned: 'refuse', onFailure: 'refuse' })
})

const asOnce = { answer: 'once', request: { method: 'POST', path: '/order' } } as const
const signed: Permit = { ...permit, review: 's', reason: 'signed-content', types: [] }
const unread: Permit = { ...permit, review: 'u', reason: 'undecodable', types: [] }
const cleaning: Permit = { ...permit, review: 'c', answer: 'cleaned' }

test.each<[string, Permit[]]>([
  ['a signed body for fifteen minutes', [signed]],
  ['a signed body once', [{ ...signed, ...asOnce }]],
  ['an unreadable body for fifteen minutes', [unread]],
  ['an unreadable body once', [{ ...unread, ...asOnce }]],
  ['a signed body, then the same data as they are', [signed, permit]],
  ['a signed body, then the same data once', [signed, { ...permit, ...asOnce }]],
])('what one answer says is masked leaves by no other as it is: %s', (_what, others) => {
  for (const permits of [
    [cleaning, ...others],
    [...others, cleaning],
  ]) {
    const opened = permitsFor(permits, facts, 0).reduce(
      (before, each) => permittedRule(before, each, policy.neverAllowed),
      rule,
    )
    expect(opened.operatorFor('CREDIT_CARD')).toBe('refuse')
    expect([opened.onSigned, opened.onFailure]).toContain('pass')
  }
})

test('data that one answer lets out and another cleans are masked, whichever was given first', () => {
  for (const permits of [
    [cleaning, permit],
    [permit, cleaning],
  ]) {
    const opened = permitsFor(permits, facts, 0).reduce(
      (before, each) => permittedRule(before, each, policy.neverAllowed),
      rule,
    )
    expect(opened.operatorFor('CREDIT_CARD')).toBe('mask')
  }
})

test('a list of people is let through, or masked, as a whole', () => {
  const list = { reason: 'too-many-persons', isList: true, types: ['EMAIL'] } as const
  const opened = permittedRule(rule, { ...permit, ...list, types: ['EMAIL'] }, policy.neverAllowed)
  expect([opened.maxPersons, opened.operatorFor('EMAIL')]).toEqual([null, 'keep'])
  const cleaned = permittedRule(
    rule,
    { ...permit, ...list, types: ['EMAIL'], answer: 'cleaned' },
    policy.neverAllowed,
  )
  expect(['EMAIL', 'PHONE'].map((type) => cleaned.operatorFor(type as EntityType))).toEqual(['mask', 'mask'])
})

test('secrets and special categories may be cleaned and nothing else, unless the policy says otherwise', () => {
  const stopped = (type: EntityType) => ({
    kind: 'request' as const,
    reason: 'entity-refused' as const,
    found: [{ type, count: 1, refused: true }],
  })
  for (const type of ['PRIVATE_KEY', 'HEALTH'] as const)
    expect(possibleAnswers(stopped(type), policy.neverAllowed)).toEqual(['cleaned', 'no'])
  expect(possibleAnswers(stopped('CREDIT_CARD'), policy.neverAllowed)).toEqual([
    'once',
    '15m',
    'always',
    'cleaned',
    'no',
  ])
  const lenient = compiled({ reviews: { never: [] } })
  expect(possibleAnswers(stopped('HEALTH'), lenient.neverAllowed)).toContain('15m')
  const strict = compiled({ reviews: { never: ['CREDIT_CARD'] } })
  expect(possibleAnswers(stopped('CREDIT_CARD'), strict.neverAllowed)).toEqual(['cleaned', 'no'])
})

test('what cannot be read cannot be cleaned', () => {
  expect(
    possibleAnswers({ kind: 'request', reason: 'opaque-content', found: [] }, policy.neverAllowed),
  ).not.toContain('cleaned')
})

test('no review is taken of what no rule for requests has stopped, or whose name the journal had to hide', () => {
  const stopped = exchange({
    ...{ action: 'refuse', reason: 'entity-refused', ruleId: 'shop' },
    findings: [finding({ type: 'CREDIT_CARD', operator: 'refuse' }), finding({ operator: 'keep' })],
    findingCounts: { CREDIT_CARD: 1, EMAIL: 4 },
  })
  expect(stoppedExchange(stopped)?.found).toEqual([
    { type: 'EMAIL', count: 4, refused: false },
    { type: 'CREDIT_CARD', count: 1, refused: true },
  ])
  for (const change of [
    { action: 'refused-midstream' },
    { action: 'pass' },
    { reason: 'connection-rule' },
    { reason: 'login-needed' },
    { observed: true },
    { destination: '{…}.example.com' },
    { ruleId: null },
    { method: null },
  ] as const)
    expect(stoppedExchange({ ...stopped, ...change })).toBe(null)
})
