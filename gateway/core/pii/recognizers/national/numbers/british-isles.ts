/** National numbers of the United Kingdom and Ireland. */
import { isDate, isVaried, letter, oneOf, pair, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const britishNumbers: readonly NationalNumber[] = [
  {
    type: 'UK_NHS',
    pack: 'GB',
    forms: '9999999999|999 999 9999|999-999-9999',
    check: (v, from) =>
      isVaried(v, from, from + 10) &&
      (11 - (sum(v, from, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === v[from + 9],
    counts: 'by-itself',
    odds: 11,
    words: 'nhs chi hcn',
    topics: ['health'],
    source: 'NHS Data Model and Dictionary, NHS NUMBER: weights 10 to 2, modulo 11',
  },
  {
    type: 'UK_NINO',
    pack: 'GB',
    forms: 'aa999999a|aa 99 99 99 a|aa 999999 a|aa 999999a|aa-99-99-99-a',
    check: isInsuranceNumber,
    counts: 'anywhere',
    odds: 10,
    words: 'nino ni nin national',
    topics: ['social', 'identity'],
    source: 'HMRC, NIM39110: letters never used, prefixes never allocated, suffix A to D',
  },
  {
    type: 'UK_NINO',
    pack: 'GB',
    forms: 'aa999999|aa 99 99 99',
    check: (v, from) => isPrefix(v[from]!, v[from + 1]!),
    counts: 'told',
    odds: 3,
    words: 'nino',
    topics: [],
    source: 'HMRC, NIM39110: the suffix may be left out',
  },
  {
    type: 'UK_PASSPORT',
    pack: 'GB',
    forms: 'aa9999999|999999999',
    possible: (v, from, end) => v[from]! >= 10 && isVaried(v, from + 2, end),
    counts: 'by-itself',
    odds: 20,
    words: '',
    topics: ['passport'],
    source: 'HM Passport Office: nine characters; ICAO Doc 9303',
  },
  {
    type: 'UK_DRIVING_LICENCE',
    pack: 'GB',
    forms: 'a****999999a**aa|a****999999a**aa99',
    possible: isBritishLicence,
    counts: 'anywhere',
    odds: 200,
    words: 'dvla licence',
    topics: ['driver'],
    source:
      'DVLA INF1D: surname padded with 9, year and month (plus 50 for women) and day of birth, initials',
  },
  {
    type: 'UK_UTR',
    pack: 'GB',
    forms: '9999999999|99999 99999',
    check: (v, from) =>
      '21987654321'[sum(v, from + 1, [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11] === String(v[from]),
    counts: 'by-itself',
    odds: 11,
    words: 'utr',
    topics: ['tax'],
    source: 'HMRC, Unique Taxpayer Reference: weights 6 7 8 9 10 5 4 3 2, modulo 11',
  },
  {
    type: 'UK_VAT_ID',
    pack: 'GB',
    forms: '999999999|999 9999 99|999999999999|999 9999 99 999',
    prefix: 'GB',
    check: isBritishVat,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 32,
    words: 'vat',
    topics: ['company'],
    source: 'HMRC, VATREG: weights 8 to 2, modulo 97, 42 or 55 left since 2010',
  },
  {
    type: 'IE_PPS',
    pack: 'IE',
    forms: '9999999a|9999999aa|9999999 aa|9999999 a',
    check: isIrish,
    counts: 'anywhere',
    odds: 23,
    words: 'pps ppsn',
    topics: ['social', 'tax', 'identity'],
    source: 'Department of Social Protection, PPS Number: weights 8 to 2 and 9, modulo 23',
  },
  {
    type: 'IE_VAT_ID',
    pack: 'IE',
    forms: '9999999a|9999999aa|9a99999a',
    prefix: 'IE',
    check: (v, from, end) => v[from + 1]! > 9 || isIrish(v, from, end),
    counts: 'told',
    prefixed: 'anywhere',
    odds: 23,
    words: 'vat',
    topics: ['company'],
    source: 'Revenue Commissioners, VAT registration numbers',
  },
]

const isNinoFirst = oneOf('ABCEGHJKLMNOPRSTWXYZ')
const isNinoSecond = oneOf('ABCEGHJKLMNPRSTWXYZ')
const unallocated = new Set(
  ['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].map((pair) => letter(pair[0]!) * 36 + letter(pair[1]!)),
)

function isInsuranceNumber(v: Values, from: number): boolean {
  return v[from + 8]! <= 13 && isPrefix(v[from]!, v[from + 1]!)
}

function isPrefix(first: number, second: number): boolean {
  return isNinoFirst(first) && isNinoSecond(second) && !unallocated.has(first * 36 + second)
}

function isBritishLicence(v: Values, from: number): boolean {
  let padded = false
  for (let index = from; index < from + 5; index++) {
    if (v[index] === 9) padded = true
    else if (padded || v[index]! < 10) return false
  }
  const month = pair(v, from + 6)
  if (!isDate(month > 50 ? month - 50 : month, pair(v, from + 8))) return false
  const second = v[from + 12]!
  return second > 9 || second === 9 || v[from + 13]! < 10
}

function isBritishVat(v: Values, from: number): boolean {
  const total = sum(v, from, [8, 7, 6, 5, 4, 3, 2]) + pair(v, from + 7)
  return total % 97 === 0 || total % 97 === 42 || total % 97 === 55
}

function isIrish(v: Values, from: number, end: number): boolean {
  const second = end - from === 9 ? v[from + 8]! - 9 : 0
  // W, T and X once told a wife or a child, and count nothing.
  const isOld = second === 20 || second === 23 || second === 24
  if (second > 9 && !isOld) return false
  const rest = (sum(v, from, [8, 7, 6, 5, 4, 3, 2]) + (isOld ? 0 : second * 9)) % 23
  return v[from + 7] === (rest === 0 ? letter('W') : rest + 9)
}
