/** National numbers of Estonia, Latvia and Lithuania. */
import { isDate, isDayFirst, isVaried, oneOf, pair, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const balticNumbers: readonly NationalNumber[] = [
  {
    type: 'EE_ISIKUKOOD',
    pack: 'EE',
    forms: '99999999999',
    check: isBaltic,
    counts: 'by-itself',
    odds: 340,
    words: 'isikukood* ik',
    topics: ['identity', 'tax'],
    source: 'EVS 585:2007; Rahvastikuregistri seadus: century and sex, date, modulo 11 in two rounds',
  },
  {
    type: 'EE_REGISTRIKOOD',
    pack: 'EE',
    forms: '99999999',
    check: (v, from) => isRegistry(v[from]!) && balticDigit(v, from, 7) === v[from + 7],
    counts: 'told',
    odds: 25,
    words: 'registrikood*',
    topics: ['company'],
    source: 'Äriregistri seadus: first digit 1, 7, 8 or 9, the check digit of personal codes',
  },
  {
    type: 'LT_ASMENS_KODAS',
    pack: 'LT',
    forms: '99999999999',
    check: isBaltic,
    counts: 'by-itself',
    odds: 340,
    words: 'asmens kodas ak',
    topics: ['identity', 'tax'],
    source: 'Gyventojų registro įstatymas: as the Estonian code',
  },
  {
    type: 'LT_VAT_ID',
    pack: 'LT',
    forms: '999999999|999999999999',
    prefix: 'LT',
    check: (v, from, end) => v[end - 2] === 1 && balticDigit(v, from, end - from - 1) === v[end - 1],
    counts: 'told',
    prefixed: 'anywhere',
    odds: 100,
    words: 'pvm',
    topics: ['company'],
    source: 'VMI, PVM mokėtojo kodas',
  },
  {
    type: 'LV_PERSONAS_KODS',
    pack: 'LV',
    forms: '999999-99999|99999999999',
    check: isLatvian,
    counts: 'told',
    printed: 'anywhere',
    odds: 300,
    words: 'personas kods',
    topics: ['identity', 'tax'],
    source: 'Fizisko personu reģistra likums: day of birth and a check digit, until 2017',
  },
  {
    type: 'LV_PERSONAS_KODS',
    pack: 'LV',
    forms: '399999-99999|39999999999',
    possible: (v, from, end) => v[from + 1]! >= 2 && isVaried(v, from + 2, end),
    counts: 'told',
    odds: 1,
    words: 'personas kods',
    topics: [],
    source: 'Fizisko personu reģistra likums: since 2017 from 32 on, without a date',
  },
  {
    type: 'LV_VAT_ID',
    pack: 'LV',
    forms: '99999999999',
    prefix: 'LV',
    check: (v, from) => v[from]! > 3 && sum(v, from, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 === 3,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 18,
    words: 'pvn',
    topics: ['company'],
    source: 'VID, PVN reģistrācijas numurs: modulo 11',
  },
  {
    type: 'EE_VAT_ID',
    pack: 'EE',
    forms: '999999999',
    prefix: 'EE',
    check: (v, from) => sum(v, from, [3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 === 0,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 10,
    words: 'kmkr käibemaks*',
    topics: ['company'],
    source: 'EMTA, käibemaksukohustuslase number: weights 3 7 1',
  },
]

function isBaltic(v: Values, from: number): boolean {
  const first = v[from]!
  if (first < 1 || first > 8 || !isDate(pair(v, from + 3), pair(v, from + 5))) return false
  return balticDigit(v, from, 10) === v[from + 10]
}

const isRegistry = oneOf('1789')

/** EVS 585: weights 1 to 9 and around; where that leaves 10, weights 3 to 9 and around; where that does as well, 0. */
function balticDigit(v: Values, from: number, digits: number): number {
  for (const first of [1, 3]) {
    let total = 0
    for (let index = 0; index < digits; index++) total += v[from + index]! * (((index + first - 1) % 9) + 1)
    if (total % 11 < 10) return total % 11
  }
  return 0
}

function isLatvian(v: Values, from: number): boolean {
  if (!isDayFirst(v, from) || v[from + 6]! > 2) return false
  return ((1 + sum(v, from, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11) % 10 === v[from + 10]
}
