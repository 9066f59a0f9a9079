/** National numbers of Belgium, the Netherlands and Luxembourg. */
import {
  isDate,
  isVaried,
  letter,
  luhn,
  number,
  pair,
  remainder,
  sum,
  type Values,
  verhoeff,
} from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const beneluxNumbers: readonly NationalNumber[] = [
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
