/** National numbers of China, Hong Kong and Taiwan. */
import { isDate, pair, type Values } from '../checks.ts'
import type { NationalNumber } from '../description.ts'

export const chineseNumbers: readonly NationalNumber[] = [
  {
    type: 'CN_RIC',
    pack: 'CN',
    forms: '999999999999999999|99999999999999999X',
    possible: isChineseForm,
    check: (v, from) => chineseSum(v, from) % 11 === 1,
    counts: 'anywhere',
    odds: 2000,
    words: '身份证号 身份证号码 公民身份号码',
    topics: ['identity'],
    source: 'GB 11643-1999: region (GB/T 2260), date of birth, order, ISO 7064 MOD 11-2',
  },
  {
    type: 'HK_HKID',
    pack: 'HK',
    forms: 'a999999*|aa999999*',
    check: isHongKongCard,
    counts: 'told',
    odds: 11,
    words: 'hkid 香港身份證',
    topics: ['identity'],
    source:
      'Immigration Department of Hong Kong: weights 9 to 1, letters from 10 on, a space counts 36; modulo 11',
  },
  {
    type: 'TW_NATIONAL_ID',
    pack: 'TW',
    forms: 'a999999999',
    possible: (v, from) => [1, 2, 8, 9].includes(v[from + 1]!),
    check: isTaiwaneseCard,
    counts: 'by-itself',
    odds: 25,
    words: '身分證字號 身分證號碼 統一證號 居留證',
    topics: ['identity'],
    source: '戶籍法施行細則; 內政部移民署, 統一證號 (2021): weights 1 9 8 7 6 5 4 3 2 1 1, modulo 10',
  },
]

/** The provinces' codes run from 11 to 65, and 71, 81 to 83. */
function isChineseForm(v: Values, from: number): boolean {
  const province = pair(v, from)
  const century = pair(v, from + 6)
  if (province < 11 || province > 83 || (century !== 19 && century !== 20)) return false
  return isDate(pair(v, from + 10), pair(v, from + 12))
}

/** Weights are the powers of two modulo 11; X is ten. */
function chineseSum(v: Values, from: number): number {
  let total = 0
  for (let place = 0; place < 18; place++) {
    const value = v[from + place]! > 9 ? 10 : v[from + place]!
    total += value * (2 ** (17 - place) % 11)
  }
  return total
}

const withoutLetter = 36
const letterA = 10

function isHongKongCard(v: Values, from: number, end: number): boolean {
  const check = v[end - 1]!
  if (check > letterA) return false
  const letters = end - from - 7
  let total = (letters === 2 ? v[from]! : withoutLetter) * 9 + v[from + letters - 1]! * 8
  for (let place = 0; place < 6; place++) total += v[from + letters + place]! * (7 - place)
  return (total + check) % 11 === 0
}

/** In the order of their values, from 10 on. */
const taiwaneseLetters = 'ABCDEFGHJKLMNPQRSTUVXYWZIO'

function isTaiwaneseCard(v: Values, from: number): boolean {
  const value = taiwaneseLetters.indexOf(String.fromCharCode(v[from]! + 0x37)) + 10
  let total = Math.floor(value / 10) + (value % 10) * 9 + v[from + 9]!
  for (let place = 1; place < 9; place++) total += v[from + place]! * (9 - place)
  return total % 10 === 0
}
