/** Promises that banks and security codes of cards are found in free text behind their words, and nothing else is. */
import { expect, test } from 'vitest'
import type { Finding } from '../../../../../gateway/core/pii/entity.ts'
import { findBesideMoney } from '../../../../../gateway/core/pii/recognizers/told/told-bank.ts'
import { findToldPersons } from '../../../../../gateway/core/pii/recognizers/told/told-person.ts'
import { findingsIn } from '../../prose/read.ts'
import { everyWord } from './every-word.ts'

function find(text: string): string[] {
  const bytes = Buffer.from(text)
  const found: Finding[] = []
  findToldPersons({ bytes, start: 0, end: bytes.length }, everyWord(bytes), found)
  return found.map(({ type, start, end }) => `${type} ${bytes.toString('utf8', start, end)}`)
}

test.each([
  ['BIC', 'Please pay to the account with BIC: «DEUTDEFF» by Friday.'],
  ['BIC', 'Our SWIFT code is «DEUTDEFF500», thanks.'],
  ['BIC', 'BIC/SWIFT: «BNPAFRPPXXX».'],
  ['BIC', 'Unsere BIC lautet anders: BIC «COBADEFFXXX»'],
  ['CARD_SECURITY_CODE', 'My CVV is «123» and the card expires in May.'],
  ['CARD_SECURITY_CODE', 'CVC: «737»'],
  ['CARD_SECURITY_CODE', 'the CVV2 code «0042» on the front'],
  ['CARD_SECURITY_CODE', 'Die Kartenprüfnummer ist «123».'],
])('%s is found in «%s»', (type, marked) => {
  const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => `${type} ${value}`)
  expect(find(marked.replace(/[«»]/g, ''))).toEqual(wanted)
})

test.each([
  'A SWIFT DELIVERY is what we promise.',
  'a swift response to the request',
  'BIC: see below',
  'BIC biro pens, 50 pieces',
  'BIC DEUTXXFF is of no country.',
  'The CVV check failed 12 times.',
  'CVV 12345',
  'CVV: 123-45',
  'CVC 12.50',
  'We never store CVV 3.1 data.',
])('nothing is found in «%s»', (text) => {
  expect(find(text)).toEqual([])
})

test('whoever reads free text asks at these words', () => {
  const types = findingsIn('Please wire it to BIC DEUTDEFF and take my CVV 123 for the rest.').map(
    ({ type }) => type,
  )
  expect(types).toEqual(['BIC', 'CARD_SECURITY_CODE'])
})

test('what stands beside a card or an account is found where no sentence is', () => {
  const card = '4111 1111 1111 1111'
  const iban = 'DE89370400440532013000'
  const text = `${card} 04/28 CVV 123; ${iban} BIC DEUTDEFF; BIC: COBADEFF ${'-'.repeat(80)} CVV 999`
  const bytes = Buffer.from(text)
  const at = (type: 'CREDIT_CARD' | 'IBAN', value: string): Finding => {
    const start = text.indexOf(value)
    return { type, start, end: start + value.length, score: 0.95, reasons: [] }
  }
  const found = [at('CREDIT_CARD', card), at('IBAN', iban)]
  findBesideMoney({ bytes, start: 0, end: bytes.length }, found)
  expect(found.map(({ start, end }) => bytes.toString('utf8', start, end))).toEqual([
    card,
    '123',
    iban,
    'DEUTDEFF',
    'COBADEFF',
  ])
})

test('many cards in one text cost no more than each by itself', () => {
  const one = '4111 1111 1111 1111 CVV 123; '
  const count = 20_000
  const bytes = Buffer.from(one.repeat(count))
  const found = Array.from({ length: count }, (_, index): Finding => {
    const start = index * one.length
    return { type: 'CREDIT_CARD', start, end: start + 19, score: 0.95, reasons: [] }
  })
  findBesideMoney({ bytes, start: 0, end: bytes.length }, found)
  expect(found).toHaveLength(2 * count)
})
