/** National numbers of Italy. */
import { isVaried, luhn, number, oneOf, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const italianNumbers: readonly NationalNumber[] = [
  {
    type: 'IT_FISCAL_CODE',
    pack: 'IT',
    forms: 'aaaaaa**a**a***a|aaa aaa **a** a***a|aaa aaa **a** a*** a',
    possible: isFiscalForm,
    check: isFiscalCode,
    counts: 'anywhere',
    unchecked: 'anywhere',
    odds: 26,
    words: 'codice fiscale cf',
    topics: ['tax', 'identity', 'health'],
    source:
      'DM 23.12.1976; Agenzia delle Entrate: values of odd and even places, modulo 26; letters where codes collide',
  },
  {
    type: 'IT_VAT_CODE',
    pack: 'IT',
    forms: '99999999999',
    prefix: 'IT',
    check: (v, from, end) =>
      luhn(v, from, end) && isItalianOffice(number(v, from + 7, from + 10)) && isVaried(v, from, from + 7),
    counts: 'by-itself',
    prefixed: 'anywhere',
    odds: 80,
    words: 'iva piva partita',
    topics: ['company', 'tax'],
    source: 'DPR 633/1972 art. 35: seven digits, office of the province, Luhn',
  },
  {
    type: 'IT_DRIVER_LICENSE',
    pack: 'IT',
    forms: 'aa9999999a|U1*******a',
    counts: 'by-itself',
    odds: 20,
    words: 'patente',
    topics: ['driver'],
    source:
      'Ministero delle Infrastrutture e dei Trasporti: province form, or U1 with seven characters and a letter',
  },
  {
    type: 'IT_PASSPORT',
    pack: 'IT',
    forms: 'aa9999999',
    counts: 'told',
    odds: 1,
    words: 'passaporto',
    topics: ['passport'],
    source: 'Polizia di Stato, passaporto ordinario: two letters and seven digits',
  },
  {
    type: 'IT_IDENTITY_CARD',
    pack: 'IT',
    forms: 'aa99999aa|aa9999999|9999999aa',
    counts: 'told',
    odds: 1,
    words: 'cie',
    topics: ['identity'],
    source:
      'Ministero dell’Interno, carta di identità elettronica: CA00000AA; paper: two letters and seven digits',
  },
]

/** DM 23.12.1976, allegato: what a character at an odd place (the first, the third …) counts. */
const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]
const isMonthLetter = oneOf('ABCDEHLMPRST')
const isDigitLetter = oneOf('0123456789LMNPQRSTUV')
const digitPlaces = [6, 7, 9, 10, 12, 13, 14]

function isFiscalForm(v: Values, from: number): boolean {
  if (!isMonthLetter(v[from + 8]!)) return false
  for (const place of digitPlaces) if (!isDigitLetter(v[from + place]!)) return false
  return true
}

function isFiscalCode(v: Values, from: number): boolean {
  let total = 0
  for (let index = 0; index < 15; index++) {
    const value = v[from + index]!
    const place = value > 9 ? value - 10 : value
    total += index % 2 === 0 ? oddValues[place]! : place
  }
  return (total % 26) + 10 === v[from + 15]
}

function isItalianOffice(office: number): boolean {
  return (
    (office >= 1 && office <= 100) || office === 120 || office === 121 || office === 888 || office === 999
  )
}
