/** National numbers of Asia, Australia, New Zealand and Africa. */
import {
  isVaried,
  isYearFirst,
  luhn,
  number,
  oneOf,
  pair,
  sum,
  type Values,
  valuesOf,
  verhoeff,
} from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const pacificNumbers: readonly NationalNumber[] = [
  {
    type: 'AU_TFN',
    pack: 'AU',
    forms: '999999999|999 999 999|99999999',
    check: (v, from, end) =>
      isVaried(v, from, end) &&
      (end - from === 9
        ? sum(v, from, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0
        : sum(v, from, [10, 7, 8, 4, 6, 3, 5, 1]) % 11 === 0),
    counts: 'told',
    odds: 11,
    words: 'tfn',
    topics: ['tax'],
    source: 'Taxation Administration Act 1953; ATO: weights 1 4 3 7 5 8 6 9 10, modulo 11',
  },
  {
    type: 'AU_ABN',
    pack: 'AU',
    forms: '99999999999|99 999 999 999|99-999-999-999',
    check: (v, from) =>
      v[from] !== 0 && (sum(v, from, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 === 0,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 89,
    words: 'abn',
    topics: ['company', 'tax'],
    source: 'A New Tax System (Australian Business Number) Act 1999; ABR: modulo 89',
  },
  {
    type: 'AU_ACN',
    pack: 'AU',
    forms: '999999999|999 999 999',
    check: (v, from, end) =>
      isVaried(v, from, end) && (10 - (sum(v, from, [8, 7, 6, 5, 4, 3, 2, 1]) % 10)) % 10 === v[from + 8],
    counts: 'by-itself',
    odds: 10,
    words: 'acn arbn',
    topics: ['company'],
    source: 'Corporations Act 2001 s. 118; ASIC: weights 8 to 1, modulo 10',
  },
  {
    type: 'AU_MEDICARE',
    pack: 'AU',
    forms: '9999999999|9999 99999 9|99999999999|9999 99999 9/9|9999 99999 9 9|9999-99999-9',
    check: (v, from) =>
      v[from]! >= 2 &&
      v[from]! <= 6 &&
      sum(v, from, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === v[from + 8] &&
      v[from + 9] !== 0,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 22,
    words: 'medicare irn',
    topics: ['health'],
    source: 'Health Insurance Act 1973; Services Australia: first digit 2 to 6, weights 1 3 7 9, modulo 10',
  },
  {
    type: 'NZ_IRD',
    pack: 'NZ',
    forms: '999999999|999-999-999|99-999-999|99999999|999 999 999',
    check: isInlandRevenue,
    counts: 'told',
    printed: 'told',
    odds: 12,
    words: 'ird',
    topics: ['tax'],
    source:
      'Inland Revenue, Resident Withholding Tax specification: weights 3 2 7 6 5 4 3 2, then 7 4 3 2 5 2 7 6',
  },
  {
    type: 'NZ_NHI',
    pack: 'NZ',
    forms: 'aaa9999|aaa99a*',
    check: isHealthIndex,
    counts: 'told',
    odds: 11,
    words: 'nhi',
    topics: ['health'],
    source: 'HISO 10046: letters without I and O, modulo 11, or modulo 23 in the form of 2019',
  },
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
    check: (v, from) => isHolder(v[from + 3]!) && number(v, from + 5, from + 9) > 0,
    counts: 'anywhere',
    unchecked: 'by-itself',
    odds: 3,
    words: 'pan',
    topics: ['tax'],
    source: 'Income-tax Act 1961 s. 139A; Income Tax Department: the fourth letter is the kind of holder',
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
    type: 'JP_MY_NUMBER',
    pack: 'JP',
    forms: '999999999999|9999 9999 9999|9999-9999-9999',
    check: (v, from, end) => isVaried(v, from, end) && myNumberDigit(v, from) === v[from + 11],
    counts: 'told',
    odds: 10,
    words: 'mynumber マイナンバー 個人番号',
    topics: ['identity', 'tax'],
    source: '行政手続番号利用法施行令 art. 8; 総務省令85: weights 6 5 4 3 2 7 6 5 4 3 2, modulo 11',
  },
  {
    type: 'JP_CORPORATE_NUMBER',
    pack: 'JP',
    forms: '9999999999999',
    prefix: 'T',
    check: isJapaneseCompany,
    counts: 'told',
    prefixed: 'anywhere',
    odds: 9,
    words: '法人番号 登録番号',
    topics: ['company'],
    source: '国税庁, 法人番号: weights 1 and 2, modulo 9',
  },
  {
    type: 'KR_RRN',
    pack: 'KR',
    forms: '9999999999999|999999-9999999',
    possible: (v, from) => v[from + 6]! >= 1 && v[from + 6]! <= 4 && isYearFirst(v, from),
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 68,
    words: 'rrn 주민등록번호 주민번호',
    topics: ['identity'],
    source: '주민등록법 시행규칙 제2조; since October 2020 the last six digits are random',
  },
  {
    type: 'KR_FRN',
    pack: 'KR',
    forms: '9999999999999|999999-9999999',
    possible: (v, from) => v[from + 6]! >= 5 && v[from + 6]! <= 8 && isYearFirst(v, from),
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 67,
    words: 'frn 외국인등록번호',
    topics: ['identity'],
    source: '출입국관리법 시행규칙; as the resident number, with 5 to 8 for sex and century',
  },
  {
    type: 'KR_BRN',
    pack: 'KR',
    forms: '9999999999|999-99-99999',
    check: isKoreanBusiness,
    counts: 'by-itself',
    printed: 'anywhere',
    odds: 11.5,
    words: 'brn 사업자등록번호 사업자번호',
    topics: ['company'],
    source: '국세청, 사업자등록번호: weights 1 3 7 1 3 7 1 3 5, modulo 10',
  },
  {
    type: 'KR_PASSPORT',
    pack: 'KR',
    forms: 'a99999999',
    possible: (v, from) => isKoreanSeries(v[from]!),
    counts: 'by-itself',
    odds: 5,
    words: '여권번호 여권',
    topics: ['passport'],
    source: '외교부, 여권번호: a letter of the kind and eight digits',
  },
  {
    type: 'KR_PASSPORT',
    pack: 'KR',
    forms: 'a999a9999',
    possible: (v, from) => isKoreanSeries(v[from]!),
    counts: 'anywhere',
    score: 0.5,
    odds: 6,
    words: '여권번호 여권',
    topics: ['passport'],
    source: '외교부, 차세대 전자여권: since 2021 a letter after the third digit',
  },
  {
    type: 'KR_DRIVER_LICENSE',
    pack: 'KR',
    forms: '99-99-999999-99|999999999999',
    possible: (v, from) => pair(v, from) >= 11 && pair(v, from) <= 28,
    counts: 'told',
    printed: 'anywhere',
    odds: 6,
    words: '운전면허번호 운전면허 면허번호',
    topics: ['driver'],
    source: '도로교통법 시행규칙; 경찰청: region 11 to 28, year, number, check',
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
    forms: '999-999-999|999-999-999-999|999999999999|999-999-999-99999',
    possible: (v, from) => number(v, from + 3, from + 9) > 0,
    counts: 'told',
    odds: 1,
    words: 'tin bir',
    topics: ['tax'],
    source: 'BIR, Revenue Regulations 7-2012: nine digits and the branch',
  },
  {
    type: 'ZA_ID',
    pack: 'ZA',
    forms: '9999999999999|999999 9999 999|999999 9999 99 9',
    check: (v, from, end) => isYearFirst(v, from) && v[from + 10]! <= 2 && luhn(v, from, end),
    counts: 'anywhere',
    odds: 900,
    words: 'rsa idnumber',
    topics: ['identity', 'tax'],
    source: 'Identification Act 68 of 1997: date, sex, citizenship 0 to 2, Luhn',
  },
  {
    type: 'NG_NIN',
    pack: 'NG',
    forms: '99999999999',
    check: verhoeff,
    counts: 'by-itself',
    odds: 10,
    words: 'nin nimc',
    topics: ['identity'],
    source: 'NIMC Act 2007: eleven digits, Verhoeff',
  },
]

const isSeries = oneOf('STFGM')
const isHolder = oneOf('ABCFGHJLPTEK')
const isIndianSeries = oneOf('ABCDEFGHJKLMNPRSTUVWXYZ')
const isKoreanSeries = oneOf('MSRGDPT')

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

function isInlandRevenue(v: Values, from: number, end: number): boolean {
  const whole = number(v, from, end)
  if (whole < 10_000_000 || whole > 150_000_000) return false
  const skip = 9 - (end - from)
  const digit = (weights: readonly number[]) => (11 - (sum(v, from, weights.slice(skip)) % 11)) % 11
  const first = digit([3, 2, 7, 6, 5, 4, 3, 2])
  const last = first === 10 ? digit([7, 4, 3, 2, 5, 2, 7, 6]) : first
  return last === v[end - 1]
}

const healthLetters = valuesOf('ABCDEFGHJKLMNPQRSTUVWXYZ')

function isHealthIndex(v: Values, from: number): boolean {
  let total = 0
  for (let index = 0; index < 6; index++) {
    const value = v[from + index]!
    const place = value > 9 ? healthLetters.indexOf(value) + 1 : value
    if (value > 9 && place === 0) return false
    total += place * (7 - index)
  }
  const last = v[from + 6]!
  if (last < 10) return total % 11 !== 0 && (11 - (total % 11)) % 10 === last
  return healthLetters.indexOf(last) + 1 === 23 - (total % 23)
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

function myNumberDigit(v: Values, from: number): number {
  const rest = sum(v, from, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
  return rest <= 1 ? 0 : 11 - rest
}

/** The first digit checks the others: 9 less their sum modulo 9. */
function isJapaneseCompany(v: Values, from: number): boolean {
  return v[from] !== 0 && 9 - (sum(v, from + 1, [2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]) % 9) === v[from]
}

function isKoreanBusiness(v: Values, from: number): boolean {
  if (number(v, from, from + 3) < 101 || pair(v, from + 3) === 0 || number(v, from + 5, from + 9) === 0)
    return false
  const total = sum(v, from, [1, 3, 7, 1, 3, 7, 1, 3, 5]) + Math.floor((v[from + 8]! * 5) / 10)
  return (10 - (total % 10)) % 10 === v[from + 9]
}

/** Province codes leave out 28, 29, 59, 68, 69, 78, 79, 87 to 89, 98 and 99. */
const thaiGaps = new Set([28, 29, 59, 68, 69, 78, 79, 87, 88, 89, 98, 99])

function isThai(v: Values, from: number): boolean {
  const province = pair(v, from + 1)
  if (v[from] === 0 || v[from] === 9 || province < 10 || thaiGaps.has(province)) return false
  return (11 - (sum(v, from, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 10 === v[from + 12]
}
