/** National numbers of Sweden, Norway, Denmark, Finland and Iceland. */
import { isDate, isDayFirst, luhn, number, oneOf, pair, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const nordicNumbers: readonly NationalNumber[] = [
  {
    type: 'SE_PERSONNUMMER',
    pack: 'SE',
    forms: '999999-9999|999999+9999|99999999-9999|9999999999|999999999999|999999 9999|99999999 9999',
    check: isSwedishPerson,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 270,
    words: 'personnummer* pnr samordningsnummer personnr',
    topics: ['identity', 'tax', 'social'],
    source:
      'Folkbokföringslag (1991:481) §18, 18a: Luhn over the last ten digits; day plus 60 for coordination numbers',
  },
  {
    type: 'SE_ORGANISATIONSNUMMER',
    pack: 'SE',
    forms: '9999999999|999999-9999',
    check: (v, from, end) => v[from]! > 0 && v[from + 2]! >= 2 && luhn(v, from, end),
    counts: 'by-itself',
    odds: 14,
    words: 'organisationsnummer orgnummer orgnr',
    topics: ['company'],
    source: 'Lag (1974:174) om identitetsbeteckning: third digit at least 2, Luhn',
  },
  {
    type: 'SE_VAT_ID',
    pack: 'SE',
    forms: '999999999901',
    prefix: 'SE',
    check: (v, from) => luhn(v, from, from + 10),
    counts: 'told',
    prefixed: 'anywhere',
    odds: 10,
    words: 'moms momsnummer vat',
    topics: ['company'],
    source: 'Skatteverket, VAT-nummer: the organisation number and 01',
  },
  {
    type: 'NO_FODSELSNUMMER',
    pack: 'NO',
    forms: '99999999999|999999 99999|999999-99999',
    check: isNorwegian,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 3200,
    words: 'fødselsnummer* fodselsnummer personnummer* fnr dnummer',
    topics: ['identity', 'tax', 'social'],
    source:
      'Folkeregisterforskriften §2-2-1: two check digits; day plus 40 for D numbers; Skatteetaten on those from 2032',
  },
  {
    type: 'NO_ORGNR',
    pack: 'NO',
    forms: '999999999|999 999 999',
    prefix: 'NO',
    check: (v, from) =>
      (v[from] === 8 || v[from] === 9) &&
      (11 - (sum(v, from, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === v[from + 8],
    counts: 'told',
    prefixed: 'told',
    odds: 55,
    words: 'organisasjonsnummer orgnr orgnummer mva',
    topics: ['company'],
    source: 'Enhetsregisterloven §5; Brønnøysundregistrene: weights 3 2 7 6 5 4 3 2, modulo 11',
  },
  {
    type: 'DK_CPR',
    pack: 'DK',
    forms: '9999999999|999999-9999|999999 9999',
    possible: (v, from) => isDayFirst(v, from) && number(v, from + 6, from + 10) > 0,
    counts: 'told',
    printed: 'anywhere',
    score: 0.5,
    odds: 27,
    words: 'cpr cprnr cprnummer personnummer*',
    topics: ['identity', 'tax', 'social', 'health'],
    source: 'CPR-loven; CPR-kontoret: day of birth first; since 2007 also numbers without modulo 11',
  },
  {
    type: 'DK_VAT_ID',
    pack: 'DK',
    forms: '99999999|99 99 99 99',
    prefix: 'DK',
    check: (v, from) => sum(v, from, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0,
    counts: 'told',
    prefixed: 'told',
    odds: 11,
    words: 'cvr se moms cvrnr',
    topics: ['company'],
    source: 'CVR-loven; Erhvervsstyrelsen: weights 2 7 6 5 4 3 2 1, modulo 11',
  },
  {
    type: 'FI_PERSONAL_IDENTITY_CODE',
    pack: 'FI',
    forms: '999999-999*|999999+999*|999999a999*',
    check: isFinnish,
    counts: 'anywhere',
    odds: 400,
    words: 'hetu henkilötunnus* sotu personbeteckning',
    topics: ['identity', 'tax', 'social'],
    source:
      'Asetus väestötietojärjestelmästä 128/2010, 690/2022: signs of the century, check character modulo 31',
  },
  {
    type: 'FI_BUSINESS_ID',
    pack: 'FI',
    forms: '9999999-9|99999999',
    prefix: 'FI',
    check: isFinnishCompany,
    counts: 'told',
    printed: 'by-itself',
    prefixed: 'anywhere',
    odds: 11,
    words: 'ytunnus tunnus alv',
    topics: ['company'],
    source: 'Yritys- ja yhteisötietolaki 244/2001; PRH: weights 7 9 10 5 8 4 2, modulo 11',
  },
  {
    type: 'IS_KENNITALA',
    pack: 'IS',
    forms: '9999999999|999999-9999|999999 9999',
    check: isIcelandic,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 1300,
    words: 'kennitala* kt',
    topics: ['identity', 'tax'],
    source: 'Lög 140/2019 um skráningu einstaklinga: weights 3 2 7 6 5 4 3 2, modulo 11; the century last',
  },
]

function isSwedishPerson(v: Values, from: number, end: number): boolean {
  const ten = end - 10
  if (end - from === 12) {
    const century = pair(v, from)
    if (century < 18 || century > 20) return false
  }
  const day = pair(v, ten + 4)
  return isDate(pair(v, ten + 2), day > 60 ? day - 60 : day) && luhn(v, ten, end)
}

function isNorwegian(v: Values, from: number): boolean {
  const day = pair(v, from)
  const month = pair(v, from + 2)
  if (!isDate(month > 80 ? month - 80 : month > 40 ? month - 40 : month, day > 40 ? day - 40 : day))
    return false
  if ((11 - (sum(v, from, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11 !== v[from + 9]) return false
  return (11 - (sum(v, from, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === v[from + 10]
}

const finnishLetters = [...'0123456789ABCDEFHJKLMNPRSTUVWXY'].map((one) => Number.parseInt(one, 36))
const isCentury = oneOf('ABCDEFYXWVU')

function isFinnish(v: Values, from: number, end: number): boolean {
  const withLetter = end - from === 11
  if (withLetter && !isCentury(v[from + 6]!)) return false
  if (!isDayFirst(v, from)) return false
  const serial = number(v, end - 4, end - 1)
  // 000 and 001 are never given.
  return serial > 1 && finnishLetters[(number(v, from, from + 6) * 1000 + serial) % 31] === v[end - 1]
}

function isFinnishCompany(v: Values, from: number): boolean {
  const rest = sum(v, from, [7, 9, 10, 5, 8, 4, 2]) % 11
  return rest !== 1 && (rest === 0 ? 0 : 11 - rest) === v[from + 7]
}

function isIcelandic(v: Values, from: number): boolean {
  const day = pair(v, from)
  const century = v[from + 9]!
  if (century !== 9 && century !== 0 && century !== 8) return false
  return (
    isDate(pair(v, from + 2), day > 40 ? day - 40 : day) &&
    sum(v, from, [3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0
  )
}
