/** A field's name speaks for what it is named after and against the rest, and never overrules what the text itself says. */
import { describe, expect, test } from 'vitest'
import type { EntityType } from '../../../gateway/core/pii/entity.ts'
import { keyMeaning } from '../../../gateway/core/policy/telling-keys.ts'
import { weighByPlace } from '../../../gateway/core/policy/weigh.ts'
import { found } from './support.ts'

test.each([
  ['card', 'card'],
  ['cardNumber', 'card'],
  ['CardNumber', 'card'],
  ['card_number', 'card'],
  ['card-no', 'card'],
  ['cardnumber', 'card'],
  ['cc_number', 'card'],
  ['ccnum', 'card'],
  ['PAN', 'card'],
  ['Card Number', 'card'],
  ['payment.card.number', 'card'],
  ['payment.cards[12].number', 'card'],
  ['card[number]', 'card'],
  ['a["x.card"]', 'card'],
  ['a["x.card"][3]', 'card'],
  ['order.card', 'card'],
  ['employee.ssn', 'ssn'],
  ['social_security_number', 'ssn'],
  ['tax_id', 'ssn'],
  ['taxId', 'ssn'],
  ['phone', 'phone'],
  ['phone2', 'phone'],
  ['mobilePhone', 'phone'],
  ['phone_number', 'phone'],
  ['iban', 'iban'],
  ['id', 'id'],
  ['ID', 'id'],
  ['orderID', 'id'],
  ['order_id', 'id'],
  ['orderids', 'id'],
  ['order_ids[3]', 'id'],
  ['ids[3][0]', 'id'],
  ['card_id', 'id'],
  ['cards[0].id', 'id'],
  ['order.number', 'id'],
  ['order[number]', 'id'],
  ['orders[0].no', 'id'],
  ['orderno', 'id'],
  ['no', 'id'],
  ['trackingCode', 'id'],
  ['created_at', 'id'],
  ['sha256', 'id'],
  ['x-request-id', 'id'],
  ['cookie.cartId', 'id'],
  ['gclid', 'id'],
  ['paid', null],
  ['casino', null],
  ['number', null],
  ['a.value', null],
  ['order.note', null],
  ['order_note', null],
  ['cardholder', null],
  ['wildcard', null],
  ['messages[0].content', null],
  ['[0]', null],
  ['[0].number', null],
  ['', null],
  ['.', null],
  [']', null],
  ['[', null],
  [`${'x'.repeat(70)}_id`, null],
] as const)('the field %s means %s', (path, meaning) => {
  expect(keyMeaning(path)).toBe(meaning)
})

describe('what a place makes of a finding', () => {
  function weigh(type: EntityType, score: number, at: Parameters<typeof found>[2]) {
    const located = found(type, '4111111111111111', at)
    return weighByPlace({ ...located, finding: { ...located.finding, score } })
  }

  test.each([
    ['CREDIT_CARD', 0.3, 'card.number', 0.95, 'key:card'],
    ['CREDIT_CARD', 0.85, 'order_id', 0.3, 'key:id'],
    ['CREDIT_CARD', 0.85, 'iban', 0.3, 'key:iban'],
    ['CREDIT_CARD', 0.2, 'id', 0.2, 'key:id'],
    ['US_SSN', 0.5, 'ssn', 0.95, 'key:ssn'],
    ['US_SSN', 0.5, 'ref', 0.3, 'key:id'],
    ['PHONE', 0.4, 'tel', 0.95, 'key:phone'],
    ['PHONE', 0.4, 'sku', 0.3, 'key:id'],
  ] as const)('%s of %f under %s has %f (%s)', (type, score, path, after, reason) => {
    expect(weigh(type, score, { path })).toEqual({ score: after, reasons: ['test', reason] })
  })

  test.each([
    ['CREDIT_CARD', 0.95, 'order_id'],
    ['CREDIT_CARD', 0.85, 'note'],
    ['CREDIT_CARD', 0.85, null],
    ['PHONE', 0.85, 'order_id'],
    ['EMAIL', 0.95, 'user_id'],
    ['IP_ADDRESS', 0.5, 'id'],
  ] as const)('%s of %f under %s stays as it is', (type, score, path) => {
    expect(weigh(type, score, { path })).toMatchObject({ score, reasons: ['test'] })
  })

  test('an unbroken number in a path is the name of what is asked for', () => {
    expect(weigh('CREDIT_CARD', 0.85, { place: 'path' })).toEqual({
      score: 0.3,
      reasons: ['test', 'place:path'],
    })
    expect(weigh('CREDIT_CARD', 0.95, { place: 'path' }).score).toBe(0.95)
  })
})
