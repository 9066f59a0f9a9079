/** National numbers of France. */
import { luhn, number, pair, remainder, type Values, valuesOf } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const frenchNumbers: readonly NationalNumber[] = [
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
    counts: 'by-itself',
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
]

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
