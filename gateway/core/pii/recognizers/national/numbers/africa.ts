/** National numbers of South Africa and Nigeria. */
import { isYearFirst, luhn, verhoeff } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const africanNumbers: readonly NationalNumber[] = [
  {
    type: 'ZA_ID',
    pack: 'ZA',
    forms: '9999999999999|999999 9999 999|999999 9999 99 9',
    check: (v, from, end) => isYearFirst(v, from) && v[from + 10]! <= 2 && luhn(v, from, end),
    counts: 'anywhere',
    odds: 900,
    words: 'rsa idnumber',
    topics: ['identity', 'tax'],
    source: 'Identification Act 68 of 1997: date, sex, citizenship 0 to 2, Luhn',
  },
  {
    type: 'NG_NIN',
    pack: 'NG',
    forms: '99999999999',
    check: verhoeff,
    counts: 'by-itself',
    odds: 10,
    words: 'nin nimc',
    topics: ['identity'],
    source: 'NIMC Act 2007: eleven digits, Verhoeff',
  },
]
