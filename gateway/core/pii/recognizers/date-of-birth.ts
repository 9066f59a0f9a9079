/** Recognises dates of birth: any date that a word about birth stands before. */
import { isAlphanumeric, isDigit } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { labelAbove } from '../label-line.ts'
import { hashSeed, mix } from '../prose/hash.ts'
import { hasWordBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { isWordIn } from '../word-bytes.ts'
import { dateEnd } from './date-forms.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the first digit of the date, or of the day behind a month's name. */
export const dateOfBirth = {
  name: 'date-of-birth',
  trigger: 'date',
  source: 'ISO 8601-1:2019 §5.2; Unicode CLDR 48 (names of months, order of day and month)',
  recognize: recognizeBirth,
} as const satisfies Recognizer

const LINE_FEED = 0x0a
const SPACE = 0x20
const OPEN = 0x28
const STAR = 0x2a
const COMMA = 0x2c
const DOT = 0x2e
const COLON = 0x3a
const LETTER_T = 0x54
const longestMonth = 16
/** How far behind a date its verb may stand. */
const reachBehind = 40
const clauseEnds = new Set(Array.from('.,;:!?()"', (mark) => mark.charCodeAt(0)))
/** Such as end or follow in a clause; `nato` is more often an alliance. */
const verbs = hashesOf(
  'geboren geborene geborener geborenen geborenem geborenes born født född urodzony urodzona narozen narozena született ' +
    'nació nasceu',
)
/** The day itself: alone above the date, or behind it over the words that link. */
const nouns = hashesOf(
  'birth birthday birthdate dob geburtsdatum geburtstag geburt naissance nacimiento nascita nascimento geboortedatum ' +
    'geboortedag urodzenia fødselsdato födelsedatum syntymäaika narození',
)
const links = hashesOf(
  'is was my his her your our their the date of day ist war mein meine sein seine ihr ihre unser das der tag est ma mon sa ' +
    'son la le de es mi su fecha è mio suo il di data a minha sua o jest',
)

function recognizeBirth(text: TextView, at: number): Finding | null {
  if (isAlphanumeric(text.byte(at - 1))) return null
  let start = at
  let end = dateEnd(text, at)
  if (end < 0) {
    start = monthBefore(text, at)
    end = start < 0 ? -1 : dateEnd(text, start)
  }
  if (end <= at || start < text.floor || !endsDate(text, end)) return null
  const isTold =
    hasWordBefore(text, start, 'birth') ||
    isBornBehind(text, end) ||
    isMarked(text, start, end) ||
    isLabelled(text, start, end)
  if (!isTold) return null
  return { type: 'DATE_OF_BIRTH', start, end, score: 0.9, reasons: ['date', 'word:birth'] }
}

/** A time may follow: `1987-12-24T00:00:00Z` (RFC 3339 §5.6). */
function endsDate(text: TextView, end: number): boolean {
  const isTime = text.byte(end) === LETTER_T && isDigit(text.byte(end + 1)) && isDigit(text.byte(end + 2))
  return isTime || !isAlphanumeric(text.byte(end))
}

/**
 * `am 24.12.1987 in Bonn geboren`, `24.12.1987 (Geburtsdatum)`: the verb of the date's own sentence, before any other number, or
 * what day it is.
 */
function isBornBehind(text: TextView, end: number): boolean {
  let isLinked = true
  let hasLink = false
  let at = text.byte(end) === SPACE && text.byte(end + 1) === OPEN ? end + 2 : end
  while (at < end + reachBehind) {
    const byte = text.byte(at)
    if (byte < 0x20 || isDigit(byte) || clauseEnds.has(byte)) return false
    if (!isWordIn(text, at)) {
      at++
      continue
    }
    const word = at
    while (at < end + reachBehind && isWordIn(text, at)) at++
    const hash = hashIn(text, word, at)
    if (verbs.has(hash)) return !isWordIn(text, at)
    // `25.12.2024 birthday party`
    if (isLinked && nouns.has(hash)) return hasLink || !isWordIn(text, at + 1)
    isLinked &&= links.has(hash)
    hasLink = isLinked
  }
  return false
}

/** `D.O.B. 24/12/1987`, and the star of genealogists: `Anna Weber, * 24.12.1987`. */
function isMarked(text: TextView, start: number, end: number): boolean {
  let at = start
  while (at > start - 3 && (text.byte(at - 1) === SPACE || text.byte(at - 1) === COLON)) at--
  return text.byte(at - 1) === STAR ? isStar(text, at - 1, end) : endsDotted(text, at)
}

/** `D.O.B.` ends at `end`, with its last full stop or without. */
function endsDotted(text: TextView, end: number): boolean {
  const at = text.byte(end - 1) === DOT ? end - 1 : end
  const [day, month, year] = [text.byte(at - 5) | 0x20, text.byte(at - 3) | 0x20, text.byte(at - 1) | 0x20]
  const isDob = day === 0x64 && month === 0x6f && year === 0x62
  return isDob && text.byte(at - 4) === DOT && text.byte(at - 2) === DOT && !isWordIn(text, at - 6)
}

/** Behind a name and its comma or bracket; one at the beginning of a line lists, one on either side makes bold. */
function isStar(text: TextView, star: number, end: number): boolean {
  if (text.byte(end) === STAR) return false
  const before = text.byte(star - 1)
  if (before !== SPACE) return before === OPEN
  const last = text.byte(star - 2)
  return last === COMMA || (isWordIn(text, star - 2) && text.byte(star + 1) === SPACE)
}

/** `Date of birth⏎24/12/1987` */
function isLabelled(text: TextView, start: number, end: number): boolean {
  let at = labelAbove(text, start, end)
  if (at > 0 && endsDotted(text, text.byte(at - 1) === COLON ? at - 1 : at)) return true
  while (at > 0 && text.byte(at - 1) > LINE_FEED) {
    if (!isWordIn(text, at - 1)) {
      at--
      continue
    }
    const wordEnd = at
    while (isWordIn(text, at - 1)) at--
    if (nouns.has(hashIn(text, at, wordEnd))) return true
  }
  return false
}

/** Where the word starts that stands before the day, over a space or a full stop and a space; -1 where none does. */
function monthBefore(text: TextView, at: number): number {
  let end = at
  while (end > at - 2 && (text.byte(end - 1) === SPACE || text.byte(end - 1) === DOT)) end--
  let start = end
  while (start > end - longestMonth && isWordIn(text, start - 1)) start--
  return end < at && start < end ? start : -1
}

function hashesOf(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(hashOf))
}

/** Capitals and small letters are alike, as far as they are of ASCII. */
function hashIn(text: TextView, from: number, to: number): number {
  let hash = hashSeed
  for (let index = from; index < to; index++) {
    const byte = text.byte(index)
    hash = mix(hash, byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte)
  }
  return hash
}

function hashOf(word: string): number {
  let hash = hashSeed
  for (const byte of new TextEncoder().encode(word)) hash = mix(hash, byte)
  return hash
}
