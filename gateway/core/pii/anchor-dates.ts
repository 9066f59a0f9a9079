/** Tells which digits may begin a date, or be the day in one. */
import { isDigit, isLetter } from './bytes.ts'
import type { TextWindow } from './entity.ts'
import { mayBeginMonth } from './recognizers/date-forms.ts'

const SPACE = 0x20
const OPEN = 0x28
const COMMA = 0x2c
const MINUS = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const LETTER_T = 0x54
const TWO_POINTS = 0x3a

/** 2026-05-01, alone or before a time: the dates of ISO 8601, by far the most frequent numbers in groups. */
export function isIsoDate(bytes: Uint8Array, at: number, end: number): boolean {
  if (at + 10 > end || bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return false
  if (at + 10 < end && isDigit(bytes[at + 10]!)) return false
  const century = pair(bytes, at)
  return (century === 19 || century === 20) && pair(bytes, at + 5) <= 12 && pair(bytes, at + 8) <= 31
}

/** 1980/04/03, 1980.4.3, 1980-4-3: year, month and day over one mark. */
export function isYearFirst(bytes: Uint8Array, at: number, end: number): boolean {
  const mark = bytes[at + 4]
  if (at + 8 > end || (mark !== SLASH && mark !== DOT && mark !== MINUS)) return false
  const century = pair(bytes, at)
  if ((century !== 19 && century !== 20) || !isDigit(bytes[at + 5]!)) return false
  const monthEnd = isDigit(bytes[at + 6]!) ? at + 7 : at + 6
  return monthEnd + 1 < end && bytes[monthEnd] === mark && isDigit(bytes[monthEnd + 1]!)
}

/** Behind the date at `at`, and behind the hour and minute of its time, unless what follows a dot may be an address. */
export function behindIsoDate(bytes: Uint8Array, at: number, end: number): number {
  if (at + 10 < end && bytes[at + 10] === DOT) return at + 4
  const isTime = at + 16 < end && bytes[at + 10] === LETTER_T && bytes[at + 13] === TWO_POINTS
  const isLong = isTime && bytes[at + 16] === TWO_POINTS
  return isLong && pair(bytes, at + 11) < 100 && pair(bytes, at + 14) < 100 ? at + 16 : at + 10
}

/** A date is that of a birth only in a sentence that began before it: `Am 24.12.1987 geboren`. */
const shortestLead = 3
/** How far behind a day's digits it must be known what follows. */
export const dateReach = 12

/** True where words stand before the digits, or else behind the date: the text's own beginning tells nothing of one. */
export function isLed(window: TextWindow, at: number): boolean {
  return at - window.start >= shortestLead || isFollowed(window, at)
}

/** Of a date with its year, up to the name of a month between them. */
const shortestDate = 6
const longestDate = 20

/** `24.12.1987 geboren`, `24 December 1987 (birthday)`: a blank, and a letter or a bracket behind digits. */
function isFollowed({ bytes, end, final }: TextWindow, at: number): boolean {
  if (at + longestDate + 2 > end && !final) return true
  const farthest = Math.min(end - 2, at + longestDate)
  for (let index = at + shortestDate; index < farthest; index++) {
    if (bytes[index] !== SPACE || !isDigit(bytes[index - 1]!)) continue
    const next = bytes[index + 1]!
    if (isLetter(next) || next === OPEN) return true
  }
  return false
}

/** One or two digits as the day or month of a date: `12 May`, `12. Mai`, `May 12, 1980`, `5/3/1980`, `12.5.80`. */
export function mayBeDay({ bytes, start, end }: TextWindow, at: number, runEnd: number): boolean {
  if (runEnd - at > 2 || runEnd + 4 > end) return false
  const after = bytes[runEnd]!
  if (after === DOT || after === SLASH || after === MINUS) {
    const next = bytes[runEnd + 1] === SPACE ? runEnd + 2 : runEnd + 1
    if (isDigit(bytes[next]!)) {
      const monthEnd = isDigit(bytes[next + 1]!) ? next + 2 : next + 1
      return monthEnd + 2 < end && bytes[monthEnd] === after && isYearStart(bytes, monthEnd + 1, end)
    }
  }
  if (isNamedBehind(bytes, runEnd, end)) return true
  const isSet = at - 2 >= start && bytes[at - 1] === SPACE && isEndOfName(bytes[at - 2]!)
  if (!isSet || (after !== COMMA && after !== SPACE && !isLetter(after))) return false
  let year = runEnd
  while (year < runEnd + 4 && year < end && !isDigit(bytes[year]!)) year++
  return year + 3 < end && (pair(bytes, year) === 19 || pair(bytes, year) === 20) && isDigit(bytes[year + 2]!)
}

function isYearStart(bytes: Uint8Array, from: number, end: number): boolean {
  const at = bytes[from] === SPACE ? from + 1 : from
  return at + 1 < end && isDigit(bytes[at]!) && isDigit(bytes[at + 1]!)
}

/** A month's name behind up to three marks, an ordinal's letters, or `de `, `of `. */
function isNamedBehind(bytes: Uint8Array, from: number, end: number): boolean {
  let position = from
  for (let words = 0; words < 3; words++) {
    const farthest = Math.min(end, position + 4)
    while (position < farthest && isMark(bytes[position]!)) position++
    if (position + 1 >= end) return false
    if (position > from && mayBeginMonth(bytes[position]!, bytes[position + 1]!)) return true
    const wordEnd = Math.min(end, position + 3)
    while (position < wordEnd && isLetter(bytes[position]!)) position++
  }
  return false
}

function isMark(byte: number): boolean {
  return byte === SPACE || byte === DOT || byte === MINUS || byte === SLASH
}

function isEndOfName(byte: number): boolean {
  return isLetter(byte) || byte === DOT || byte >= 0x80
}

/** Two digits as a number; more than any date has where they are none. */
function pair(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]!
  const ones = bytes[at + 1]!
  return isDigit(tens) && isDigit(ones) ? (tens - 0x30) * 10 + ones - 0x30 : 100
}
