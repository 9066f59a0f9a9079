/** National numbers of Spain and Portugal. */
import { letter, number, oneOf, pair, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const iberianNumbers: readonly NationalNumber[] = [
  {
    type: 'ES_NIF',
    pack: 'ES',
    forms: '99999999a|99999999-a|99.999.999-a|99.999.999a|99 999 999 a|9999999a|9999999-a|99999999 a',
    prefix: 'ES',
    check: (v, from, end) => spanishLetter(number(v, from, end - 1)) === v[end - 1],
    counts: 'anywhere',
    odds: 23,
    words: 'nif dni',
    topics: ['identity', 'tax'],
    source: 'Real Decreto 1553/2005 (DNI), 1065/2007 (NIF): the letter at the number modulo 23',
  },
  {
    type: 'ES_NIE',
    pack: 'ES',
    forms:
      'X9999999a|Y9999999a|Z9999999a|X9999999-a|Y9999999-a|Z9999999-a|X-9999999-a|Y-9999999-a|Z-9999999-a',
    check: (v, from) =>
      spanishLetter((v[from]! - 33) * 10_000_000 + number(v, from + 1, from + 8)) === v[from + 8],
    counts: 'anywhere',
    odds: 23,
    words: 'nie extranjero extranjera',
    topics: ['identity', 'tax'],
    source: 'Real Decreto 557/2011 art. 206: X, Y, Z as 0, 1, 2, then as the DNI',
  },
  {
    type: 'ES_PASSPORT',
    pack: 'ES',
    forms: 'aaa999999|aaa 999999|aaa-999999|aa999999',
    counts: 'by-itself',
    odds: 1,
    words: 'pasaporte pasaportes',
    topics: ['passport'],
    source: 'Real Decreto 896/2003; Ministerio del Interior: three letters and six digits',
  },
  {
    type: 'ES_NSS',
    pack: 'ES',
    forms: '999999999999|99 99999999 99|99/99999999/99|99-99999999-99|99 9999999999',
    check: isSpanishInsured,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 97,
    words: 'nss naf',
    topics: ['social', 'health'],
    source: 'Tesorería General de la Seguridad Social: the number modulo 97',
  },
  {
    type: 'ES_CIF',
    pack: 'ES',
    forms: 'a9999999*|a-9999999*|a-9999999-*|a9999999-*',
    prefix: 'ES',
    check: isSpanishCompany,
    counts: 'told',
    printed: 'by-itself',
    prefixed: 'anywhere',
    odds: 15,
    words: 'cif nif',
    topics: ['company', 'tax'],
    source: 'Orden EHA/451/2008: Luhn over seven digits, as a digit or a letter',
  },
  {
    type: 'PT_NIF',
    pack: 'PT',
    forms: '999999999|999 999 999',
    prefix: 'PT',
    check: isPortuguese,
    counts: 'by-itself',
    prefixed: 'told',
    odds: 14,
    words: 'nif nipc contribuinte',
    topics: ['tax'],
    source: 'Decreto-Lei 14/2013; AT: weights 9 to 2, modulo 11',
  },
  {
    type: 'PT_ID_CARD',
    pack: 'PT',
    forms: '999999999aa9|99999999 9 aa9|99999999 9aa9|99999999-9-aa9',
    check: isPortugueseCard,
    counts: 'anywhere',
    odds: 10,
    words: 'cidadão bi cc',
    topics: ['identity'],
    source: 'Lei 7/2007; AMA, Cartão de Cidadão: Luhn over letters and digits',
  },
  {
    type: 'PT_SOCIAL_SECURITY',
    pack: 'PT',
    forms: '99999999999',
    check: (v, from) =>
      (v[from] === 1 || v[from] === 2) &&
      9 - (sum(v, from, [29, 23, 19, 17, 13, 11, 7, 5, 3, 2]) % 10) === v[from + 10],
    counts: 'told',
    odds: 40,
    words: 'niss',
    topics: ['social'],
    source: 'Segurança Social, NISS: the first primes as weights, modulo 10',
  },
]

const spanishLetters = [...'TRWAGMYFPDXBNJZSQVHLCKE'].map(letter)

function spanishLetter(value: number): number {
  return spanishLetters[value % 23]!
}

function isSpanishInsured(v: Values, from: number): boolean {
  const province = pair(v, from)
  if (province === 0 || (province > 53 && province !== 66)) return false
  const serial = number(v, from + 2, from + 10)
  const key = pair(v, from + 10)
  if ((province * 100_000_000 + serial) % 97 === key) return true
  // Old serial numbers, below ten million, were reckoned without their leading zero.
  return serial < 10_000_000 && (province * 10_000_000 + serial) % 97 === key
}

const isSpanishKind = oneOf('ABCDEFGHJNPQRSUVW')
const companyLetters = [...'JABCDEFGHI'].map(letter)

function isSpanishCompany(v: Values, from: number): boolean {
  if (!isSpanishKind(v[from]!)) return false
  let total = 0
  for (let index = 1; index < 8; index++) {
    const product = v[from + index]! * (index % 2 === 1 ? 2 : 1)
    total += product > 9 ? product - 9 : product
  }
  const digit = (10 - (total % 10)) % 10
  return v[from + 8] === digit || v[from + 8] === companyLetters[digit]
}

const isPortugueseFirst = oneOf('1235689')

function isPortuguese(v: Values, from: number): boolean {
  const first = pair(v, from)
  if (!isPortugueseFirst(v[from]!) && first !== 45 && first < 70) return false
  return ((11 - (sum(v, from, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === v[from + 8]
}

function isPortugueseCard(v: Values, from: number): boolean {
  let total = 0
  for (let index = 0; index < 12; index++) {
    const value = v[from + index]!
    const doubled = value * 2
    total += index % 2 === 1 ? value : doubled > 9 ? doubled - 9 : doubled
  }
  return total % 10 === 0
}
