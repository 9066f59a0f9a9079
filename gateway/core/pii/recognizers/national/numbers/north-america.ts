/** National numbers of the United States and Canada. */
import { luhnSum } from '../../../luhn.ts'
import { isDate, isVaried, luhn, oneOf, pair, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const northAmericanNumbers: readonly NationalNumber[] = [
  {
    type: 'US_ITIN',
    pack: 'US',
    forms: '999999999|999-99-9999|999 99 9999|999-999999|99999-9999',
    possible: isItin,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 23,
    words: 'itin',
    topics: ['tax'],
    source: 'IRS, Internal Revenue Manual 3.21.263: 9, then a group of 50-65, 70-88, 90-92 or 94-99',
  },
  {
    type: 'US_EIN',
    pack: 'US',
    forms: '99-9999999|999999999',
    possible: (v, from) => isEinPrefix[pair(v, from)] === 1,
    counts: 'told',
    odds: 2,
    words: 'ein fein employer',
    topics: ['tax', 'company'],
    source: 'IRS, How EINs are assigned and valid EIN prefixes',
  },
  {
    type: 'US_MBI',
    pack: 'US',
    forms: '9a*9a*9aa99|9a*9-a*9-aa99',
    possible: isMedicare,
    counts: 'anywhere',
    odds: 10,
    words: 'mbi medicare',
    topics: ['health'],
    source: 'CMS, Understanding the Medicare Beneficiary Identifier format: no S L O I B Z',
  },
  {
    type: 'US_NPI',
    pack: 'US',
    forms: '9999999999|9999 999 999|9999-999-999',
    check: (v, from, end) =>
      (v[from] === 1 || v[from] === 2) && isVaried(v, from, end) && (luhnSum(v, from, end) + 24) % 10 === 0,
    counts: 'by-itself',
    printed: 'by-itself',
    odds: 50,
    words: 'npi provider',
    topics: ['health'],
    source: '45 CFR §162.406; CMS, NPI check digit: Luhn with 80840 before it',
  },
  {
    type: 'US_PASSPORT',
    pack: 'US',
    forms: 'a99999999|999999999',
    possible: (v, from) => v[from]! > 9,
    counts: 'told',
    odds: 2,
    words: '',
    topics: ['passport'],
    source:
      '22 CFR §51; Department of State, Next Generation Passport: a letter and eight digits; before, nine digits',
  },
  {
    type: 'US_DRIVER_LICENSE',
    pack: 'US',
    forms:
      'a9999999|a99999999|a999999999|a99999999999|a999999999999|a9999999999999|a99999999999999|aa999999|aa9999999|' +
      'aa999999a|aa99999|9999999|99999999|999999999|9999999999|999999999999|99999999a|999999999a|a999-9999-9999|' +
      'a9999-99999-99999|a999-999-99-999-9|a-999-999-999-999|99-999-9999|999-99-9999|99aaa9999|99aaa99999|aaaaaaa999a9',
    counts: 'told',
    odds: 1,
    words: 'driver drivers driver’s dl',
    topics: [],
    source: 'AAMVA DL/ID Card Design Standard; the numbering of the states',
  },
  {
    type: 'CA_SIN',
    pack: 'CA',
    forms: '999999999|999 999 999|999-999-999',
    check: (v, from, end) => v[from] !== 0 && v[from] !== 8 && luhn(v, from, end) && isVaried(v, from, end),
    counts: 'by-itself',
    printed: 'by-itself',
    odds: 12,
    words: 'sin nas',
    topics: ['social', 'tax'],
    source:
      'Employment Insurance Act s. 138; ESDC, Social Insurance Number Code of Practice: Luhn, no 0 or 8 first',
  },
  {
    type: 'CA_BUSINESS_NUMBER',
    pack: 'CA',
    forms:
      '999999999RT9999|999999999RC9999|999999999RP9999|999999999 RT9999|999999999 RT 9999|99999 9999 RT9999|99999 9999 RT 9999',
    check: (v, from) => luhn(v, from, from + 9),
    counts: 'anywhere',
    odds: 10,
    words: 'bn gst hst tps',
    topics: ['company'],
    source: 'CRA, Business Number: Luhn, then the account',
  },
  {
    type: 'CA_HEALTH_CARD',
    pack: 'CA',
    forms:
      '9999999999|9999 999 999|9999-999-999|9999999999aa|9999-999-999-aa|9999 999 999 aa|aaaa99999999|aaaa 9999 9999',
    check: (v, from) =>
      v[from]! > 9 ? isDate(pair(v, from + 6) % 50, pair(v, from + 8)) : luhn(v, from, from + 10),
    counts: 'told',
    odds: 10,
    words: 'ohip ramq',
    topics: ['health'],
    source: 'Ontario Ministry of Health, OHIP: Luhn; RAMQ: letters of the name, date of birth',
  },
]

function isItin(v: Values, from: number): boolean {
  const group = pair(v, from + 3)
  if (v[from] !== 9 || group < 50 || group === 89 || group === 93) return false
  return group <= 65 || group >= 70
}

const isEinPrefix = new Uint8Array(100).fill(1)
for (const never of [0, 7, 8, 9, 17, 18, 19, 28, 29, 49, 69, 70, 78, 79, 89, 96, 97]) isEinPrefix[never] = 0

const isMedicareLetter = oneOf('ACDEFGHJKMNPQRTUVWXY')
const medicareLetters = [1, 4, 7, 8]
const medicareEither = [2, 5]

function isMedicare(v: Values, from: number): boolean {
  if (v[from] === 0) return false
  for (const place of medicareLetters) if (!isMedicareLetter(v[from + place]!)) return false
  for (const place of medicareEither)
    if (v[from + place]! > 9 && !isMedicareLetter(v[from + place]!)) return false
  return true
}
