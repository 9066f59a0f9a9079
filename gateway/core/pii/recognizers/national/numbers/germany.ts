/** National numbers of Germany. */
import { icao, isDate, isVaried, mod11And10, number, oneOf, pair, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

const taxId = {
  type: 'DE_TAX_ID',
  pack: 'DE',
  forms: '99 999 999 999|99999999999',
  counts: 'by-itself',
  words: 'idnr steuer steueridnr steuerid tin steueridentifikation* steueridentnr identnr steuerliche',
  topics: ['tax'],
  source: '§139b AO; ELSTER, Prüfung der Steuer- und Steueridentifikationsnummer: ISO 7064 MOD 11,10',
} satisfies Partial<NationalNumber>

const taxNumber = {
  type: 'DE_TAX_NUMBER',
  pack: 'DE',
  counts: 'told',
  odds: 1,
  words: 'steuernummer* steuernr stnr',
  topics: ['tax'],
  source:
    'ELSTER, Aufbau der Steuernummer: the written forms of the states; their check digits differ by state',
} satisfies Partial<NationalNumber>

export const germanNumbers: readonly NationalNumber[] = [
  {
    ...taxId,
    check: (v, from, end) => v[from] !== 0 && mod11And10(v, from, end) && hasOneRepeated(v, from),
    odds: 289,
  },
  // Made-up ones of samples and tests repeat no digit: so weak a reading counts where nothing speaks against it.
  {
    ...taxId,
    check: (v, from, end) => v[from] !== 0 && mod11And10(v, from, end) && isVaried(v, from, end),
    odds: 11,
  },
  {
    ...taxNumber,
    forms: '99/999/99999|999/999/99999|999/9999/9999|9999999999|99999999999|9999999999999',
    printed: 'anywhere',
  },
  // Over spaces it looks like a phone number.
  { ...taxNumber, forms: '99 999 99999|999 999 99999|999 9999 9999' },
  {
    type: 'DE_SOCIAL_SECURITY',
    pack: 'DE',
    forms: '99999999a999|99 999999 a 999|99 999999 a999',
    check: isGermanPension,
    counts: 'anywhere',
    odds: 250,
    words: 'rvnr svnr vsnr rentenversicherung* sozialversicherung* rentennummer sozialversicherungsausweis',
    topics: ['social'],
    source: '§147 SGB VI; VKVV §4: weights 2 1 2 5 7 1 2 1 2 1 2 1, digit sums',
  },
  {
    type: 'DE_HEALTH_INSURANCE',
    pack: 'DE',
    forms: 'a999999999',
    check: isGermanInsured,
    counts: 'by-itself',
    odds: 10,
    words: 'kvnr krankenversichert* krankenversicherungsnummer versichertennummer* versichertennr egk',
    topics: ['health'],
    source:
      '§290 SGB V; GKV-Spitzenverband, Krankenversichertennummer: the letter as two digits, weights 1 2',
  },
  {
    type: 'DE_ID_CARD',
    pack: 'DE',
    forms: 'a********|a*********',
    possible: isGermanDocument,
    check: (v, from, end) => isCardLead(v[from]!) && isDocumentKey(v, from, end),
    counts: 'by-itself',
    odds: 12,
    words: 'personalausweis* perso ausweis ausweisnummer ausweisnr',
    topics: ['identity'],
    source:
      'PAuswV Anhang; BSI TR-03127 (serial number in an alphabet without vowels); ICAO Doc 9303 check digit',
  },
  {
    type: 'DE_PASSPORT',
    pack: 'DE',
    forms: 'a********|a*********',
    possible: isGermanDocument,
    check: (v, from, end) => isPassportLead(v[from]!) && isDocumentKey(v, from, end),
    counts: 'by-itself',
    odds: 13,
    words: 'reisepass* pass passnummer passnr',
    topics: ['passport'],
    source: 'PassV Anhang; ICAO Doc 9303: the same serial numbers and check digit as identity cards',
  },
  {
    type: 'DE_DRIVER_LICENSE',
    pack: 'DE',
    forms: 'a***9999**9|a***99999*9',
    check: isGermanLicence,
    counts: 'told',
    odds: 20,
    words: 'führerschein* fuehrerschein* fahrerlaubnis*',
    topics: ['driver'],
    source: 'FeV Anlage 8: authority of four characters, number of five, check character, number of the copy',
  },
  {
    type: 'DE_LANR',
    pack: 'DE',
    forms: '999999999|9999999 99',
    check: (v, from, end) => isVaried(v, from, end) && isPhysician(v, from),
    counts: 'by-itself',
    odds: 12,
    words: 'lanr arztnummer arztnr',
    topics: [],
    source:
      'KBV, Richtlinie nach §75 Abs. 7 SGB V zur Vergabe der Arztnummern: weights 4 9, then the specialty',
  },
  {
    type: 'DE_VAT_ID',
    pack: 'DE',
    forms: '999999999|999 999 999',
    prefix: 'DE',
    check: mod11And10,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 10,
    words: 'ust umsatzsteuer* ustid ustidnr mwst',
    topics: ['company'],
    source: '§27a UStG; BZSt: ISO 7064 MOD 11,10',
  },
  {
    type: 'DE_HANDELSREGISTER',
    pack: 'DE',
    forms: 'HRA 99999|HRB 99999|HRA 9999|HRB 9999|HRA 999999|HRB 999999|HRB 999|HRA 999',
    counts: 'anywhere',
    odds: 1,
    words: 'handelsregister* amtsgericht registergericht',
    topics: ['company'],
    source: '§13 HRV: sections A and B of the commercial register',
  },
]

/** VKVV §4: the letter stands for its place in the alphabet; of each product the digits are summed. */
function isGermanPension(v: Values, from: number): boolean {
  const day = pair(v, from + 2)
  // Days above 31 are given where serial numbers run out.
  if (!isDate(pair(v, from + 4), day > 50 ? day - 50 : day)) return false
  const place = v[from + 8]! - 9
  const digits = [
    ...v.subarray(from, from + 8),
    Math.floor(place / 10),
    place % 10,
    v[from + 9]!,
    v[from + 10]!,
  ]
  let total = 0
  for (let index = 0; index < 12; index++) {
    const product = digits[index]! * pensionWeights[index]!
    total += Math.floor(product / 10) + (product % 10)
  }
  return total % 10 === v[from + 11]
}

const pensionWeights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]

/** GKV-Spitzenverband: the letter as two digits, then weights 1 and 2 in turn, digit sums, modulo 10. */
function isGermanInsured(v: Values, from: number): boolean {
  const place = v[from]! - 9
  let total = Math.floor(place / 10)
  const second = (place % 10) * 2
  total += second > 9 ? second - 9 : second
  for (let index = 1; index < 9; index++) {
    const product = v[from + index]! * (index % 2 === 1 ? 1 : 2)
    total += product > 9 ? product - 9 : product
  }
  return total % 10 === v[from + 9]
}

const isDocumentLetter = oneOf('0123456789CFGHJKLMNPRTVWXYZ')
const isPassportLead = oneOf('CFGHJK')
const isCardLead = oneOf('LMNPRTVWXY')

/** BSI TR-03127: letters without vowels, so that no words arise; at least three digits, so that no word is taken for one. */
function isGermanDocument(v: Values, from: number, end: number): boolean {
  if (!isDocumentLetter(v[from]!)) return false
  let digits = 0
  for (let index = from + 1; index < end; index++) {
    if (!isDocumentLetter(v[index]!)) return false
    if (v[index]! < 10) digits++
  }
  return digits >= 3
}

/** The last character is the check digit of those before; cards of T and eight digits are printed without it. */
function isDocumentKey(v: Values, from: number, end: number): boolean {
  return icao(v, from, end) || (v[from] === 29 && end - from === 9 && v[from + 1]! < 10 && v[from + 2]! < 10)
}

function isGermanLicence(v: Values, from: number): boolean {
  let total = 0
  for (let index = 0; index < 9; index++) total += v[from + index]! * (9 - index)
  const rest = total % 11
  return v[from + 9] === (rest === 10 ? 33 : rest)
}

/** 9999999 stands for physicians who have none (KBV, Pseudo-Arztnummern). */
function isPhysician(v: Values, from: number): boolean {
  if (number(v, from, from + 7) === 9_999_999) return number(v, from + 7, from + 9) > 0
  const rest = sum(v, from, [4, 9, 4, 9, 4, 9]) % 10
  return v[from + 6] === (10 - rest) % 10 && number(v, from + 7, from + 9) > 0
}

/** §139b AO, as given out: of the first ten digits exactly one stands twice or three times, and no other one twice. */
function hasOneRepeated(v: Values, from: number): boolean {
  let seen = 0
  let repeated = -1
  let times = 1
  for (let index = from; index < from + 10; index++) {
    const digit = v[index]!
    if ((seen & (1 << digit)) === 0) {
      seen |= 1 << digit
      continue
    }
    if (repeated >= 0 && repeated !== digit) return false
    repeated = digit
    times++
  }
  return times === 2 || times === 3
}
