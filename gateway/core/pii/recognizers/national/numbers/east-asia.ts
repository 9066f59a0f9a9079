/** National numbers of Japan and Korea. */
import { isVaried, isYearFirst, number, oneOf, pair, sum, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const eastAsianNumbers: readonly NationalNumber[] = [
  {
    type: 'JP_MY_NUMBER',
    pack: 'JP',
    forms: '999999999999|9999 9999 9999|9999-9999-9999',
    check: (v, from, end) => isVaried(v, from, end) && myNumberDigit(v, from) === v[from + 11],
    counts: 'by-itself',
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
    check: (v, from) => (11 - koreanRest(v, from)) % 10 === v[from + 12],
    counts: 'by-itself',
    printed: 'anywhere',
    unchecked: 'by-itself',
    odds: 68,
    words: 'rrn 주민등록번호 주민번호',
    topics: ['identity'],
    source: '주민등록법 시행규칙 제2조; those given since October 2020 have no check digit',
  },
  {
    type: 'KR_FRN',
    pack: 'KR',
    forms: '9999999999999|999999-9999999',
    possible: (v, from) => v[from + 6]! >= 5 && v[from + 6]! <= 8 && isYearFirst(v, from),
    check: (v, from) => (13 - koreanRest(v, from)) % 10 === v[from + 12],
    counts: 'by-itself',
    printed: 'anywhere',
    unchecked: 'by-itself',
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
    // Part numbers are written so as well: below what rules act on, until a word tells more.
    score: 0.35,
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
]

const isKoreanSeries = oneOf('MSRGDPT')

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

/** Of the first twelve digits of a resident's number, modulo 11. */
function koreanRest(v: Values, from: number): number {
  return sum(v, from, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11
}
