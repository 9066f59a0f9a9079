/** Tells a date or a time beside a number, over a space, from more groups of that number. */
import { isDigit } from './bytes.ts'
import { dateEnd, monthNamed } from './recognizers/date-forms.ts'
import type { TextView } from './text-view.ts'
import { isWordIn } from './word-bytes.ts'

const SPACE = 0x20
const COMMA = 0x2c
const HYPHEN = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const ZERO = 0x30
const ONE = 0x31
const TWO = 0x32
const THREE = 0x33
const FOUR = 0x34
const SIX = 0x36
const NINE = 0x39
const COLON = 0x3a
/** The bit that small letters have and capitals have not. */
const CASE = 0x20
/** h */
const HOURS = 0x68

/** True where a date or a time begins at `at`: `24.12.2026`, `24.12.`, `12/2024`, `1 May 2024`, `12:30`, `10h30`, `9-17 Uhr`. */
export function beginsMoment(text: TextView, at: number): boolean {
  let end = at
  while (end < at + 5 && isDigit(text.byte(end))) end++
  const length = end - at
  const after = text.byte(end)
  if (after === COLON) return length < 3 && isTime(text, at, end)
  if (length < 3 && (beginsHours(text, at, end) || beginsShortDate(text, at, end))) return true
  // Two digits and a space are most often another group: the word behind them must be a month's.
  if (length > 4 || (after === SPACE && isDigit(text.byte(end + 1)))) return false
  const last = dateEnd(text, at)
  return last > end && !goesOn(text, last)
}

/** True where a date or a time ends right before the space at `at - 1`. */
export function endsMoment(text: TextView, at: number): boolean {
  const end = at - 1
  if (text.byte(end) !== SPACE || !isDigit(text.byte(end - 1))) return false
  const third = text.byte(end - 3)
  if ((third === COLON || third === HOURS) && endsTime(text, end)) return true
  if (third === SPACE || text.byte(end - 2) === SPACE) return isDayBehindMonth(text, end)
  if (isFraction(text, end) && endsTime(text, end - milliseconds)) return true
  const fifth = text.byte(end - 5)
  if (fifth === SPACE) return isBehindMonth(text, end - 4)
  if (fifth === SLASH && endsMonthAndYear(text, end)) return true
  // 1987 stands behind a mark in 24.12.1987, 01 in 2024-05-01.
  if (!isDateMark(fifth) && !isDateMark(third)) return false
  for (let length = longestDate; length >= shortestDate; length--) {
    if (isDigit(text.byte(end - length)) && dateEnd(text, end - length) === end) {
      return !isDigit(text.byte(end - length - 1)) && !isTied(text, end - length - 1)
    }
  }
  return false
}

/** `.123`, `,123` */
const milliseconds = 4

function isFraction(text: TextView, end: number): boolean {
  const mark = text.byte(end - milliseconds)
  return (mark === DOT || mark === COMMA) && isDigit(text.byte(end - 2)) && isDigit(text.byte(end - 3))
}

/** `:30`, `h30` ends at `end`, behind a digit. */
function endsTime(text: TextView, end: number): boolean {
  const mark = text.byte(end - 3)
  if ((mark !== COLON && mark !== HOURS) || !isDigit(text.byte(end - 4))) return false
  return isDigit(text.byte(end - 1)) && isDigit(text.byte(end - 2))
}

/** True where the four digits at `year` follow the name of a month, or that and a day: `1 May 2024`, `May 1, 2024`. */
function isBehindMonth(text: TextView, year: number): boolean {
  for (let place = 0; place < 4; place++) if (!isDigit(text.byte(year + place))) return false
  const end = year - 1
  const dayEnd = text.byte(end - 1) === COMMA ? end - 1 : end
  return endsMonth(text, end) || isDayBehindMonth(text, dayEnd)
}

/** `May 1`; small letters make an ordinary word: `may 1 123`. */
function isDayBehindMonth(text: TextView, end: number): boolean {
  if (!isDigit(text.byte(end - 1))) return false
  const day = isDigit(text.byte(end - 2)) ? end - 2 : end - 1
  if (text.byte(day - 1) !== SPACE || (day < end - 1 && text.byte(day) > THREE)) return false
  const nameEnd = text.byte(day - 2) === DOT ? day - 2 : day - 1
  return endsMonth(text, nameEnd, true)
}

/** True where the name of a month ends at `end`, in capitals or with one where that is asked. */
function endsMonth(text: TextView, end: number, isName = false): boolean {
  let start = end
  while (start > end - longestMonth && isWordIn(text, start - 1)) start--
  if (start === end || (isName && (text.byte(start) & CASE) !== 0)) return false
  return monthNamed(text, start, end) > 0
}

/** `12/2024` ends at `end`. */
function endsMonthAndYear(text: TextView, end: number): boolean {
  const start = isDigit(text.byte(end - 7)) ? end - 7 : end - 6
  const before = text.byte(start - 1)
  return isMonthAndYear(text, start, end - 5) && !isDigit(before) && !isDateMark(before)
}

/** True where a month ends at `slash` and a year stands behind it. */
function isMonthAndYear(text: TextView, start: number, slash: number): boolean {
  if (text.byte(slash) !== SLASH || isDigit(text.byte(slash + 5))) return false
  for (let place = 2; place < 5; place++) if (!isDigit(text.byte(slash + place))) return false
  return isMonth(text, start, slash) && isCentury(text, slash + 1)
}

/** `24.12.` with nothing behind it, `12/2024`; of which the first digits are those up to `end`. */
function beginsShortDate(text: TextView, at: number, end: number): boolean {
  if (isMonthAndYear(text, at, end)) return true
  if (text.byte(end) !== DOT || (end > at + 1 && text.byte(at) > THREE)) return false
  let dot = end + 1
  while (dot < end + 3 && isDigit(text.byte(dot))) dot++
  const after = text.byte(dot + 1)
  return text.byte(dot) === DOT && isMonth(text, end + 1, dot) && !isWordIn(text, dot + 1) && !isDigit(after)
}

/** `10h30`, `10h`, `9 Uhr`, `12.30 Uhr`, `9-17 Uhr`, of which the hours end at `end`. */
function beginsHours(text: TextView, at: number, end: number): boolean {
  if (!isHour(text, at, end)) return false
  const after = text.byte(end)
  if (after === HOURS) return !isWordIn(text, end + 1) || isPair(text, end + 1)
  // `18 00 h` are groups of a number sooner than an hour.
  if (after === SPACE)
    return text.byte(end + 1) !== HOURS && !isPairOfPairs(text, at, end) && isClock(text, end + 1)
  let last = end + 1
  while (last < end + 3 && isDigit(text.byte(last))) last++
  if (last === end + 1) return false
  const isRange = after === HYPHEN && isHour(text, end + 1, last)
  if (!isRange && !(after === DOT && last === end + 3 && text.byte(end + 1) < SIX)) return false
  return isClock(text, text.byte(last) === SPACE ? last + 1 : last)
}

/** True where two digits follow two others over a space, as in a number that is written in pairs: `668 18 00 Uhr`. */
function isPairOfPairs(text: TextView, at: number, end: number): boolean {
  return end - at === 2 && isPair(text, at - 3) && !isDigit(text.byte(at - 4))
}

/** `Uhr`, `h`, `pm` at `at`; no `am`, behind which a day stands in German. */
function isClock(text: TextView, at: number): boolean {
  let letters = 0
  let end = at
  while (end < at + 4 && isWordIn(text, end)) letters = (letters << 8) | text.byte(end++) | CASE
  return clocks.has(letters)
}

const clocks = new Set(
  ['h', 'pm', 'uhr'].map((word) => {
    let letters = 0
    for (const letter of word) letters = (letters << 8) | letter.charCodeAt(0)
    return letters
  }),
)

const longestMonth = 16
/** 24.12.1987, 1.5.24 */
const longestDate = 10
const shortestDate = 6

/** `12:30`, of which the hours end at `colon`. */
function isTime(text: TextView, at: number, colon: number): boolean {
  return isHour(text, at, colon) && isPair(text, colon + 1) && text.byte(colon + 1) < SIX
}

/** One digit, or two up to 24. */
function isHour(text: TextView, at: number, end: number): boolean {
  return end - at === 1 || text.byte(at) < TWO || (text.byte(at) === TWO && text.byte(at + 1) <= FOUR)
}

/** One digit, or two up to 12. */
function isMonth(text: TextView, at: number, end: number): boolean {
  if (!isDigit(text.byte(at))) return false
  if (end - at === 1) return true
  return text.byte(at) === ZERO || (text.byte(at) === ONE && text.byte(at + 1) <= TWO)
}

/** 19 or 20. */
function isCentury(text: TextView, at: number): boolean {
  const second = text.byte(at + 1)
  return text.byte(at) === ONE ? second === NINE : text.byte(at) === TWO && second === ZERO
}

function isPair(text: TextView, at: number): boolean {
  return isDigit(text.byte(at)) && isDigit(text.byte(at + 1)) && !isDigit(text.byte(at + 2))
}

function goesOn(text: TextView, end: number): boolean {
  return isDigit(text.byte(end)) || (isDateMark(text.byte(end)) && isDigit(text.byte(end + 1)))
}

function isTied(text: TextView, before: number): boolean {
  return isDateMark(text.byte(before)) && isDigit(text.byte(before - 1))
}

function isDateMark(byte: number): boolean {
  return byte === HYPHEN || byte === DOT || byte === SLASH
}
