/** Finds the label that stands alone on the line above a value, as in forms that were copied from a page. */
import { isDigit } from './bytes.ts'
import { hashesOf, hashOf, longestWord } from './recognizers/told/prose-words.ts'
import { type Meaning, wordBefore } from './telling-words.ts'
import type { TextView } from './text-view.ts'
import { isWordIn } from './word-bytes.ts'

const longestLabel = 40
/** Blanks, marks and line ends between the two. */
const longestGap = 6
/** Longer words end no label with their full stop, but a sentence. */
const abbreviations = hashesOf('nr no num núm nro tel tél telef geb')

const TAB = 0x09
const LINE_FEED = 0x0a
const RETURN = 0x0d
const SPACE = 0x20
const CLOSE = 0x29
const STAR = 0x2a
const HYPHEN = 0x2d
const DOT = 0x2e
const EQUALS = 0x3d
const QUOTED = 0x3e
const QUESTION = 0x3f
/** Such as no label has: of sentences, and of rows of cells. */
const strangers = new Set(Array.from(',;!?|\t', (mark) => mark.charCodeAt(0)))

/** Where the label ends that stands alone above the value `[start, end)`, which stands alone on its line; -1 where none does. */
export function labelAbove(text: TextView, start: number, end: number): number {
  const labelEnd = behindLineAbove(text, start)
  if (labelEnd < 0 || !endsLine(text, end)) return -1
  let hasWord = false
  // `What is your SSN?`
  let at = text.byte(labelEnd - 1) === QUESTION ? labelEnd - 1 : labelEnd
  while (at > labelEnd - longestLabel) {
    const byte = text.byte(at - 1)
    if (byte === -1 || byte === LINE_FEED) return hasWord ? labelEnd : -1
    if (strangers.has(byte)) return -1
    const isDoubtful = isDigit(byte) || (byte === DOT && !endsAbbreviation(text, at - 1))
    if (isDoubtful) return hasWord && endsItemNumber(text, at) ? labelEnd : -1
    hasWord ||= isWordIn(text, at - 1)
    at--
  }
  return -1
}

/** `Konto-Nr.`, `Passport No.`, `D.O.B.`: true for the full stop of such a word. */
function endsAbbreviation(text: TextView, stop: number): boolean {
  let start = stop
  while (start > stop - longestWord && isWordIn(text, start - 1)) start--
  return start === stop - 1 || (start < stop && abbreviations.has(hashOf(text.bytes, start, stop)))
}

/** `1. SSN`, `2) SSN`: true where the number of an item ends before `end` that begins its line. */
function endsItemNumber(text: TextView, end: number): boolean {
  const isClosed = text.byte(end) === CLOSE
  if (!isClosed && text.byte(end - 1) !== DOT) return false
  if (text.byte(isClosed ? end + 1 : end) !== SPACE) return false
  const digitsEnd = isClosed ? end : end - 1
  let at = digitsEnd
  while (at > digitsEnd - 2 && isDigit(text.byte(at - 1))) at--
  if (at === digitsEnd) return false
  while (at > end - longestGap && isBeforeLine(text.byte(at - 1))) at--
  return text.byte(at - 1) === -1 || text.byte(at - 1) === LINE_FEED
}

/** What the label above tells of a number. */
export function meaningAbove(text: TextView, start: number, end: number): Meaning | null {
  const labelEnd = labelAbove(text, start, end)
  return labelEnd < 0 ? null : wordBefore(text, labelEnd)
}

/** Behind the last byte of the line above; -1 where something stands before `start` on its own. */
function behindLineAbove(text: TextView, start: number): number {
  let at = start
  let isAbove = false
  let isListed = false
  for (let passed = 0; passed < longestGap; passed++) {
    const rule = isAbove ? ruleBefore(text, at) : 0
    if (rule > 0) {
      at -= rule
      continue
    }
    const byte = text.byte(at - 1)
    const mark = isAbove || isListed ? 0 : listMarkBefore(text, at)
    if (byte === LINE_FEED) isAbove = true
    else if (mark > 0) isListed = true
    else if (byte !== RETURN && !isBeforeLine(byte)) return isAbove && byte !== -1 ? at : -1
    at -= mark || 1
  }
  return -1
}

/** How many bytes the line of hyphens or signs of equality takes that ends before `at`: `SSN`, `---`, the value; 0 where none does. */
function ruleBefore(text: TextView, at: number): number {
  const mark = text.byte(at - 1)
  if (mark !== HYPHEN && mark !== EQUALS) return 0
  let start = at
  while (start > at - longestLabel && text.byte(start - 1) === mark) start--
  return at - start > 2 && text.byte(start - 1) === LINE_FEED ? at - start : 0
}

/** Blanks, and what mail programs put before the lines that they quote. */
function isBeforeLine(byte: number): boolean {
  return byte === SPACE || byte === TAB || byte === QUOTED
}

/** How many bytes a hyphen, star or bullet takes that a blank follows at `at`; 0 where none does. */
function listMarkBefore(text: TextView, at: number): number {
  if (text.byte(at) !== SPACE) return 0
  const byte = text.byte(at - 1)
  if (byte === HYPHEN || byte === STAR) return 1
  return byte === 0xa2 && text.byte(at - 2) === 0x80 && text.byte(at - 3) === 0xe2 ? 3 : 0
}

function endsLine(text: TextView, end: number): boolean {
  for (let at = end; at < end + longestGap; at++) {
    const byte = text.byte(at)
    if (byte === -1 || byte === LINE_FEED || byte === RETURN) return true
    if (byte !== SPACE && byte !== TAB) return false
  }
  return false
}
