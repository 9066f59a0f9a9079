/** The judge does what the rule says, counts persons, leaves the office's own values alone, and keeps no value. */
import { describe, expect, test } from 'vitest'
import { maxJournalFindings } from '../../../gateway/core/journal.ts'
import { decideExchange } from '../../../gateway/core/policy/decide.ts'
import { createJudge } from '../../../gateway/core/policy/judge.ts'
import type { OwnIdentity } from '../../../gateway/core/policy/own-identity.ts'
import { createPersonHours, type PersonHours } from '../../../gateway/core/policy/persons.ts'
import { compiled, facts, found, noIdentity, noIndex, plainIndex } from './support.ts'

const card = '4111 1111 1111 1111'

function judgeOf(
  rule: object,
  options: {
    mode?: 'enforce' | 'observe'
    own?: Partial<OwnIdentity>
    hours?: PersonHours
    at?: number
    index?: typeof noIndex
  } = {},
) {
  const policy = compiled(
    { mode: options.mode ?? 'enforce', exchanges: [{ id: 'the-rule', entities: { '*': 'keep' }, ...rule }] },
    { ownIdentity: { ...noIdentity, ...options.own } },
  )
  const persons =
    options.hours?.counterFor({
      client: '10.0.0.1',
      destination: 'shop.test',
      ruleId: 'the-rule',
      at: options.at ?? 0,
    }) ?? null
  return createJudge({
    policy,
    rule: decideExchange(policy, facts()),
    destinationGroup: 'shop.test',
    blindIndex: options.index ?? noIndex,
    persons,
  })
}

const hours = () => createPersonHours({ salt: Buffer.from('salt') })
const mail = (number: number) => found('EMAIL', `person${number}@example.com`)

test('what was kept because a change would break it is known, however many values came before it', () => {
  const judge = judgeOf({ entities: { CREDIT_CARD: 'mask', '*': 'keep' } })
  for (let i = 0; i < 2 * maxJournalFindings; i += 1) judge.entity({ ...mail(i), fixed: true })
  expect(judge.isUnwritten).toBe(false)
  judge.entity({ ...found('CREDIT_CARD', card), fixed: true })
  expect(judge.isUnwritten).toBe(true)
})

describe('what an exchange comes to', () => {
  test('nothing found: it passes', () => {
    expect(judgeOf({}).judgement()).toEqual({
      action: 'pass',
      reason: 'nothing-found',
      observed: false,
      findings: [],
      findingCounts: {},
      looked: 'pr2',
    })
  })

  test('all kept: it passes and is listed', () => {
    const judge = judgeOf({})
    expect(judge.entity(found('EMAIL', 'jane@example.com', { path: 'to[0].mail' }))).toBe('keep')
    expect(judge.judgement()).toEqual({
      action: 'pass',
      reason: 'all-kept',
      observed: false,
      findingCounts: { EMAIL: 1 },
      looked: 'pr2',
      findings: [
        {
          type: 'EMAIL',
          class: 'identifying',
          place: 'body',
          path: 'to[0].mail',
          offset: 10,
          length: 16,
          score: 0.9,
          reasons: ['test'],
          operator: 'keep',
          blindIndex: null,
        },
      ],
    })
  })

  test.each(['mask', 'redact', 'replace'] as const)('%s: it leaves changed', (operator) => {
    const judge = judgeOf({ entities: { EMAIL: operator, '*': 'keep' } })
    expect(judge.entity(found('EMAIL', 'jane@example.com'))).toBe(operator)
    expect(judge.judgement()).toMatchObject({ action: 'transform', reason: 'rule' })
  })

  test('refuse: it does not leave, and what is found behind is still explained', () => {
    const judge = judgeOf({ entities: { CREDIT_CARD: 'refuse', EMAIL: 'mask', '*': 'keep' } })
    expect(judge.entity(found('CREDIT_CARD', card))).toBe('refuse')
    expect(judge.entity(found('EMAIL', 'jane@example.com'))).toBe('mask')
    const judgement = judge.judgement()
    expect(judgement).toMatchObject({
      action: 'refuse',
      reason: 'entity-refused',
      findingCounts: { CREDIT_CARD: 1, EMAIL: 1 },
    })
    expect(judgement.findings.map((finding) => finding.operator)).toEqual(['refuse', 'mask'])
  })

  test('a dropped field alone changes the exchange', () => {
    const judge = judgeOf({ fields: { drop: ['date_of_birth'], keep: ['order.id'] } })
    expect(judge.judgesFields).toBe(true)
    expect(judge.field('order.id')).toBe('keep')
    expect(judge.judgement().action).toBe('pass')
    expect(judge.field('customer.date_of_birth')).toBe('drop')
    expect(judge.judgement()).toMatchObject({ action: 'transform', reason: 'rule' })
    expect(judgeOf({}).judgesFields).toBe(false)
  })
})

describe('mode observe', () => {
  test('nothing is touched, and the judgement says what would have happened', () => {
    const judge = judgeOf({ entities: { '*': 'refuse' }, fields: { drop: ['secret'] } }, { mode: 'observe' })
    expect(judge.field('secret')).toBe('scan')
    expect(judge.judgement()).toMatchObject({ action: 'transform', observed: true })
    expect(judge.entity(found('CREDIT_CARD', card))).toBe('keep')
    const judgement = judge.judgement()
    expect(judgement).toMatchObject({ action: 'refuse', reason: 'entity-refused', observed: true })
    expect(judgement.findings[0]?.operator).toBe('refuse')
  })

  test('too many persons pass, and are said to be too many', () => {
    const judge = judgeOf({ maxPersons: 2 }, { mode: 'observe', hours: hours() })
    expect([1, 2, 3].map((number) => judge.entity(mail(number)))).toEqual(['keep', 'keep', 'keep'])
    expect(judge.judgement()).toMatchObject({ action: 'refuse', reason: 'too-many-persons', observed: true })
  })

  test('what would have passed anyway is not called observed', () => {
    expect(judgeOf({}, { mode: 'observe' }).judgement().observed).toBe(false)
  })
})

describe("the office's own identity", () => {
  const own = {
    emails: ['Front.Desk@Office.example'],
    emailDomains: ['office.example'],
    ibans: ['DE89 3704 0044 0532 0130 00'],
    phones: ['+49 (0)30 901820'],
    ipAddresses: ['203.0.113.0/28'],
  }

  test.each([
    ['EMAIL', 'front.desk@office.example'],
    ['EMAIL', 'ANYONE@OFFICE.EXAMPLE'],
    ['IBAN', 'DE89370400440532013000'],
    ['IBAN', 'de89 3704 0044 0532 0130 00'],
    ['PHONE', '+4930901820'],
    ['PHONE', '030 901820'],
    ['PHONE', '0049 30 90 18 20'],
    ['IP_ADDRESS', '203.0.113.7'],
  ] as const)('%s %s is never touched, even where the rule refuses it', (type, value) => {
    const judge = judgeOf({ entities: { '*': 'refuse' }, maxPersons: 1 }, { own })
    expect(judge.entity(found(type, value))).toBe('keep')
    const judgement = judge.judgement()
    expect(judgement).toMatchObject({ action: 'pass', reason: 'all-kept' })
    expect(judgement.findings[0]?.reasons).toEqual(['test', 'own-identity'])
  })

  test.each([
    ['EMAIL', 'jane@office.example.org'],
    ['EMAIL', 'jane@notoffice.example'],
    ['IBAN', 'GB82WEST12345698765432'],
    ['PHONE', '+49 30 901821'],
    ['PHONE', '901820'],
    ['IP_ADDRESS', '203.0.113.77'],
    ['CREDIT_CARD', card],
  ] as const)('%s %s is not ours', (type, value) => {
    expect(judgeOf({ entities: { '*': 'refuse' } }, { own }).entity(found(type, value))).toBe('refuse')
  })

  test('staff do not count as persons', () => {
    const judge = judgeOf({ maxPersons: 1 }, { own, hours: hours() })
    for (let index = 0; index < 10; index += 1) {
      expect(judge.entity(found('EMAIL', `staff${index}@office.example`))).toBe('keep')
    }
    expect(judge.entity(mail(1))).toBe('keep')
    expect(judge.entity(mail(2))).toBe('refuse')
  })
})

describe('counting persons', () => {
  test('as many as the bound may go, one more is refused', () => {
    const judge = judgeOf({ maxPersons: 3 })
    expect([1, 2, 3, 4].map((number) => judge.entity(mail(number)))).toEqual([
      'keep',
      'keep',
      'keep',
      'refuse',
    ])
    expect(judge.judgement()).toMatchObject({ action: 'refuse', reason: 'too-many-persons' })
    expect(judge.judgement().findings.at(-1)?.reasons).toContain('too-many-persons')
  })

  test('the same person written in other ways is one person', () => {
    const judge = judgeOf({ maxPersons: 1 })
    for (const value of ['jane@example.com', 'Jane@Example.com', 'JANE@EXAMPLE.COM']) {
      expect(judge.entity(found('EMAIL', value))).toBe('keep')
    }
  })

  test('a record with an address, a number and a card is one person, not three', () => {
    const judge = judgeOf({ maxPersons: 1 })
    expect(judge.entity(mail(1))).toBe('keep')
    expect(judge.entity(found('PHONE', '+1 212 555 0100'))).toBe('keep')
    expect(judge.entity(found('CREDIT_CARD', card))).toBe('keep')
  })

  test('IP addresses and keys are no persons', () => {
    const judge = judgeOf({ maxPersons: 1 })
    for (let index = 1; index < 50; index += 1)
      expect(judge.entity(found('IP_ADDRESS', `198.51.100.${index}`))).toBe('keep')
  })

  test('a list is stopped even where every value in it would be masked', () => {
    const judge = judgeOf({ entities: { '*': 'mask' }, maxPersons: 2 })
    expect([1, 2, 3].map((number) => judge.entity(mail(number)))).toEqual(['mask', 'mask', 'refuse'])
  })

  test('what was sent in the hour before counts, and no longer after it', () => {
    const shared = hours()
    const send = (number: number, at: number) =>
      judgeOf({ maxPersons: 2 }, { hours: shared, at }).entity(mail(number))
    expect([send(1, 0), send(2, 1000), send(1, 2000), send(3, 3000)]).toEqual([
      'keep',
      'keep',
      'keep',
      'refuse',
    ])
    expect(send(3, 3_601_001)).toBe('keep')
  })

  test('what was refused or masked did not leave, so it does not use up the hour', () => {
    const shared = hours()
    const list = judgeOf(
      { entities: { CREDIT_CARD: 'refuse', '*': 'keep' }, maxPersons: 3 },
      { hours: shared },
    )
    for (const number of [1, 2, 3]) list.entity(mail(number))
    expect(list.entity(found('CREDIT_CARD', card))).toBe('refuse')
    const masked = judgeOf({ entities: { '*': 'mask' }, maxPersons: 3 }, { hours: shared })
    for (const number of [4, 5, 6]) masked.entity(mail(number))
    const next = judgeOf({ maxPersons: 3 }, { hours: shared })
    expect([7, 8, 9].map((number) => next.entity(mail(number)))).toEqual(['keep', 'keep', 'keep'])
  })
})

describe('what stands in a field that a change would break', () => {
  const fixed = (address: string) => ({ ...found('EMAIL', address), fixed: true as const })

  test('it is kept, and the journal says what the rule would have done', () => {
    const judge = judgeOf({ entities: { '*': 'mask' } })
    expect(judge.entity(fixed('a@example.com'))).toBe('keep')
    expect(judge.judgement()).toMatchObject({
      action: 'pass',
      reason: 'all-kept',
      findings: [{ operator: 'keep', reasons: ['test', 'fixed-field:mask'] }],
    })
  })

  test('it is refused where that is the rule, and counts as a person like any other', () => {
    expect(judgeOf({ entities: { '*': 'refuse' } }).entity(fixed('a@example.com'))).toBe('refuse')
    const judge = judgeOf({ entities: { '*': 'mask' }, maxPersons: 2 })
    const answers = ['a', 'b', 'c'].map((name) => judge.entity(fixed(`${name}@example.com`)))
    expect(answers).toEqual(['keep', 'keep', 'refuse'])
  })
})

describe('what is not sure enough', () => {
  const unsure = (type: 'CREDIT_CARD' | 'EMAIL', value: string, score: number) => {
    const located = found(type, value)
    return { ...located, finding: { ...located.finding, score } }
  }

  test('it is recorded and kept, and what is as sure as the bound is not', () => {
    const judge = judgeOf({ entities: { '*': 'refuse' }, minScore: 0.6 })
    expect(judge.entity(unsure('CREDIT_CARD', card, 0.59))).toBe('keep')
    expect(judge.judgement()).toMatchObject({
      action: 'pass',
      reason: 'all-kept',
      findingCounts: { CREDIT_CARD: 1 },
    })
    expect(judge.judgement().findings[0]).toMatchObject({
      operator: 'keep',
      score: 0.59,
      reasons: ['test', 'below-min-score'],
    })
    expect(judge.entity(unsure('CREDIT_CARD', card, 0.6))).toBe('refuse')
  })

  test('it is nobody who would be counted', () => {
    const shared = hours()
    const judge = judgeOf({ minScore: 0.6, maxPersons: 2 }, { hours: shared })
    for (let index = 0; index < 10; index += 1) {
      expect(judge.entity(unsure('EMAIL', `maybe${index}@example.com`, 0.5))).toBe('keep')
    }
    expect(shared.size).toBe(0)
    expect([1, 2, 3].map((number) => judge.entity(mail(number)))).toEqual(['keep', 'keep', 'refuse'])
  })

  test('a rule that says nothing of it acts from 0.4 on, and on everything where it says 0', () => {
    const entities = { '*': 'refuse' } as const
    expect(judgeOf({ entities }).entity(unsure('CREDIT_CARD', card, 0.39))).toBe('keep')
    expect(judgeOf({ entities }).entity(unsure('CREDIT_CARD', card, 0.4))).toBe('refuse')
    expect(judgeOf({ entities, minScore: 0 }).entity(unsure('CREDIT_CARD', card, 0))).toBe('refuse')
  })
})

describe('the journal', () => {
  test('equal values have equal indexes, whatever their writing', () => {
    const judge = judgeOf({}, { index: plainIndex })
    judge.entity(found('EMAIL', 'Jane@Example.com'))
    judge.entity(found('IBAN', 'de89 3704 0044 0532 0130 00'))
    expect(judge.judgement().findings.map((finding) => finding.blindIndex)).toEqual([
      'EMAIL shop.test jane@example.com',
      'IBAN shop.test DE89370400440532013000',
    ])
  })

  test('more findings than the journal keeps are counted, not listed', () => {
    const judge = judgeOf({})
    for (let index = 0; index < maxJournalFindings + 50; index += 1) judge.entity(mail(index))
    const judgement = judge.judgement()
    expect(judgement.findings).toHaveLength(maxJournalFindings)
    expect(judgement.findingCounts).toEqual({ EMAIL: maxJournalFindings + 50 })
  })

  test.each([
    ['customer.cards[0].number', 'customer.cards[0].number'],
    ['addresses[12345].line2', 'addresses[12345].line2'],
    ['sha256', 'sha256'],
    ['soap:Envelope.soap:Body', 'soap:Envelope.soap:Body'],
    ['users.jane.doe@example.com.phone', '{…}'],
    ['cards.4111111111111111', 'cards.{…}'],
    ['cards[4111111111111111]', 'cards[{…}]'],
    ['hosts.192.168.1.7.name', 'hosts.{…}.{…}.{…}.{…}.name'],
    ['hosts.fe80::1.name', 'hosts.{…}.name'],
    ['ssn.078-05-1120', 'ssn.{…}'],
    ['accounts.DE89370400440532013000.owner', 'accounts.{…}.owner'],
    [`a.${'x'.repeat(70)}.b`, 'a.{…}.b'],
    ['', ''],
  ])('the key path %s is kept as %s', (path, kept) => {
    const judge = judgeOf({})
    judge.entity(found('PHONE', '+1 212 555 0100', { path }))
    expect(judge.judgement().findings[0]?.path).toBe(kept)
  })

  test('a value never stands in the judgement, whatever it is', () => {
    const judge = judgeOf({ entities: { CREDIT_CARD: 'refuse', '*': 'mask' }, maxPersons: 1 })
    const values = [
      card,
      'jane@example.com',
      '+1 212 555 0100',
      'DE89370400440532013000',
      '078-05-1120',
    ] as const
    const types = ['CREDIT_CARD', 'EMAIL', 'PHONE', 'IBAN', 'US_SSN'] as const
    values.forEach((value, index) => {
      judge.entity(found(types[index] ?? 'EMAIL', value, { path: `a.${value}.b` }))
    })
    const written = JSON.stringify(judge.judgement())
    for (const value of values) expect(written).not.toContain(value)
  })
})
