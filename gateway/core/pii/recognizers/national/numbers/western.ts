/** National numbers of the United Kingdom, Ireland, France, Belgium, the Netherlands and Luxembourg. */
import {
  isDate,
  isVaried,
  letter,
  luhn,
  number,
  oneOf,
  pair,
  remainder,
  sum,
  type Values,
  valuesOf,
  verhoeff,
} from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const westernNumbers: readonly NationalNumber[] = [
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
    forms: 'aa999999a|aa 99 99 99 a|aa 999999 a|aa-99-99-99-a',
    check: isInsuranceNumber,
    counts: 'anywhere',
    odds: 10,
    words: 'nino ni nin national',
    topics: ['social', 'identity'],
    source: 'HMRC, NIM39110: letters never used, prefixes never allocated, suffix A to D',
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
    counts: 'told',
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
  {
    type: 'FR_NIR',
    pack: 'FR',
    forms:
      '9999999999999|999999999999999|9 99 99 99 999 999 99|9 99 99 99 999 999|9 99 99 99 999 999 99|9999999999999 99|' +
      '999999A99999999|999999B99999999|9 99 99 9A 999 999 99|9 99 99 9B 999 999 99|9 99 99 99 999 99999',
    check: isFrenchRegistered,
    counts: 'anywhere',
    unchecked: 'told',
    odds: 1500,
    words: 'nir insee sécu secu vitale sociale sécurité securite',
    topics: ['social', 'health'],
    source: 'Code de la sécurité sociale R115-1; INSEE: 97 minus the number modulo 97, Corsica as 19 and 18',
  },
  {
    type: 'FR_SPI',
    pack: 'FR',
    forms: '9999999999999|99 99 999 999 999',
    check: (v, from) =>
      v[from]! <= 3 && remainder(v, [from, from + 10], 511) === number(v, from + 10, from + 13),
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 1250,
    words: 'spi fiscal',
    topics: ['tax'],
    source: 'OECD, France: TIN (numéro fiscal de référence): the first ten digits modulo 511',
  },
  {
    type: 'FR_ID_CARD',
    pack: 'FR',
    forms: '999999999999|99aa99999|*********',
    counts: 'told',
    odds: 1,
    words: 'cni cnie identité',
    topics: ['identity'],
    source: 'Décret 55-1397: twelve digits, or nine characters since 2021',
  },
  {
    type: 'FR_SIREN',
    pack: 'FR',
    forms: '999999999|999 999 999|99999999999999|999 999 999 99999',
    check: (v, from, end) => luhn(v, from, from + 9) && (end - from === 9 || luhn(v, from, end)),
    counts: 'told',
    odds: 10,
    words: 'siren siret rcs',
    topics: ['company'],
    source: 'Code de commerce R123-220; INSEE SIRENE: Luhn',
  },
  {
    type: 'FR_VAT_ID',
    pack: 'FR',
    forms: '**999999999|** 999999999|** 999 999 999|99 999 999 999',
    prefix: 'FR',
    check: isFrenchVat,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 900,
    words: 'tva intracommunautaire',
    topics: ['company'],
    source: 'CGI art. 286 ter: 12 plus three times the SIREN modulo 97',
  },
  {
    type: 'BE_NN',
    pack: 'BE',
    forms:
      '99999999999|99.99.99-999.99|99 99 99 999 99|999999-999-99|999999 999 99|99.99.99 999.99|99.99.99.999.99',
    check: isBelgian,
    counts: 'anywhere',
    odds: 1300,
    words: 'rijksregister* insz niss rrn nrn bis',
    topics: ['identity', 'social'],
    source:
      'KB 3 april 1984: 97 minus the nine digits modulo 97, with a 2 before them since 2000; BIS months plus 20, 40',
  },
  {
    type: 'BE_EID',
    pack: 'BE',
    forms: '999999999999|999-9999999-99',
    check: (v, from) => (remainder(v, [from, from + 10], 97) || 97) === pair(v, from + 10),
    counts: 'told',
    printed: 'anywhere',
    odds: 97,
    words: 'identiteitskaart* eid',
    topics: ['identity'],
    source: 'IBZ, elektronische identiteitskaart: modulo 97',
  },
  {
    type: 'BE_VAT_ID',
    pack: 'BE',
    forms: '9999999999|9999.999.999|9999 999 999|999 999 999|999999999',
    prefix: 'BE',
    check: (v, from, end) => 97 - remainder(v, [from, end - 2], 97) === pair(v, end - 2),
    counts: 'told',
    prefixed: 'anywhere',
    odds: 97,
    words: 'btw tva kbo bce ondernemingsnummer entreprise',
    topics: ['company'],
    source: 'KB 24 juni 2003 (Kruispuntbank van Ondernemingen): 97 minus the number modulo 97',
  },
  {
    type: 'NL_BSN',
    pack: 'NL',
    forms: '999999999|999 999 999|9999.99.999|99999999|999.999.999',
    check: isDutch,
    counts: 'by-itself',
    odds: 11,
    words: 'bsn burgerservicenummer sofi sofinummer onderwijsnummer',
    topics: ['social', 'tax', 'identity'],
    source: 'Wet algemene bepalingen burgerservicenummer; RvIG: the elfproef, weights 9 to 2 and -1',
  },
  {
    type: 'NL_ID_DOCUMENT',
    pack: 'NL',
    forms: 'aa*******|aa******9',
    possible: (v, from, end) => v[end - 1]! < 10 && !v.subarray(from, end).includes(letter('O')),
    counts: 'told',
    odds: 3,
    words: 'identiteitskaart* paspoort* documentnummer',
    topics: ['passport', 'identity'],
    source: 'RvIG, documentnummer: two letters, six letters or digits without O, a digit',
  },
  {
    type: 'NL_VAT_ID',
    pack: 'NL',
    forms: '999999999B99',
    prefix: 'NL',
    check: isDutchVat,
    counts: 'anywhere',
    odds: 6,
    words: 'btw omzetbelasting*',
    topics: ['company'],
    source: 'Belastingdienst, btw-identificatienummer: the elfproef, or since 2020 modulo 97',
  },
  {
    type: 'LU_NIN',
    pack: 'LU',
    forms: '9999999999999|9999 99 99 99999|99999999 99999|9999 9999 99999',
    check: isLuxembourgish,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 20_000,
    words: 'matricule ccss nin',
    topics: ['social', 'identity', 'tax'],
    source: 'Loi du 19 juin 2013; CTIE: Luhn, then Verhoeff, over the first eleven digits',
  },
  {
    type: 'LU_VAT_ID',
    pack: 'LU',
    forms: '99999999|999 999 99',
    prefix: 'LU',
    check: (v, from) => number(v, from, from + 6) % 89 === pair(v, from + 6),
    counts: 'told',
    prefixed: 'anywhere',
    odds: 89,
    words: 'tva',
    topics: ['company'],
    source: 'AED, numéro d’identification TVA: modulo 89',
  },
]

const isNinoFirst = oneOf('ABCEGHJKLMNOPRSTWXYZ')
const isNinoSecond = oneOf('ABCEGHJKLMNPRSTWXYZ')
const unallocated = new Set(
  ['BG', 'GB', 'KN', 'NK', 'NT', 'TN', 'ZZ'].map((pair) => letter(pair[0]!) * 36 + letter(pair[1]!)),
)

function isInsuranceNumber(v: Values, from: number): boolean {
  const [first, second, last] = [v[from]!, v[from + 1]!, v[from + 8]!]
  return isNinoFirst(first) && isNinoSecond(second) && last <= 13 && !unallocated.has(first * 36 + second)
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

/** Thirteen digits without their key, or fifteen with it. */
function isFrenchRegistered(v: Values, from: number, end: number): boolean {
  const month = pair(v, from + 3)
  const isSex =
    v[from]! === 1 || v[from]! === 2 || v[from]! === 3 || v[from]! === 4 || v[from]! === 7 || v[from]! === 8
  if (!isSex || (month > 12 && month < 20) || (month > 42 && month < 50) || month === 0) return false
  if (end - from === 13) return false
  const corsica = v[from + 6]!
  if (corsica > 9 && v[from + 5] !== 2) return false
  let rest = 0
  for (let index = from; index < from + 13; index++) {
    const value = index === from + 6 && corsica > 9 ? 0 : v[index]!
    rest = (rest * 10 + value) % 97
  }
  // 2A counts as 19 and 2B as 18: 20 less 1 and 2 millions.
  if (corsica > 9) rest = (rest + 97 * 10 - (((corsica - 9) * 1_000_000) % 97)) % 97
  return 97 - rest === pair(v, from + 13)
}

function isFrenchVat(v: Values, from: number): boolean {
  if (v[from]! > 9 || v[from + 1]! > 9) return isLetteredKey(v, from)
  const siren = remainder(v, [from + 2, from + 11], 97)
  if (pair(v, from) !== (12 + 3 * siren) % 97) return false
  // Monaco's numbers, which begin with 000, are no SIREN.
  return luhn(v, from + 2, from + 11) || number(v, from + 2, from + 5) === 0
}

const keyAlphabet = valuesOf('0123456789ABCDEFGHJKLMNPQRSTUVWXYZ')

/** CGI ann. III art. 42 septies: keys with letters, for when those of digits run out. */
function isLetteredKey(v: Values, from: number): boolean {
  const first = keyAlphabet.indexOf(v[from]!)
  const second = keyAlphabet.indexOf(v[from + 1]!)
  if (first < 0 || second < 0) return false
  const key = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
  return (number(v, from + 2, from + 11) + 1 + Math.floor(key / 11)) % 11 === key % 11
}

function isBelgian(v: Values, from: number): boolean {
  const month = pair(v, from + 2) % 20
  if (month > 12 || pair(v, from + 4) > 31 || pair(v, from + 2) > 52) return false
  if (number(v, from + 6, from + 9) === 0) return false
  const rest = remainder(v, [from, from + 9], 97)
  const key = pair(v, from + 9)
  return 97 - rest === key || 97 - ((rest + sinceTwoThousand) % 97) === key
}

const sinceTwoThousand = 2_000_000_000 % 97

function isDutch(v: Values, from: number, end: number): boolean {
  if (!isVaried(v, from, end)) return false
  const eight = end - from === 8
  const total = eight ? sum(v, from, [8, 7, 6, 5, 4, 3, 2, -1]) : sum(v, from, [9, 8, 7, 6, 5, 4, 3, 2, -1])
  return total % 11 === 0
}

function isDutchVat(v: Values, from: number, end: number): boolean {
  if (sum(v, from, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0) return true
  // NL as 2321, B as 11.
  let rest = 2321
  for (let index = from; index < end; index++) {
    const value = v[index]!
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

function isLuxembourgish(v: Values, from: number): boolean {
  const year = number(v, from, from + 4)
  if (year < 1850 || year > 2100 || !isDate(pair(v, from + 4), pair(v, from + 6))) return false
  if (!luhn(v, from, from + 12)) return false
  const withoutLuhn = Uint8Array.from([...v.subarray(from, from + 11), v[from + 12]!])
  return verhoeff(withoutLuhn, 0, 12)
}
