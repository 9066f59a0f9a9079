/** National numbers of India, Singapore, Thailand and the Philippines. */
import { number, oneOf, pair, sum, type Values, valuesOf, verhoeff } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const southAsianNumbers: readonly NationalNumber[] = [
  {
    type: 'IN_AADHAAR',
    pack: 'IN',
    forms: '999999999999|9999 9999 9999|9999-9999-9999|9999:9999:9999',
    check: (v, from, end) => v[from]! >= 2 && !isPalindrome(v, from, end) && verhoeff(v, from, end),
    counts: 'by-itself',
    odds: 12,
    words: 'aadhaar aadhar uidai adhaar',
    topics: ['identity'],
    source: 'Aadhaar Act 2016; UIDAI: first digit 2 to 9, Verhoeff',
  },
  {
    type: 'IN_PAN',
    pack: 'IN',
    forms: 'aaaaa9999a',
    possible: (v, from) => number(v, from + 5, from + 9) > 0,
    counts: 'by-itself',
    odds: 1,
    words: 'pan',
    topics: ['tax'],
    source:
      'Income-tax Act 1961 s. 139A; Income Tax Department: how its check letter is made is not published',
  },
  {
    type: 'IN_GSTIN',
    pack: 'IN',
    forms: '99aaaaa9999a*Z*',
    possible: isGstinForm,
    check: isGstin,
    counts: 'anywhere',
    unchecked: 'by-itself',
    odds: 100,
    words: 'gstin gst',
    topics: ['tax', 'company'],
    source: 'CGST Rules 2017, rule 10; GSTN: state, PAN, entity, Z, check character modulo 36',
  },
  {
    type: 'IN_VOTER',
    pack: 'IN',
    forms: 'aaa9999999',
    counts: 'by-itself',
    odds: 2,
    words: 'voter epic',
    topics: ['identity'],
    source: 'Election Commission of India, EPIC: three letters and seven digits',
  },
  {
    type: 'IN_PASSPORT',
    pack: 'IN',
    forms: 'a9999999',
    possible: (v, from) => isIndianSeries(v[from]!) && v[from + 1] !== 0,
    counts: 'told',
    odds: 2,
    words: '',
    topics: ['passport'],
    source: 'Passport Seva: a letter and seven digits',
  },
  {
    type: 'SG_NRIC_FIN',
    pack: 'SG',
    forms: 'a9999999a',
    possible: (v, from) => isSeries(v[from]!),
    check: isSingaporean,
    counts: 'anywhere',
    unchecked: 'by-itself',
    odds: 130,
    words: 'nric fin',
    topics: ['identity'],
    source: 'National Registration Regulations; ICA: weights 2 7 6 5 4 3 2, modulo 11, letters by series',
  },
  {
    type: 'SG_UEN',
    pack: 'SG',
    forms: '99999999a|999999999a|a99aa9999a',
    check: isUen,
    counts: 'by-itself',
    odds: 26,
    words: 'uen',
    topics: ['company', 'tax'],
    source: 'ACRA, Unique Entity Number; the check letters of its three forms',
  },
  {
    type: 'TH_TNIN',
    pack: 'TH',
    forms: '9999999999999|9-9999-99999-99-9|9 9999 99999 99 9',
    check: isThai,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 14,
    words: 'thai บัตรประชาชน',
    topics: ['identity', 'tax'],
    source: 'กรมการปกครอง: weights 13 to 2, modulo 11; province codes 10 to 97',
  },
  {
    type: 'PH_TIN',
    pack: 'PH',
    forms: '999-999-999|999-999-999-999|999999999|999999999999|99999999999999|999-999-999-99999',
    possible: (v, from) => number(v, from + 3, from + 9) > 0,
    counts: 'told',
    odds: 1,
    words: 'tin bir',
    topics: ['tax'],
    source: 'BIR, Revenue Regulations 7-2012: nine digits and the branch',
  },
]

const isSeries = oneOf('STFGM')
const isHolder = oneOf('ABCFGHJLPTEK')
const isIndianSeries = oneOf('ABCDEFGHJKLMNPRSTUVWXYZ')

function isPalindrome(v: Values, from: number, end: number): boolean {
  for (let left = from, right = end - 1; left < right; left++, right--) if (v[left] !== v[right]) return false
  return true
}

/** State codes; 38 is so new that only a right check character makes it one. */
function isGstinForm(v: Values, from: number, end: number): boolean {
  const state = pair(v, from)
  return state > 0 && (state < 38 || state === 97 || state === 99 || (state === 38 && isGstin(v, from, end)))
}

function isGstin(v: Values, from: number, end: number): boolean {
  return isHolder(v[from + 5]!) && gstinDigit(v, from) === v[end - 1]
}

/** Weights 1 and 2, products of two digits of base 36 summed. */
function gstinDigit(v: Values, from: number): number {
  let total = 0
  for (let index = 0; index < 14; index++) {
    const product = v[from + index]! * (index % 2 === 0 ? 1 : 2)
    total += Math.floor(product / 36) + (product % 36)
  }
  return (36 - (total % 36)) % 36
}

const nricLetters: Readonly<Record<string, Uint8Array>> = {
  ST: valuesOf('JZIHGFEDCBA'),
  FG: valuesOf('XWUTRQPNMLK'),
  M: valuesOf('KLJNPQRTUWX'),
}

function isSingaporean(v: Values, from: number): boolean {
  const series = String.fromCharCode(v[from]! + 0x37)
  const letters = Object.entries(nricLetters).find(([names]) => names.includes(series))?.[1]
  if (letters === undefined) return false
  const total = sum(v, from + 1, [2, 7, 6, 5, 4, 3, 2])
  if (series === 'M') return letters[10 - ((total + 3) % 11)] === v[from + 8]
  const shift = series === 'T' || series === 'G' ? 4 : 0
  return letters[(total + shift) % 11] === v[from + 8]
}

const businessLetters = valuesOf('XMKECAWLJDB')
const localLetters = valuesOf('ZKCMDNERGWH')
const otherAlphabet = valuesOf('ABCDEFGHJKLMNPQRSTUVWX0123456789')

function isUen(v: Values, from: number, end: number): boolean {
  if (end - from === 9) return businessLetters[sum(v, from, [10, 4, 9, 3, 8, 2, 7, 1]) % 11] === v[end - 1]
  if (v[from]! < 10) {
    const year = number(v, from, from + 4)
    if (year < 1800 || year > 2100) return false
    return localLetters[sum(v, from, [10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11] === v[end - 1]
  }
  let total = 0
  const weights = [4, 3, 5, 3, 10, 2, 2, 5, 7]
  for (let index = 0; index < 9; index++) total += otherAlphabet.indexOf(v[from + index]!) * weights[index]!
  return otherAlphabet[(((total - 5) % 11) + 11) % 11] === v[end - 1]
}

/** Province codes leave out 28, 29, 59, 68, 69, 78, 79, 87 to 89, 98 and 99. */
const thaiGaps = new Set([28, 29, 59, 68, 69, 78, 79, 87, 88, 89, 98, 99])

function isThai(v: Values, from: number): boolean {
  const province = pair(v, from + 1)
  if (v[from] === 0 || v[from] === 9 || province < 10 || thaiGaps.has(province)) return false
  return (11 - (sum(v, from, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === v[from + 12]
}
