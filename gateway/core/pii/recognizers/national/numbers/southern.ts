/** National numbers of Spain, Portugal, Italy, Greece, Malta, Cyprus and Turkey. */
import { isDayFirst, isVaried, letter, luhn, number, oneOf, pair, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const southernNumbers: readonly NationalNumber[] = [
  {
    type: 'ES_NIF',
    pack: 'ES',
    forms: '99999999a|99999999-a|99.999.999-a|99.999.999a|99 999 999 a|9999999a|9999999-a|99999999 a',
    prefix: 'ES',
    check: (v, from, end) => spanishLetter(number(v, from, end - 1)) === v[end - 1],
    counts: 'anywhere',
    odds: 23,
    words: 'nif dni',
    topics: ['identity', 'tax'],
    source: 'Real Decreto 1553/2005 (DNI), 1065/2007 (NIF): the letter at the number modulo 23',
  },
  {
    type: 'ES_NIE',
    pack: 'ES',
    forms:
      'X9999999a|Y9999999a|Z9999999a|X9999999-a|Y9999999-a|Z9999999-a|X-9999999-a|Y-9999999-a|Z-9999999-a',
    check: (v, from) =>
      spanishLetter((v[from]! - 33) * 10_000_000 + number(v, from + 1, from + 8)) === v[from + 8],
    counts: 'anywhere',
    odds: 23,
    words: 'nie extranjero extranjera',
    topics: ['identity', 'tax'],
    source: 'Real Decreto 557/2011 art. 206: X, Y, Z as 0, 1, 2, then as the DNI',
  },
  {
    type: 'ES_PASSPORT',
    pack: 'ES',
    forms: 'aaa999999|aaa 999999|aaa-999999|aa999999',
    counts: 'by-itself',
    odds: 1,
    words: 'pasaporte pasaportes',
    topics: ['passport'],
    source: 'Real Decreto 896/2003; Ministerio del Interior: three letters and six digits',
  },
  {
    type: 'ES_NSS',
    pack: 'ES',
    forms: '999999999999|99 99999999 99|99/99999999/99|99-99999999-99|99 9999999999',
    check: isSpanishInsured,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 97,
    words: 'nss naf',
    topics: ['social', 'health'],
    source: 'Tesorería General de la Seguridad Social: the number modulo 97',
  },
  {
    type: 'ES_CIF',
    pack: 'ES',
    forms: 'a9999999*|a-9999999*|a-9999999-*|a9999999-*',
    prefix: 'ES',
    check: isSpanishCompany,
    counts: 'told',
    printed: 'by-itself',
    prefixed: 'anywhere',
    odds: 15,
    words: 'cif nif',
    topics: ['company', 'tax'],
    source: 'Orden EHA/451/2008: Luhn over seven digits, as a digit or a letter',
  },
  {
    type: 'PT_NIF',
    pack: 'PT',
    forms: '999999999|999 999 999',
    prefix: 'PT',
    check: isPortuguese,
    counts: 'told',
    prefixed: 'told',
    odds: 14,
    words: 'nif nipc contribuinte',
    topics: ['tax'],
    source: 'Decreto-Lei 14/2013; AT: weights 9 to 2, modulo 11',
  },
  {
    type: 'PT_ID_CARD',
    pack: 'PT',
    forms: '999999999aa9|99999999 9 aa9|99999999 9aa9|99999999-9-aa9',
    check: isPortugueseCard,
    counts: 'anywhere',
    odds: 10,
    words: 'cidadão bi cc',
    topics: ['identity'],
    source: 'Lei 7/2007; AMA, Cartão de Cidadão: Luhn over letters and digits',
  },
  {
    type: 'PT_SOCIAL_SECURITY',
    pack: 'PT',
    forms: '99999999999',
    check: (v, from) =>
      v[from]! <= 2 && 9 - (sum(v, from, [29, 23, 19, 17, 13, 11, 7, 5, 3, 2]) % 10) === v[from + 10],
    counts: 'told',
    odds: 40,
    words: 'niss',
    topics: ['social'],
    source: 'Segurança Social, NISS: the first primes as weights, modulo 10',
  },
  {
    type: 'IT_FISCAL_CODE',
    pack: 'IT',
    forms: 'aaaaaa**a**a***a|aaa aaa **a** a***a',
    possible: isFiscalForm,
    check: isFiscalCode,
    counts: 'anywhere',
    unchecked: 'anywhere',
    odds: 26,
    words: 'codice fiscale cf',
    topics: ['tax', 'identity', 'health'],
    source:
      'DM 23.12.1976; Agenzia delle Entrate: values of odd and even places, modulo 26; letters where codes collide',
  },
  {
    type: 'IT_VAT_CODE',
    pack: 'IT',
    forms: '99999999999',
    prefix: 'IT',
    check: (v, from, end) =>
      luhn(v, from, end) && isItalianOffice(number(v, from + 7, from + 10)) && isVaried(v, from, from + 7),
    counts: 'by-itself',
    prefixed: 'anywhere',
    odds: 80,
    words: 'iva piva partita',
    topics: ['company', 'tax'],
    source: 'DPR 633/1972 art. 35: seven digits, office of the province, Luhn',
  },
  {
    type: 'IT_DRIVER_LICENSE',
    pack: 'IT',
    forms: 'aa9999999a|U1*******a',
    counts: 'by-itself',
    odds: 20,
    words: 'patente',
    topics: ['driver'],
    source:
      'Ministero delle Infrastrutture e dei Trasporti: province form, or U1 with seven characters and a letter',
  },
  {
    type: 'IT_PASSPORT',
    pack: 'IT',
    forms: 'aa9999999',
    counts: 'told',
    odds: 1,
    words: 'passaporto',
    topics: ['passport'],
    source: 'Polizia di Stato, passaporto ordinario: two letters and seven digits',
  },
  {
    type: 'IT_IDENTITY_CARD',
    pack: 'IT',
    forms: 'aa99999aa|aa9999999|9999999aa',
    counts: 'told',
    odds: 1,
    words: 'cie',
    topics: ['identity'],
    source:
      'Ministero dell’Interno, carta di identità elettronica: CA00000AA; paper: two letters and seven digits',
  },
  {
    type: 'GR_AFM',
    pack: 'GR',
    forms: '999999999|999 999 999',
    prefix: 'EL',
    check: (v, from, end) =>
      isVaried(v, from, end) && (sum(v, from, [256, 128, 64, 32, 16, 8, 4, 2]) % 11) % 10 === v[from + 8],
    counts: 'told',
    prefixed: 'told',
    odds: 11,
    words: 'afm αφμ ΑΦΜ ΦΠΑ',
    topics: ['tax'],
    source: 'AADE, ΑΦΜ: powers of two as weights, modulo 11',
  },
  {
    type: 'GR_AMKA',
    pack: 'GR',
    forms: '99999999999',
    check: (v, from, end) => isDayFirst(v, from) && luhn(v, from, end),
    counts: 'by-itself',
    odds: 270,
    words: 'amka αμκα ΑΜΚΑ',
    topics: ['social', 'health'],
    source: 'Νόμος 3655/2008; ΗΔΙΚΑ, ΑΜΚΑ: day of birth first, Luhn',
  },
  {
    type: 'MT_ID_CARD',
    pack: 'MT',
    forms: '9999999a|999999a|99999a',
    possible: (v, _from, end) => isMalteseLetter(v[end - 1]!),
    counts: 'told',
    odds: 3,
    words: '',
    topics: ['identity', 'tax'],
    source: 'Identità, identity card number: up to seven digits and one of A B G H L M P Z',
  },
  {
    type: 'MT_VAT_ID',
    pack: 'MT',
    forms: '99999999|9999-9999|9999 9999',
    prefix: 'MT',
    check: (v, from) => sum(v, from, [3, 4, 6, 7, 8, 9, 10, 1]) % 37 === 0,
    counts: 'told',
    prefixed: 'told',
    odds: 37,
    words: 'vat',
    topics: ['company'],
    source: 'MTCA, VAT numbers: weights 3 4 6 7 8 9, modulo 37',
  },
  {
    type: 'CY_TIC',
    pack: 'CY',
    forms: '99999999a',
    prefix: 'CY',
    check: isCypriot,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 26,
    words: 'tic',
    topics: ['tax', 'company'],
    source: 'Cyprus Tax Department; OECD, Cyprus: TIN: eight digits and a letter modulo 26',
  },
  {
    type: 'TR_NATIONAL_ID',
    pack: 'TR',
    forms: '99999999999|999 999 999 99',
    check: isTurkish,
    counts: 'anywhere',
    score: 0.6,
    odds: 110,
    words: 'tckn tckimlik kimlik tc turkish',
    topics: ['identity', 'tax'],
    source: 'Nüfus Hizmetleri Kanunu 5490 md. 46; NVİ: two check digits',
  },
  {
    type: 'TR_VKN',
    pack: 'TR',
    forms: '9999999999',
    check: isTurkishTax,
    counts: 'told',
    odds: 10,
    words: 'vkn vergi',
    topics: ['tax', 'company'],
    source: 'Gelir İdaresi Başkanlığı, vergi kimlik numarası',
  },
]

const spanishLetters = [...'TRWAGMYFPDXBNJZSQVHLCKE'].map(letter)

function spanishLetter(value: number): number {
  return spanishLetters[value % 23]!
}

function isSpanishInsured(v: Values, from: number): boolean {
  const province = pair(v, from)
  if (province === 0 || (province > 53 && province !== 66)) return false
  const serial = number(v, from + 2, from + 10)
  const key = pair(v, from + 10)
  if ((province * 100_000_000 + serial) % 97 === key) return true
  // Old serial numbers, below ten million, were reckoned without their leading zero.
  return serial < 10_000_000 && (province * 10_000_000 + serial) % 97 === key
}

const isSpanishKind = oneOf('ABCDEFGHJNPQRSUVW')
const companyLetters = [...'JABCDEFGHI'].map(letter)

function isSpanishCompany(v: Values, from: number): boolean {
  if (!isSpanishKind(v[from]!)) return false
  let total = 0
  for (let index = 1; index < 8; index++) {
    const product = v[from + index]! * (index % 2 === 1 ? 2 : 1)
    total += product > 9 ? product - 9 : product
  }
  const digit = (10 - (total % 10)) % 10
  return v[from + 8] === digit || v[from + 8] === companyLetters[digit]
}

const isPortugueseFirst = oneOf('1235689')

function isPortuguese(v: Values, from: number): boolean {
  const first = pair(v, from)
  if (!isPortugueseFirst(v[from]!) && first !== 45 && first < 70) return false
  return ((11 - (sum(v, from, [9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11) % 10 === v[from + 8]
}

function isPortugueseCard(v: Values, from: number): boolean {
  let total = 0
  for (let index = 0; index < 12; index++) {
    const value = v[from + index]!
    const doubled = value * 2
    total += index % 2 === 1 ? value : doubled > 9 ? doubled - 9 : doubled
  }
  return total % 10 === 0
}

/** DM 23.12.1976, allegato: what a character at an odd place (the first, the third …) counts. */
const oddValues = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
]
const isMonthLetter = oneOf('ABCDEHLMPRST')
const isDigitLetter = oneOf('0123456789LMNPQRSTUV')
const digitPlaces = [6, 7, 9, 10, 12, 13, 14]

function isFiscalForm(v: Values, from: number): boolean {
  if (!isMonthLetter(v[from + 8]!)) return false
  for (const place of digitPlaces) if (!isDigitLetter(v[from + place]!)) return false
  return true
}

function isFiscalCode(v: Values, from: number): boolean {
  let total = 0
  for (let index = 0; index < 15; index++) {
    const value = v[from + index]!
    const place = value > 9 ? value - 10 : value
    total += index % 2 === 0 ? oddValues[place]! : place
  }
  return (total % 26) + 10 === v[from + 15]
}

function isItalianOffice(office: number): boolean {
  return (
    (office >= 1 && office <= 100) || office === 120 || office === 121 || office === 888 || office === 999
  )
}

const isMalteseLetter = oneOf('ABGHLMPZ')
const cypriotOdd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]

function isCypriot(v: Values, from: number): boolean {
  if (pair(v, from) === 12) return false
  let total = 0
  for (let index = 0; index < 8; index++)
    total += index % 2 === 0 ? cypriotOdd[v[from + index]!]! : v[from + index]!
  return (total % 26) + 10 === v[from + 8]
}

function isTurkish(v: Values, from: number): boolean {
  if (v[from] === 0) return false
  const odd = v[from]! + v[from + 2]! + v[from + 4]! + v[from + 6]! + v[from + 8]!
  const even = v[from + 1]! + v[from + 3]! + v[from + 5]! + v[from + 7]!
  const tenth = (((odd * 7 - even) % 10) + 10) % 10
  return v[from + 9] === tenth && v[from + 10] === (odd + even + tenth) % 10
}

function isTurkishTax(v: Values, from: number): boolean {
  let total = 0
  for (let index = 0; index < 9; index++) {
    const digit = (v[from + index]! + 9 - index) % 10
    if (digit === 0) continue
    const product = (digit * 2 ** (9 - index)) % 9
    total += product === 0 ? 9 : product
  }
  return (10 - (total % 10)) % 10 === v[from + 9]
}
