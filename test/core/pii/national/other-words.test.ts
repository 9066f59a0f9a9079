/** Promises that words for money, orders and phones hide no national number whose form and check digits speak for themselves. */
import { describe, expect, test } from 'vitest'
import { find } from '../find.ts'
import { finds } from '../tables.ts'

const strong = [
  'ES_NIF 12345678Z',
  'ES_NIE Y8063915Z',
  'IT_FISCAL_CODE RSSMRA85T10A562S',
  'CH_AHV 756.9217.0769.85',
  'BR_CPF 529.982.247-25',
  'SE_PERSONNUMMER 811228-9874',
  'FI_PERSONAL_IDENTITY_CODE 131052-308T',
  'AT_SOCIAL_SECURITY 1237 010180',
  'SG_NRIC_FIN S2740116C',
  'FR_NIR 2 95 10 99 126 111 93',
  'DE_VAT_ID DE811569869',
]
const before = [
  'Paid 100 EUR ',
  '100 USD - ',
  'Rechnung für Anna Weber, ',
  'Invoice to ',
  'amount;id\n100 EUR;',
  'Kunde: ',
  'case ',
]
describe.each(before)('behind «%s»', (words) => {
  test.each(strong)('%s is found', (wanted) => {
    const number = wanted.slice(wanted.indexOf(' ') + 1)
    expect(find(`${words}${number} today`)).toContain(wanted)
  })
})

test.each([
  'Order 10000000146 shipped',
  'order 120315-1234567',
  'invoice 131052-3081',
  'total 51 824 753 556',
  'Betrag 123.456.782',
  'Rechnung 12345674',
])('what an order or an amount may be as well is left alone: %s', (text) => {
  expect(find(text)).toEqual([])
})

test.each(['tel 856-734-62-15', 'Fax 756.9217.0769.85'])(
  'digits behind a word for a phone are no national number: %s',
  (text) => {
    expect(find(text).filter((found) => !found.startsWith('PHONE'))).toEqual([])
  },
)
finds('ES_NIF', [['with its letter behind a word for a phone', 'tel. y DNI de Ana, mobile «12345678Z»']])

describe('a word of another cell says nothing', () => {
  finds('TR_NATIONAL_ID', [
    ['before a comma', 'invoice, «10000000146»'],
    ['before a semicolon', '100 EUR;«10000000146»'],
    ['before a tab', '100 EUR\t«10000000146»'],
    ['before a bar', '| order 5 | «10000000146» |'],
    ['before a wide comma', 'order，«10000000146»'],
  ])
  test('but the comma of an amount parts nothing', () => {
    expect(find('total 1,50 10000000146')).toEqual([])
  })
})

finds('NL_BSN', [
  ['of a customer, whose own number is told', 'burgerservicenummer of our customer, «111222333» here'],
])
