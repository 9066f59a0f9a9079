/** National numbers of Poland, Czechia, Slovakia and Hungary. */
import { isDate, number, pair, remainder, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const centralEuropeanNumbers: readonly NationalNumber[] = [
  {
    type: 'PL_PESEL',
    pack: 'PL',
    forms: '99999999999',
    check: (v, from) =>
      isCenturyDate(v, from, 20) &&
      (10 - (sum(v, from, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10 === v[from + 10],
    counts: 'by-itself',
    odds: 55,
    words: 'pesel',
    topics: ['identity', 'health', 'tax', 'social'],
    source: 'Ustawa o ewidencji ludności art. 15: weights 1 3 7 9; the century in the month',
  },
  {
    type: 'PL_NIP',
    pack: 'PL',
    forms: '9999999999|999-999-99-99|999-99-99-999|999 999 99 99',
    prefix: 'PL',
    check: (v, from) => v[from] !== 0 && sum(v, from, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 === v[from + 9],
    counts: 'by-itself',
    printed: 'anywhere',
    prefixed: 'anywhere',
    odds: 11,
    words: 'nip',
    topics: ['tax', 'company'],
    source: 'Ustawa o zasadach ewidencji podatników: weights 6 5 7 2 3 4 5 6 7, modulo 11',
  },
  {
    type: 'PL_REGON',
    pack: 'PL',
    forms: '999999999|99999999999999',
    check: isRegon,
    counts: 'by-itself',
    odds: 10,
    words: 'regon',
    topics: ['company'],
    source: 'Rozporządzenie RM w sprawie rejestru REGON: weights 8 9 2 3 4 5 6 7, modulo 11',
  },
  {
    type: 'PL_ID_CARD',
    pack: 'PL',
    forms: 'aaa999999|aaa 999999',
    check: (v, from) => (sum(v, from, [7, 3, 1]) + sum(v, from + 4, [7, 3, 1, 7, 3])) % 10 === v[from + 3],
    counts: 'told',
    odds: 10,
    words: 'dowód dowod osobisty dowodu',
    topics: ['identity'],
    source: 'Ustawa o dowodach osobistych; ICAO Doc 9303 weights 7 3 1, the check digit fourth',
  },
  {
    type: 'CZ_RODNE_CISLO',
    pack: 'CZ',
    forms: '999999/9999|9999999999|999999 9999|999999/999|999999999',
    check: isBirthNumber,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 150,
    words: 'rodné rodne číslo rč',
    topics: ['identity', 'health', 'tax', 'social'],
    source: 'Zákon 133/2000 Sb. §13: month plus 50 for women, the whole a multiple of 11',
  },
  {
    type: 'SK_RODNE_CISLO',
    pack: 'SK',
    forms: '999999/9999|9999999999|999999 9999|999999/999|999999999',
    check: isBirthNumber,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 150,
    words: 'rodné rodne číslo rč',
    topics: ['identity', 'health', 'tax', 'social'],
    source: 'Zákon 301/1995 Z. z.: as the Czech number',
  },
  {
    type: 'CZ_ICO',
    pack: 'CZ',
    forms: '99999999|999 99 999',
    prefix: 'CZ',
    check: (v, from) => (11 - (sum(v, from, [8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === v[from + 7],
    counts: 'told',
    prefixed: 'told',
    odds: 10,
    words: 'ičo ico ič dič dic',
    topics: ['company'],
    source: 'Zákon 455/1991 Sb.; ARES: weights 8 to 2, modulo 11',
  },
  {
    type: 'SK_VAT_ID',
    pack: 'SK',
    forms: '9999999999|999 999 99 99',
    prefix: 'SK',
    check: (v, from, end) => remainder(v, [from, end], 11) === 0 && v[from] !== 0,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 12,
    words: 'dph',
    topics: ['company'],
    source: 'Finančná správa, IČ DPH: a multiple of 11',
  },
  {
    type: 'HU_TAX_ID',
    pack: 'HU',
    forms: '9999999999|9 999 999 999',
    check: (v, from) => v[from] === 8 && sum(v, from, [1, 2, 3, 4, 5, 6, 7, 8, 9]) % 11 === v[from + 9],
    counts: 'by-itself',
    odds: 110,
    words: 'adóazonosító adóazonosítójel adóazon',
    topics: ['tax'],
    source: '1996. évi XX. törvény, melléklet: begins with 8, weights 1 to 9, modulo 11',
  },
  {
    type: 'HU_TAJ',
    pack: 'HU',
    forms: '999999999|999-999-999|999 999 999',
    check: (v, from) => sum(v, from, [3, 7, 3, 7, 3, 7, 3, 7]) % 10 === v[from + 8],
    counts: 'by-itself',
    odds: 10,
    words: 'taj tajszám tb',
    topics: ['health', 'social'],
    source: '1996. évi XX. törvény, melléklet: weights 3 and 7, modulo 10',
  },
  {
    type: 'HU_PERSONAL_ID',
    pack: 'HU',
    forms: '99999999999|9-999999-9999|9 999999 9999',
    check: isHungarian,
    counts: 'told',
    printed: 'anywhere',
    odds: 370,
    words: 'személyi személyazonosító',
    topics: ['identity'],
    source: '1996. évi XX. törvény, melléklet: sex and century, date, weights rising or falling, modulo 11',
  },
  {
    type: 'HU_VAT_ID',
    pack: 'HU',
    forms: '99999999|99999999-9-99|99999999999',
    prefix: 'HU',
    check: (v, from) => sum(v, from, [9, 7, 3, 1, 9, 7, 3, 1]) % 10 === 0,
    counts: 'told',
    printed: 'by-itself',
    prefixed: 'anywhere',
    odds: 10,
    words: 'adószám áfa',
    topics: ['company', 'tax'],
    source: 'NAV, adószám: weights 9 7 3 1',
  },
]

/** The month carries the century: plus 20, 40 or 60 after 2000, 80 before 1900. */
function isCenturyDate(v: Values, from: number, step: number): boolean {
  return isDate(pair(v, from + 2) % step, pair(v, from + 4))
}

function isRegon(v: Values, from: number, end: number): boolean {
  const short = (sum(v, from, [8, 9, 2, 3, 4, 5, 6, 7]) % 11) % 10 === v[from + 8]
  if (end - from === 9) return short
  return short && (sum(v, from, [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11) % 10 === v[from + 13]
}

function isBirthNumber(v: Values, from: number, end: number): boolean {
  const year = pair(v, from)
  if (!isDate(birthMonth(pair(v, from + 2)), pair(v, from + 4))) return false
  // Until 1953 there was no check digit, and the serial number is never 000.
  if (end - from === 9) return year < 54 && number(v, from + 6, from + 9) > 0
  const rest = remainder(v, [from, from + 9], 11)
  return (rest === 10 ? 0 : rest) === v[from + 9]
}

/** Act 133/2000, §13: women's months are 50 higher; on days with too many births, both are 20 higher. */
function birthMonth(pair: number): number {
  const month = pair > 50 ? pair - 50 : pair
  return month > 20 ? month - 20 : month
}

function isHungarian(v: Values, from: number): boolean {
  if (v[from]! < 1 || v[from]! > 8 || !isDate(pair(v, from + 3), pair(v, from + 5))) return false
  const rising = sum(v, from, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) % 11
  const falling = sum(v, from, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11
  const isYoung = pair(v, from + 1) > 96 || v[from] === 3 || v[from] === 4
  return (isYoung ? falling : rising) === v[from + 10]
}
