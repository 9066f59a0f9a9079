/** Corrections count before every rule, where they were said and nowhere else. */
import { describe, expect, test } from 'vitest'
import { inspectWhole } from '../../../gateway/core/content/whole.ts'
import { type Correction, correctionsFileSchema } from '../../../gateway/core/policy/corrections.ts'
import { decideConnection, decideExchange } from '../../../gateway/core/policy/decide.ts'
import { createJudge } from '../../../gateway/core/policy/judge.ts'
import { shippedAnalysis } from '../../support/analysis.ts'
import { compiled, facts, found } from './support.ts'

const index = 'AAAAAAAAAAAAAAAAAAAAAA'
const said = { id: '0a1b2c3d', reason: '' } as const

function judgeOf(corrections: readonly Correction[], options: { rule?: object; group?: string } = {}) {
  const exchanges = [
    { id: 'the-rule', entities: { EMAIL: 'refuse', PHONE: 'keep', '*': 'mask' }, ...options.rule },
  ]
  const policy = compiled({ exchanges }, { corrections })
  return createJudge({
    policy,
    rule: decideExchange(policy, facts()),
    destinationGroup: options.group ?? 'shop.test',
    // One index for one value, as within a month.
    blindIndex: {
      index: (_type, _group, value) => (Buffer.from(value).toString().startsWith('jane') ? index : null),
    },
    persons: null,
  })
}

const ofValue = (effect: Correction['effect'], type: 'EMAIL' | 'PHONE' | 'PERSON' = 'EMAIL'): Correction => ({
  ...said,
  effect,
  of: 'value',
  type,
  destination: 'shop.test',
  index,
})

describe('a value', () => {
  test('that is allowed leaves as it is, is no person to be counted, and the journal names the correction', () => {
    const judge = judgeOf([ofValue('allow')], { rule: { maxPersons: 1 } })
    expect(judge.entity(found('EMAIL', 'jane@example.com'))).toBe('keep')
    expect(judge.entity(found('EMAIL', 'jane@example.com'))).toBe('keep')
    expect(judge.judgement()).toMatchObject({ action: 'pass', reason: 'all-kept' })
    expect(judge.judgement().findings[0]?.reasons).toContain('allowed:0a1b2c3d')
  })

  test('is meant alone: others of its type follow the rule, and so does it elsewhere', () => {
    expect(judgeOf([ofValue('allow')]).entity(found('EMAIL', 'joe@example.com'))).toBe('refuse')
    const elsewhere = judgeOf([ofValue('allow')], { group: 'other.test' })
    expect(elsewhere.entity(found('EMAIL', 'jane@example.com'))).toBe('refuse')
  })

  test('that is denied is masked where the rule would keep it, however unsure the finding is', () => {
    const rule = { entities: { '*': 'keep' }, minScore: 0.95 }
    const judge = judgeOf([ofValue('deny')], { rule })
    expect(judge.entity(found('EMAIL', 'jane@example.com'))).toBe('mask')
    expect(judge.judgement().findings[0]?.reasons).toContain('denied:0a1b2c3d')
    expect(judgeOf([ofValue('deny')]).entity(found('EMAIL', 'jane@example.com'))).toBe('refuse')
  })
})

const ofField = (
  effect: Correction['effect'],
  path: string,
  destination: string | null = null,
): Correction => ({
  ...said,
  effect,
  of: 'field',
  path,
  destination,
})

describe('what is allowed and denied is denied', () => {
  const later = (one: Correction): Correction => ({ ...one, id: '11111111' })
  const mail = found('EMAIL', 'jane@example.com')

  test.each([
    ['deny first', [ofValue('deny'), later(ofValue('allow'))]],
    ['deny last', [later(ofValue('allow')), ofValue('deny')]],
  ])('a value: %s', (_, corrections) => {
    const judge = judgeOf(corrections, { rule: { entities: { '*': 'keep' } } })
    expect(judge.entity(mail)).toBe('mask')
    expect(judge.judgement().findings[0]?.reasons).toContain('denied:0a1b2c3d')
  })

  test('a field, here or everywhere', () => {
    for (const denied of [ofField('deny', 'note'), ofField('deny', 'note', 'shop.test')])
      expect(judgeOf([denied, later(ofField('allow', 'note', 'shop.test'))]).field('note')).toBe('drop')
  })

  test('a value in a field that is allowed, or that the rule keeps: nothing else in it is changed', () => {
    const kept = [
      judgeOf([ofField('allow', 'note'), later(ofValue('deny'))]),
      judgeOf([ofValue('deny')], { rule: { fields: { keep: ['note'] } } }),
    ]
    for (const judge of kept) {
      expect(judge.field('note')).toBe('scan')
      expect(judge.entity({ ...mail, path: 'note' })).toBe('refuse')
      expect(judge.entity({ ...found('EMAIL', 'joe@example.com'), path: 'note' })).toBe('keep')
      expect(judge.judgement().findings[1]?.reasons).toContain('kept-field')
      expect(judge.entity({ ...found('EMAIL', 'joe@example.com'), path: 'other' })).toBe('refuse')
    }
    const elsewhere = judgeOf([ofField('allow', 'note'), ofValue('deny')], { group: 'other.test' })
    expect(elsewhere.field('note')).toBe('keep')
  })

  test('a name in free text, where the rule keeps all that only free text tells of', () => {
    const exchanges = [{ id: 'the-rule', entities: { '*': 'keep' } }]
    const asked = (corrections: readonly Correction[], destinationGroup = 'shop.test') => {
      const policy = compiled({ exchanges }, { corrections, analysis: shippedAnalysis })
      const rule = decideExchange(policy, facts())
      const blindIndex = { index: () => index }
      const judge = createJudge({ policy, rule, destinationGroup, blindIndex, persons: null })
      const body = Buffer.from('Please tell Jane Miller that the parcel has come.')
      const { body: out } = inspectWhole({ format: 'text', judge, opaqueParts: 'pass' }, body)
      return out.toString()
    }
    expect(asked([ofValue('deny', 'PERSON')])).not.toContain('Jane Miller')
    for (const left of [
      asked([ofValue('deny', 'PERSON')], 'other.test'),
      asked([ofValue('allow', 'PERSON')]),
      asked([]),
    ])
      expect(left).toContain('Jane Miller')
  })

  test('a destination, by its name or a wider one', () => {
    const of = (effect: Correction['effect'], destination: string): Correction => ({
      ...said,
      effect,
      of: 'destination',
      destination,
    })
    for (const wide of ['a.bad.test', '*.bad.test']) {
      const policy = compiled({}, { corrections: [later(of('allow', 'a.bad.test')), of('deny', wide)] })
      expect(decideConnection(policy, facts({ host: 'a.bad.test' })).action).toBe('refuse')
    }
  })
})

describe('a field', () => {
  test.each(['**', '*', '**.*'])('%s is every field', (path) => {
    const judge = judgeOf([ofField('allow', path)])
    for (const field of ['note', 'order.items[2].name', '[3]']) expect(judge.field(field)).toBe('keep')
  })

  test('that is allowed is not looked into, one that is denied is emptied, the rest is as the rule says', () => {
    const judge = judgeOf([ofField('allow', 'order.reference'), ofField('deny', 'note')], {
      rule: { fields: { drop: ['secret'] } },
    })
    expect(judge.judgesFields).toBe(true)
    const orders = ['order.reference', 'a.note', 'secret', 'other'].map((path) => judge.field(path))
    expect(orders).toEqual(['keep', 'drop', 'drop', 'scan'])
  })

  test('may be meant for one destination alone', () => {
    const corrections = [ofField('deny', 'note', 'shop.test')]
    expect(judgeOf(corrections).field('note')).toBe('drop')
    expect(judgeOf(corrections, { group: 'other.test' }).judgesFields).toBe(false)
  })
})

describe('a destination', () => {
  const ofDestination = (effect: Correction['effect'], destination: string): Correction => ({
    ...said,
    effect,
    of: 'destination',
    destination,
  })

  test('that is denied is refused, one that is allowed gets everything but what opens other doors', () => {
    const policy = compiled(
      { exchanges: [{ id: 'strict', entities: { '*': 'refuse' } }] },
      { corrections: [ofDestination('deny', '*.bad.test'), ofDestination('allow', 'good.test')] },
    )
    const connection = (host: string) => decideConnection(policy, facts({ host })).action
    expect([connection('a.bad.test'), connection('good.test')]).toEqual(['refuse', 'intercept'])
    const rule = decideExchange(policy, facts({ host: 'good.test' }))
    expect([rule.id, rule.operatorFor('EMAIL'), rule.operatorFor('PRIVATE_KEY')]).toEqual([
      'allowed-0a1b2c3d',
      'keep',
      'refuse',
    ])
    expect(decideExchange(policy, facts({ host: 'else.test' })).id).toBe('strict')
  })

  test.each([
    [undefined, ['keep', 'refuse', 'refuse']],
    [['CREDIT_CARD'], ['refuse', 'keep', 'refuse']],
    [[], ['keep', 'keep', 'refuse']],
  ])('that an answer to a review allows gets nothing that no answer lets out: %j', (never, operators) => {
    const reviews = never === undefined ? {} : { reviews: { never } }
    const allowed = ofDestination('allow', 'good.test')
    const said = (correction: object) => {
      const file = correctionsFileSchema.parse({ corrections: [correction] })
      const rule = decideExchange(compiled(reviews, file), facts({ host: 'good.test' }))
      return (['CREDIT_CARD', 'HEALTH', 'PRIVATE_KEY'] as const).map((type) => rule.operatorFor(type))
    }
    expect(said({ ...allowed, ofReview: true })).toEqual(operators)
    expect(said(allowed)).toEqual(['keep', 'keep', 'refuse'])
  })
})

test.each([
  ['an index that is none', { ...ofValue('allow'), index: 'x' }],
  ['a type that is none', { ...ofValue('allow'), type: 'CARDS' }],
  ['a path with blanks', { ...said, effect: 'allow', of: 'field', path: 'a b', destination: null }],
  ['a destination that is none', { ...said, effect: 'deny', of: 'destination', destination: 'https://x/' }],
  ['an effect that is none', { ...ofValue('allow'), effect: 'maybe' }],
  ['a value that stands in it', { ...ofValue('allow'), value: 'jane@example.com' }],
])('%s is refused', (_, correction) => {
  expect(correctionsFileSchema.safeParse({ corrections: [correction] }).success).toBe(false)
})
