/** National numbers of the United States, Canada, Mexico, Brazil and their neighbours. */
import {
  isDate,
  isVaried,
  isYearFirst,
  letter,
  luhn,
  luhnSum,
  number,
  oneOf,
  pair,
  sum,
  type Values,
} from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const americanNumbers: readonly NationalNumber[] = [
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
    forms: '99-9999999',
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
  {
    type: 'MX_CURP',
    pack: 'MX',
    forms: 'aaaa999999aaaaaa*9',
    check: isCurp,
    counts: 'anywhere',
    odds: 4000,
    words: 'curp',
    topics: ['identity'],
    source: 'DOF 18.10.2021, Instructivo normativo para la asignación de la CURP; RENAPO, dígito verificador',
  },
  {
    type: 'MX_RFC',
    pack: 'MX',
    forms: 'aaaa999999***|aaaa-999999-***|aaa999999***|aaa-999999-***',
    check: isRfc,
    counts: 'by-itself',
    unchecked: 'told',
    odds: 300,
    words: 'rfc',
    topics: ['tax', 'company'],
    source: 'Código Fiscal de la Federación art. 27; SAT, RFC: dígito verificador modulo 11',
  },
  {
    type: 'BR_CPF',
    pack: 'BR',
    forms: '99999999999|999.999.999-99|999 999 999 99|999999999-99',
    check: (v, from, end) => isVaried(v, from, end) && isCpf(v, from),
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 100,
    words: 'cpf',
    topics: ['tax', 'identity'],
    source: 'Receita Federal, IN RFB 2172/2024: weights 10 to 2, then 11 to 2, modulo 11',
  },
  {
    type: 'BR_CNPJ',
    pack: 'BR',
    forms: '99999999999999|99.999.999/9999-99|************99|**.***.***/****-99',
    check: isCnpj,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 99,
    words: 'cnpj',
    topics: ['company', 'tax'],
    source: 'Receita Federal, IN RFB 2229/2024: letters as their ASCII code less 48, modulo 11',
  },
  {
    type: 'BR_RG',
    pack: 'BR',
    forms: '99.999.999-*|999999999|99999999*',
    counts: 'told',
    odds: 1,
    words: 'rg',
    topics: ['identity'],
    source: 'Lei 7.116/1983: given by the states',
  },
  {
    type: 'AR_CUIT',
    pack: 'AR',
    forms: '99-99999999-9|99999999999',
    check: (v, from) =>
      v[from]! >= 2 &&
      v[from]! <= 3 &&
      (11 - (sum(v, from, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === v[from + 10],
    counts: 'told',
    printed: 'anywhere',
    odds: 55,
    words: 'cuit cuil',
    topics: ['tax'],
    source: 'AFIP, RG 10/1997: weights 5 4 3 2 7 6 5 4 3 2, modulo 11',
  },
  {
    type: 'CL_RUT',
    pack: 'CL',
    forms: '99.999.999-*|99999999-*|9.999.999-*|9999999-*',
    check: isRut,
    counts: 'told',
    printed: 'anywhere',
    odds: 11,
    words: 'rut run',
    topics: ['identity', 'tax'],
    source: 'DFL 3/1969; SII, RUT: weights 2 to 7 from the right, modulo 11, K for 10',
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

const states = new Set(
  'AS BC BS CC CL CM CS CH DF DG GT GR HG JC MC MN MS NT NL OC PL QT QR SP SL SR TC TS TL VZ YN ZS NE'.split(
    ' ',
  ),
)

function isCurp(v: Values, from: number): boolean {
  const sex = v[from + 10]
  if (!isYearFirst(v, from + 4) || (sex !== letter('H') && sex !== letter('M') && sex !== letter('X')))
    return false
  if (!states.has(String.fromCharCode(v[from + 11]! + 0x37, v[from + 12]! + 0x37))) return false
  let total = 0
  for (let index = 0; index < 17; index++) {
    const value = v[from + index]!
    // Ñ stands between N and O.
    total += (value > 23 ? value + 1 : value) * (18 - index)
  }
  return (10 - (total % 10)) % 10 === v[from + 17]
}

function isRfc(v: Values, from: number, end: number): boolean {
  const person = end - from === 13
  const date = from + (person ? 4 : 3)
  if (!isYearFirst(v, date)) return false
  // Behind the date no character is O but in early numbers; the last is a digit or A.
  if (v[end - 1]! > 10) return false
  let total = person ? 0 : 37 * 13
  for (let index = from; index < end - 1; index++) {
    const value = v[index]!
    total += (value > 23 ? value + 1 : value) * (end - index)
  }
  const digit = (11 - (total % 11)) % 11
  return digit === v[end - 1]
}

function isCpf(v: Values, from: number): boolean {
  const first = ((sum(v, from, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10
  return (
    first === v[from + 9] &&
    ((sum(v, from, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10) % 11) % 10 === v[from + 10]
  )
}

const firstCnpj = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]
const secondCnpj = [6, ...firstCnpj]

function isCnpj(v: Values, from: number): boolean {
  // ASCII less 48: A is 17.
  const code = (index: number) => (v[from + index]! > 9 ? v[from + index]! + 7 : v[from + index]!)
  const digit = (weights: readonly number[]) => {
    let total = 0
    for (let index = 0; index < weights.length; index++) total += code(index) * weights[index]!
    return ((total * 10) % 11) % 10
  }
  return (
    number(v, from + 8, from + 12) > 0 &&
    digit(firstCnpj) === v[from + 12] &&
    digit(secondCnpj) === v[from + 13]
  )
}

function isRut(v: Values, from: number, end: number): boolean {
  let total = 0
  for (let index = end - 2, weight = 2; index >= from; index--) {
    total += v[index]! * weight
    weight = weight === 7 ? 2 : weight + 1
  }
  const digit = (11 - (total % 11)) % 11
  return v[end - 1] === (digit === 10 ? letter('K') : digit)
}
