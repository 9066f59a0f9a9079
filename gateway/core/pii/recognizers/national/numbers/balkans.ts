/** National numbers of Romania, Bulgaria, Croatia and Slovenia. */
import { isDate, isVaried, mod11And10, number, pair, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const balkanNumbers: readonly NationalNumber[] = [
  {
    type: 'RO_CNP',
    pack: 'RO',
    forms: '9999999999999|9 999999 999999',
    check: isRomanian,
    counts: 'anywhere',
    odds: 630,
    words: 'cnp',
    topics: ['identity', 'health', 'tax'],
    source: 'OUG 97/2005; INS, CNP: weights 2 7 9 1 4 6 3 5 8 2 7 9, modulo 11',
  },
  {
    type: 'RO_VAT_ID',
    pack: 'RO',
    forms: '9999999999|999999999|99999999|9999999|999999',
    prefix: 'RO',
    check: isRomanianCompany,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 11,
    words: 'cui cif tva',
    topics: ['company', 'tax'],
    source: 'Codul fiscal; ANAF, CUI: weights 7 5 3 2 1 7 5 3 2 from the right, modulo 11',
  },
  {
    type: 'BG_EGN',
    pack: 'BG',
    forms: '9999999999',
    check: isBulgarian,
    counts: 'by-itself',
    odds: 180,
    words: 'egn егн ЕГН',
    topics: ['identity', 'tax', 'health', 'social'],
    source: 'Закон за гражданската регистрация чл. 11; ГРАО: weights 2 4 8 5 10 9 7 3 6, modulo 11',
  },
  {
    type: 'BG_PNF',
    pack: 'BG',
    forms: '9999999999|9999 999 999',
    check: (v, from) => sum(v, from, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 === v[from + 9],
    counts: 'by-itself',
    odds: 10,
    words: 'lnch lnc лнч ЛНЧ',
    topics: ['identity'],
    source: 'МВР, личен номер на чужденец: weights 21 19 17 13 11 9 7 3 1, modulo 10',
  },
  {
    type: 'BG_VAT_ID',
    pack: 'BG',
    forms: '999999999|9999999999|999 999 999',
    prefix: 'BG',
    check: (v, from, end) => end - from === 10 || isBulstat(v, from),
    counts: 'told',
    prefixed: 'anywhere',
    odds: 10,
    words: 'eik bulstat еик ЕИК булстат ддс ДДС dds',
    topics: ['company'],
    source: 'Закон за регистър БУЛСТАТ: weights 1 to 8, then 3 to 10, modulo 11',
  },
  {
    type: 'HR_OIB',
    pack: 'HR',
    forms: '99999999999',
    prefix: 'HR',
    check: (v, from, end) => isVaried(v, from, end) && mod11And10(v, from, end),
    counts: 'by-itself',
    prefixed: 'anywhere',
    odds: 10,
    words: 'oib',
    topics: ['identity', 'tax', 'company'],
    source: 'Zakon o osobnom identifikacijskom broju; ISO 7064 MOD 11,10',
  },
  {
    type: 'SI_EMSO',
    pack: 'SI',
    forms: '9999999999999',
    check: isEmso,
    counts: 'anywhere',
    odds: 1000,
    words: 'emšo emso jmbg',
    topics: ['identity'],
    source:
      'Zakon o centralnem registru prebivalstva: day, month and year of birth, weights 7 6 5 4 3 2, modulo 11',
  },
  {
    type: 'SI_TAX_ID',
    pack: 'SI',
    forms: '99999999|9999 9999',
    prefix: 'SI',
    check: isSlovenianTax,
    counts: 'told',
    prefixed: 'told',
    odds: 10,
    words: 'davčna davčni ddv',
    topics: ['tax', 'company'],
    source: 'Zakon o davčnem postopku; FURS: weights 8 to 2, modulo 11',
  },
]

/** A remainder of 0 has no check digit; such numbers are not given out. */
function isSlovenianTax(v: Values, from: number): boolean {
  const rest = sum(v, from, [8, 7, 6, 5, 4, 3, 2]) % 11
  return v[from] !== 0 && rest !== 0 && (11 - rest) % 10 === v[from + 7]
}

function isRomanian(v: Values, from: number): boolean {
  const county = pair(v, from + 7)
  if (v[from] === 0 || !isDate(pair(v, from + 3), pair(v, from + 5))) return false
  if (county === 0 || (county > 52 && county !== 70 && (county < 80 || county > 83))) return false
  const rest = sum(v, from, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
  return (rest === 10 ? 1 : rest) === v[from + 12]
}

const companyWeights = [2, 3, 5, 7, 1, 2, 3, 5, 7]

function isRomanianCompany(v: Values, from: number, end: number): boolean {
  if (v[from] === 0) return false
  let total = 0
  for (let index = end - 2, place = 0; index >= from; index--, place++)
    total += v[index]! * companyWeights[place]!
  return ((total * 10) % 11) % 10 === v[end - 1]
}

function isBulgarian(v: Values, from: number): boolean {
  const month = pair(v, from + 2)
  const plain = month > 40 ? month - 40 : month > 20 ? month - 20 : month
  if (!isDate(plain, pair(v, from + 4))) return false
  return (sum(v, from, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11) % 10 === v[from + 9]
}

function isBulstat(v: Values, from: number): boolean {
  const first = sum(v, from, [1, 2, 3, 4, 5, 6, 7, 8]) % 11
  const digit = first === 10 ? (sum(v, from, [3, 4, 5, 6, 7, 8, 9, 10]) % 11) % 10 : first
  return digit === v[from + 8]
}

function isEmso(v: Values, from: number): boolean {
  const year = number(v, from + 4, from + 7)
  if (!isDate(pair(v, from + 2), pair(v, from)) || (year > 99 && year < 850)) return false
  const rest = sum(v, from, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
  return rest !== 1 && (11 - rest) % 11 === v[from + 12]
}
