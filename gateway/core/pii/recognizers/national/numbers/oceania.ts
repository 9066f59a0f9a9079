/** National numbers of Australia and New Zealand. */
import { isVaried, number, sum, type Values, valuesOf } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const oceanianNumbers: readonly NationalNumber[] = [
  {
    type: 'AU_TFN',
    pack: 'AU',
    forms: '999999999|999 999 999|99999999',
    check: (v, from, end) =>
      isVaried(v, from, end) &&
      (end - from === 9
        ? sum(v, from, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
        : sum(v, from, [10, 7, 8, 4, 6, 3, 5, 1]) % 11 === 0),
    counts: 'by-itself',
    odds: 11,
    words: 'tfn',
    topics: ['tax'],
    source: 'Taxation Administration Act 1953; ATO: weights 1 4 3 7 5 8 6 9 10, modulo 11',
  },
  {
    type: 'AU_ABN',
    pack: 'AU',
    forms: '99999999999|99 999 999 999|99-999-999-999',
    check: (v, from) =>
      v[from] !== 0 && (sum(v, from, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 89,
    words: 'abn',
    topics: ['company', 'tax'],
    source: 'A New Tax System (Australian Business Number) Act 1999; ABR: modulo 89',
  },
  {
    type: 'AU_ACN',
    pack: 'AU',
    forms: '999999999|999 999 999',
    check: (v, from, end) =>
      isVaried(v, from, end) && (10 - (sum(v, from, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === v[from + 8],
    counts: 'by-itself',
    odds: 10,
    words: 'acn arbn',
    topics: ['company'],
    source: 'Corporations Act 2001 s. 118; ASIC: weights 8 to 1, modulo 10',
  },
  {
    type: 'AU_MEDICARE',
    pack: 'AU',
    forms: '9999999999|9999 99999 9|99999999999|9999 99999 9/9|9999 99999 9 9|9999-99999-9',
    check: (v, from) =>
      v[from]! >= 2 &&
      v[from]! <= 6 &&
      sum(v, from, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === v[from + 8] &&
      v[from + 9] !== 0,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 22,
    words: 'medicare irn',
    topics: ['health'],
    source: 'Health Insurance Act 1973; Services Australia: first digit 2 to 6, weights 1 3 7 9, modulo 10',
  },
  {
    type: 'NZ_IRD',
    pack: 'NZ',
    forms: '999999999|999-999-999|99-999-999|99999999|999 999 999',
    check: isInlandRevenue,
    counts: 'by-itself',
    odds: 12,
    words: 'ird',
    topics: ['tax'],
    source:
      'Inland Revenue, Resident Withholding Tax specification: weights 3 2 7 6 5 4 3 2, then 7 4 3 2 5 2 7 6',
  },
  {
    type: 'NZ_NHI',
    pack: 'NZ',
    forms: 'aaa9999|aaa99a*',
    check: isHealthIndex,
    counts: 'told',
    odds: 11,
    words: 'nhi',
    topics: ['health'],
    source: 'HISO 10046: letters without I and O, modulo 11, or modulo 23 in the form of 2019',
  },
]

function isInlandRevenue(v: Values, from: number, end: number): boolean {
  const whole = number(v, from, end)
  if (whole < 10_000_000 || whole > 150_000_000) return false
  const skip = 9 - (end - from)
  const digit = (weights: readonly number[]) => (11 - (sum(v, from, weights.slice(skip)) % 11)) % 11
  const first = digit([3, 2, 7, 6, 5, 4, 3, 2])
  const last = first === 10 ? digit([7, 4, 3, 2, 5, 2, 7, 6]) : first
  return last === v[end - 1]
}

const healthLetters = valuesOf('ABCDEFGHJKLMNPQRSTUVWXYZ')

function isHealthIndex(v: Values, from: number): boolean {
  let total = 0
  for (let index = 0; index < 6; index++) {
    const value = v[from + index]!
    const place = value > 9 ? healthLetters.indexOf(value) + 1 : value
    if (value > 9 && place === 0) return false
    total += place * (7 - index)
  }
  const last = v[from + 6]!
  if (last < 10) return total % 11 !== 0 && (11 - (total % 11)) % 10 === last
  return healthLetters.indexOf(last) + 1 === 23 - (total % 23)
}
