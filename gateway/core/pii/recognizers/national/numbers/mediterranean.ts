/** National numbers of Greece, Malta, Cyprus and Turkey. */
import { isDayFirst, isVaried, luhn, oneOf, pair, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const mediterraneanNumbers: readonly NationalNumber[] = [
  {
    type: 'GR_AFM',
    pack: 'GR',
    forms: '999999999|999 999 999',
    prefix: 'EL',
    check: (v, from, end) =>
      isVaried(v, from, end) && (sum(v, from, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === v[from + 8],
    counts: 'by-itself',
    prefixed: 'told',
    odds: 11,
    words: 'afm αφμ ΑΦΜ ΦΠΑ',
    topics: ['tax'],
    source: 'AADE, ΑΦΜ: powers of two as weights, modulo 11',
  },
  {
    type: 'GR_AMKA',
    pack: 'GR',
    forms: '99999999999',
    check: (v, from, end) => isDayFirst(v, from) && luhn(v, from, end),
    counts: 'by-itself',
    odds: 270,
    words: 'amka αμκα ΑΜΚΑ',
    topics: ['social', 'health'],
    source: 'Νόμος 3655/2008; ΗΔΙΚΑ, ΑΜΚΑ: day of birth first, Luhn',
  },
  {
    type: 'MT_ID_CARD',
    pack: 'MT',
    forms: '9999999a|999999a|99999a',
    possible: (v, _from, end) => isMalteseLetter(v[end - 1]!),
    counts: 'told',
    odds: 3,
    words: '',
    topics: ['identity', 'tax'],
    source: 'Identità, identity card number: up to seven digits and one of A B G H L M P Z',
  },
  {
    type: 'MT_VAT_ID',
    pack: 'MT',
    forms: '99999999|9999-9999|9999 9999',
    prefix: 'MT',
    check: (v, from) => sum(v, from, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 === 0,
    counts: 'told',
    prefixed: 'told',
    odds: 37,
    words: 'vat',
    topics: ['company'],
    source: 'MTCA, VAT numbers: weights 3 4 6 7 8 9, modulo 37',
  },
  {
    type: 'CY_TIC',
    pack: 'CY',
    forms: '99999999a',
    prefix: 'CY',
    check: isCypriot,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 26,
    words: 'tic',
    topics: ['tax', 'company'],
    source: 'Cyprus Tax Department; OECD, Cyprus: TIN: eight digits and a letter modulo 26',
  },
  {
    type: 'TR_NATIONAL_ID',
    pack: 'TR',
    forms: '99999999999|999 999 999 99',
    check: isTurkish,
    counts: 'anywhere',
    score: 0.6,
    odds: 110,
    words: 'tckn tckimlik kimlik tc turkish',
    topics: ['identity', 'tax'],
    source: 'Nüfus Hizmetleri Kanunu 5490 md. 46; NVİ: two check digits',
  },
  {
    type: 'TR_VKN',
    pack: 'TR',
    forms: '9999999999',
    check: isTurkishTax,
    counts: 'by-itself',
    odds: 10,
    words: 'vkn vergi',
    topics: ['tax', 'company'],
    source: 'Gelir İdaresi Başkanlığı, vergi kimlik numarası',
  },
]

const isMalteseLetter = oneOf('ABGHLMPZ')
const cypriotOdd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]

function isCypriot(v: Values, from: number): boolean {
  if (pair(v, from) === 12) return false
  let total = 0
  for (let index = 0; index < 8; index++)
    total += index % 2 === 0 ? cypriotOdd[v[from + index]!]! : v[from + index]!
  return (total % 26) + 10 === v[from + 8]
}

function isTurkish(v: Values, from: number): boolean {
  if (v[from] === 0) return false
  const odd = v[from]! + v[from + 2]! + v[from + 4]! + v[from + 6]! + v[from + 8]!
  const even = v[from + 1]! + v[from + 3]! + v[from + 5]! + v[from + 7]!
  const tenth = (((odd * 7 - even) % 10) + 10) % 10
  return v[from + 9] === tenth && v[from + 10] === (odd + even + tenth) % 10
}

function isTurkishTax(v: Values, from: number): boolean {
  let total = 0
  for (let index = 0; index < 9; index++) {
    const digit = (v[from + index]! + 9 - index) % 10
    if (digit === 0) continue
    const product = (digit * 2 ** (9 - index)) % 9
    total += product === 0 ? 9 : product
  }
  return (10 - (total % 10)) % 10 === v[from + 9]
}
