/** National numbers of Indonesia. */
import { isDate, number, pair, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const indonesianNumbers: readonly NationalNumber[] = [
  {
    type: 'ID_NIK',
    pack: 'ID',
    forms: '9999999999999999',
    possible: isNik,
    counts: 'told',
    odds: 40,
    words: 'nik ktp',
    topics: [],
    source:
      'Peraturan Presiden 26/2009, UU 24/2013 art. 13: region, date of birth (day plus 40 for women), serial number',
  },
]

/** Provinces have codes from 11 on; the day of birth is followed by month and year. */
function isNik(v: Values, from: number): boolean {
  const day = pair(v, from + 6) % 40
  return pair(v, from) >= 11 && isDate(pair(v, from + 8), day) && number(v, from + 12, from + 16) > 0
}
