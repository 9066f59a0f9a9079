/** Reads dates as people write them: in digits, or with the name of the month in nine languages. */
import { isDigit } from '../bytes.ts'
import type { TextView } from '../text-view.ts'
import { isWordIn } from '../word-bytes.ts'

const SPACE = 0x20
const DOT = 0x2e
const COMMA = 0x2c
const HYPHEN = 0x2d
const SLASH = 0x2f

// Unicode CLDR 48, gregorian calendar: wide and abbreviated names of months, in the forms that stand in dates.
const names: readonly string[] = [
  'january jan januar jänner jaenner januari janvier janv enero ene gennaio gen januarie janeiro styczeń stycznia sty',
  'february feb februar feber februari février fevrier févr fevr febrero febbraio fevereiro fev luty lutego lut',
  'march mar märz maerz mär mrz maart mrt mars marzo março marco marzec marca',
  'april apr avril avr abril abr aprile kwiecień kwietnia kwi',
  'may mai mei mayo maggio mag maio maj maja',
  'june jun juni juin junio giugno giu junho czerwiec czerwca cze',
  'july jul juli juillet juil julio luglio lug julho lipiec lipca lip',
  'august aug augustus août aout agosto ago sierpień sierpnia sie',
  'september sep sept septembre septiembre settembre set setembro wrzesień września wrz',
  'october oct oktober okt octobre octubre ottobre ott outubro out październik października paź',
  'november nov novembre noviembre novembro listopad listopada lis',
  'december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro grudzień grudnia gru',
]
const longestName = 16
const seed = 0x811c9dc5
const months = new Map<number, number>()
names.forEach((row, index) => {
  for (const name of row.split(' ')) months.set(hashOf(new TextEncoder().encode(name)), index + 1)
})
/** The first two letters of every name without high bytes: most words are ruled out by them. */
const beginnings = new Uint8Array(26 * 26)
for (const row of names) {
  for (const name of row.split(' ')) beginnings[pairOf(name.charCodeAt(0), name.charCodeAt(1))] = 1
}

/** Where the date ends whose first digit or first letter is at `at`; -1 where none is, or where no such day exists. */
export function dateEnd(text: TextView, at: number): number {
  if (!isDigit(text.byte(at))) return endFromMonth(text, at)
  const first = readNumber(text, at)
  const length = first.end - at
  if (length === 4) return endFromYear(text, first)
  if (length > 2) return length === 8 ? endOfEight(text, at) : -1
  const numeric = endFromDay(text, first)
  return numeric > 0 ? numeric : endBehindNamed(text, first)
}

/** The number of a month that is written from `start` to `end`; 0 where the word is no month. */
export function monthNamed(text: TextView, start: number, end: number): number {
  if (end - start < 3 || end - start > longestName) return 0
  let hash = seed
  for (let index = start; index < end; index++) hash = mix(hash, text.byte(index))
  return months.get(hash) ?? 0
}

/** True where a month's name may begin with these two bytes; those with accents always may. */
export function mayBeginMonth(first: number, second: number): boolean {
  if ((first | 0x20) < 0x61 || (first | 0x20) > 0x7a) return false
  return second >= 0x80 || beginnings[pairOf(first, second)] === 1
}

interface Numeral {
  value: number
  end: number
}

function readNumber(text: TextView, at: number): Numeral {
  let end = at
  let value = 0
  while (end < at + 9 && isDigit(text.byte(end))) value = value * 10 + text.byte(end++) - 0x30
  return { value, end }
}

/** 1980-05-12, 1980/5/12, 1980.05.12. */
function endFromYear(text: TextView, year: Numeral): number {
  const separator = text.byte(year.end)
  if (separator !== HYPHEN && separator !== SLASH && separator !== DOT) return -1
  const month = readNumber(text, year.end + 1)
  if (month.end === year.end + 1 || month.end > year.end + 3 || text.byte(month.end) !== separator) return -1
  const day = readNumber(text, month.end + 1)
  if (day.end === month.end + 1 || day.end > month.end + 3) return -1
  return isDay(day.value, month.value) && isYear(year.value) ? day.end : -1
}

/** 19800512 or 12051980. */
function endOfEight(text: TextView, at: number): number {
  const part = (from: number, to: number) => {
    let value = 0
    for (let index = from; index < to; index++) value = value * 10 + text.byte(at + index) - 0x30
    return value
  }
  if (isYear(part(0, 4)) && isDay(part(6, 8), part(4, 6))) return at + 8
  const isEnding = isYear(part(4, 8)) && (isDay(part(0, 2), part(2, 4)) || isDay(part(2, 4), part(0, 2)))
  return isEnding ? at + 8 : -1
}

/** 12.05.1980, 12/5/80, 5-12-1980, `12. 5. 1980`: the day or the month may come first. */
function endFromDay(text: TextView, first: Numeral): number {
  const separator = text.byte(first.end)
  if (separator !== HYPHEN && separator !== SLASH && separator !== DOT) return -1
  const gap = text.byte(first.end + 1) === SPACE ? 2 : 1
  const second = readNumber(text, first.end + gap)
  const secondLength = second.end - first.end - gap
  if (secondLength < 1 || secondLength > 2 || text.byte(second.end) !== separator) return -1
  const third = readNumber(text, second.end + (text.byte(second.end + 1) === SPACE ? 2 : 1))
  const yearStart = second.end + (text.byte(second.end + 1) === SPACE ? 2 : 1)
  const yearLength = third.end - yearStart
  if (!(yearLength === 2 || (yearLength === 4 && isYear(third.value)))) return -1
  const isDate = isDay(first.value, second.value) || isDay(second.value, first.value)
  return isDate ? third.end : -1
}

/** 12 May 1980, 12. Mai 1980, 1er mai 1980, 12th of May 1980, 12 de mayo de 1980, 12-May-80. */
function endBehindNamed(text: TextView, day: Numeral): number {
  if (day.value < 1 || day.value > 31) return -1
  let position = skipOrdinal(text, day.end)
  position = skipFiller(text, skipMarks(text, position))
  if (position === day.end) return -1
  const nameEnd = wordEnd(text, position)
  if (monthNamed(text, position, nameEnd) === 0) return -1
  return yearEnd(text, nameEnd)
}

/** May 12, 1980; Mai 1980 is no day. */
function endFromMonth(text: TextView, at: number): number {
  const nameEnd = wordEnd(text, at)
  if (monthNamed(text, at, nameEnd) === 0) return -1
  const day = readNumber(text, skipMarks(text, nameEnd))
  if (day.value < 1 || day.value > 31) return -1
  return yearEnd(text, skipOrdinal(text, day.end))
}

/** Behind a year that follows over marks and fillers. */
function yearEnd(text: TextView, from: number): number {
  const start = skipFiller(text, skipMarks(text, from))
  const year = readNumber(text, start)
  const length = year.end - start
  return (length === 4 && isYear(year.value)) || length === 2 ? year.end : -1
}

/** Over up to three of `. , - /` and spaces. */
function skipMarks(text: TextView, from: number): number {
  let position = from
  while (position < from + 3) {
    const byte = text.byte(position)
    if (byte !== SPACE && byte !== DOT && byte !== COMMA && byte !== HYPHEN && byte !== SLASH) break
    position++
  }
  return position
}

/** Over `st nd rd th er`, `º`, `ª` behind a day. */
function skipOrdinal(text: TextView, from: number): number {
  const end = wordEnd(text, from)
  if (end - from !== 2) return from
  const pair = (text.byte(from) << 8) | text.byte(from + 1)
  return ordinals.has(pair) ? end : from
}

const ordinals = new Set(
  ['st', 'nd', 'rd', 'th', 'er'].map((two) => (two.charCodeAt(0) << 8) | two.charCodeAt(1)),
)
ordinals.add(0xc2ba).add(0xc2aa)

/** Over `of `, `de `, `del `, `di `, between a day, its month and its year. */
function skipFiller(text: TextView, from: number): number {
  const end = wordEnd(text, from)
  const length = end - from
  if (length < 2 || length > 3 || text.byte(end) !== SPACE) return from
  const first = text.byte(from) | 0x20
  return (first === 0x6f || first === 0x64) && monthNamed(text, from, end) === 0 ? end + 1 : from
}

function wordEnd(text: TextView, from: number): number {
  let end = from
  while (end < from + longestName + 1 && isWordIn(text, end)) end++
  return end
}

function isDay(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12
}

/** Nobody alive is older, and what lies far ahead is no birth. */
function isYear(value: number): boolean {
  return value >= 1890 && value < 2040
}

function hashOf(bytes: Uint8Array): number {
  let hash = seed
  for (const byte of bytes) hash = mix(hash, byte)
  return hash
}

/** One step of 32-bit FNV-1a. */
function mix(hash: number, byte: number): number {
  const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
  return Math.imul(hash ^ lower, 0x01000193)
}

function pairOf(first: number, second: number): number {
  return (((first & 0x1f) - 1) * 26 + (second & 0x1f) - 1 + 26 * 26) % (26 * 26)
}
