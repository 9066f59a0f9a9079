/** Finds the positions of a text at which an entity can be anchored, ruling most out by their neighbours alone. */
import { behindIsoDate, dateReach, isIsoDate, isLed, mayBeDay } from './anchor-dates.ts'
import {
  isRunByte,
  type MixedWord,
  mayBeAmongCapitals,
  mayBeMixed,
  mayBePiece,
  mayBeSecret,
  mayGoOnInLetters,
  wordStart,
} from './anchor-words.ts'
import { isEscapeLetter } from './boundaries.ts'
import { isAlphanumeric, isDigit, isHex, isLetter } from './bytes.ts'
import type { TextWindow } from './entity.ts'
import { foldedAt } from './folding.ts'
import { maySeparate } from './number-shape.ts'

const NONE = 0
const DIGIT = 1
const AT = 2
const COLON = 4
const HYPHEN = 8
const FOREIGN = 16

/** 1 where a byte may anchor an entity. A text without such bytes has no findings. */
export const triggerBytes: Uint8Array = new Uint8Array(256)
const classes = new Uint8Array(256)
for (let byte = 0x30; byte <= 0x39; byte++) classes[byte] = DIGIT
classes[0x40] = AT
classes[0x3a] = COLON
classes[0x2d] = HYPHEN
// The leads of digits that are none of ASCII: Arabic-Indic, Devanagari, full-width (and its `@`), mathematical.
for (const lead of [0xd9, 0xdb, 0xe0, 0xef, 0xf0]) classes[lead] = FOREIGN
for (let byte = 0; byte < 256; byte++) triggerBytes[byte] = classes[byte] === NONE ? 0 : 1

/** Behind which of the marks a byte may stand: any behind `@`; `:` or a digit of an address; `-`, or a key's header. */
const followers = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) {
  const colon = byte === 0x3a || isHex(byte) ? COLON : NONE
  const hyphen = byte === 0x2d || byte === 0x53 || byte === 0x55 ? HYPHEN : NONE
  const foreign = byte >= 0x80 && byte < 0xc0 ? FOREIGN : NONE
  followers[byte] = AT | colon | hyphen | foreign
}

/** What may be anchored at a byte, as far as it tells by itself; a digit anchors numbers, words and secrets. */
export type Anchor = 'digits' | 'at' | 'colon' | 'hyphen' | 'foreign'

export function anchorOf(byte: number): Anchor | null {
  switch (classes[byte]) {
    case DIGIT:
      return 'digits'
    case AT:
      return 'at'
    case COLON:
      return 'colon'
    case HYPHEN:
      return 'hyphen'
    case FOREIGN:
      return 'foreign'
    default:
      return null
  }
}

/** No number of digits alone has fewer, but for an IPv4 address with its four groups. */
export const fewestDigits = 7
const fewestGroups = 4
const fewestCardDigits = 12
const maxSeparatorBytes = 6
const DOT = 0x2e
const EQUALS = 0x3d
const MINUS = 0x2d
const SPACE = 0x20
const SLASH = 0x2f
const TWO_POINTS = 0x3a
const BACKSLASH = 0x5c

/**
 * The first position from `from` on at which recognizers must be asked, or the window's end. Positions are passed over
 * only where every recognizer would say no; where the window ends too soon to know, the position counts.
 */
export function nextAnchor(window: TextWindow, from: number): number {
  const { bytes, end } = window
  let at = from
  while (true) {
    // Most bytes of a text pass through this loop; V8 runs it faster than any unrolled form.
    while (at < end && classes[bytes[at]!] === NONE) at++
    if (at >= end) return end
    const next = passTrigger(window, at)
    if (next === at) return at
    at = next
  }
}

/**
 * At one of the `triggerBytes`: `at` itself where recognizers must be asked, else the position from which to look on,
 * with nothing between them but letters, digits and, in dates, hyphens and colons. The window may be longer than the text, as long as a quotation mark
 * stands where the text ends: like the end it is no part of any entity, and nothing behind it is looked at.
 */
export function passTrigger(window: TextWindow, at: number): number {
  const { bytes, end } = window
  const kind = classes[bytes[at]!]!
  if (kind === DIGIT) return passDigits(window, at)
  if (at + 1 >= end) return !window.final || mayBeMark(window, at, kind) ? at : at + 1
  const follows = (followers[bytes[at + 1]!]! & kind) !== 0
  return follows && mayBeMark(window, at, kind) ? at : at + 1
}

/** At a digit: `at` where something may be anchored, else where the word ends that the digit is in. */
function passDigits(window: TextWindow, at: number): number {
  const { bytes, start, end, final } = window
  const runEnd = digitsEnd(bytes, at + 1, end)
  // Nothing is anchored at later digits of the same word: `3f2504e0`.
  if (isInsideNumber(window, at)) return wordEnd(bytes, runEnd, end)
  if (runEnd === end && !final) return at
  const isTied = at > start && isLetter(bytes[at - 1]!) && !isEscape(window, at - 1)
  if (!isTied) {
    if (mayBeNumber(window, at, runEnd) || isDateAt(window, at, runEnd)) return at
    if (runEnd === at + 4 && isIsoDate(bytes, at, end)) return behindIsoDate(bytes, at, end)
  }
  if (!isTied && (runEnd === end || !isLetter(bytes[runEnd]!))) {
    if (runEnd + capitalReach > end && !final) return at
    if (runEnd < end && bytes[runEnd]! >= 0xc2 && mayBeFolded(window, at)) return at
    return mayBeAmongCapitals(window, at, runEnd) || mayBePiece(window, at, runEnd) ? at : runEnd
  }
  // Deep inside of a run nothing begins; asking at each of its digits would take time by the square of its length.
  if (isTied && isDeepInRun(window, at)) return wordEnd(bytes, runEnd, end)
  readWord(window, at, runEnd)
  if (word.end < end && bytes[word.end]! >= 0xc2 && mayBeFolded(window, word.start)) return at
  if (word.end + capitalReach > end && !final) return at
  const isWord = isTied
    ? mayBeMixed(window, word)
    : mayGoOnInLetters(window, word) || mayBeAmongCapitals(window, at, runEnd)
  if (mayBePiece(window, word.start, word.end)) return at
  return isWord || mayBeSecret(window, word) ? at : word.end
}

/** Behind so many bytes of base64 or of one word: a file that is sent in JSON, not something of a person. */
function isDeepInRun({ bytes, start }: TextWindow, at: number): boolean {
  const farthest = at - deepest
  if (farthest < start) return false
  let position = at
  while (position > farthest && isBlobByte(bytes[position - 1]!)) position--
  return position === farthest
}

/** Less than `lookBehind`, so that it is at hand however a text is cut. */
const deepest = 90

function isBlobByte(byte: number): boolean {
  return isRunByte(byte) && byte !== DOT && byte !== EQUALS
}

/** Enough digits follow, of any script, over separators and what shows nothing (`folding.ts`). */
function mayBeFolded({ bytes, end, final }: TextWindow, from: number): boolean {
  let digits = 0
  let position = from
  while (position < end && digits < fewestDigits) {
    const byte = bytes[position]!
    const folded = byte < 0x80 ? 0 : foldedAt(bytes, position, end)
    if (isDigit(byte) || isDigit(folded >> 3)) digits++
    else if (folded === 0 && !maySeparate(byte) && !isLetter(byte)) break
    position += folded === 0 ? 1 : folded & 7
    if (position > from + foldedReach) return false
  }
  return digits >= fewestDigits || (!final && position + 3 >= end)
}

const foldedReach = 64

/** True where the digits from `at` to `runEnd` may be of a date that words stand before. */
function isDateAt(window: TextWindow, at: number, runEnd: number): boolean {
  const { bytes, end, final } = window
  if (!isLed(window, at) || runEnd - at > 4) return false
  if (runEnd + dateReach > end && !final) return true
  return runEnd === at + 4 ? isIsoDate(bytes, at, end) : mayBeDay(window, at, runEnd)
}

/** What the digits at an anchor may be of: nothing but a date in the ISO form, a date or a number, or no date. */
export function dateAt(window: TextWindow, at: number): 'only' | 'maybe' | 'no' {
  const runEnd = digitsEnd(window.bytes, at + 1, window.end)
  if (isLed(window, at) && runEnd === at + 4 && isIsoDate(window.bytes, at, window.end)) return 'only'
  const isDay = runEnd - at <= 2 && isLed(window, at) && mayBeDay(window, at, runEnd)
  return isDay ? 'maybe' : 'no'
}

/** True where the digit at `at` stands in a run that may be a secret; as `nextAnchor` decides it. */
export function isInSecret(window: TextWindow, at: number): boolean {
  readWord(window, at, digitsEnd(window.bytes, at + 1, window.end))
  return mayBeSecret(window, word)
}

/** How far behind a word its further parts are looked for. */
const capitalReach = 6
/** How much of a word tells what it is made of. */
const wordReach = 64
const OTHER = 1
const LOWER = 2
/** Of letters and digits: 4, and what else they are. */
const wordKinds = new Uint8Array(256)
for (let byte = 0; byte < 0x80; byte++) {
  if (!isAlphanumeric(byte)) continue
  wordKinds[byte] = 4 | (isHex(byte) ? 0 : OTHER) | (byte >= 0x61 ? LOWER : 0)
}
/** Read anew for each question: bodies have many words, and none of them is worth an object. */
const word: MixedWord = { start: 0, at: 0, runEnd: 0, end: 0, hasOther: false, hasLower: false }

function readWord(window: TextWindow, at: number, runEnd: number): void {
  const { bytes, end } = window
  let kinds = 0
  let position = runEnd
  const told = Math.min(end, at + wordReach)
  while (position < told && wordKinds[bytes[position]!] !== 0) kinds |= wordKinds[bytes[position++]!]!
  if (position === told) position = wordEnd(bytes, position, end)
  word.start = wordStart(window, at)
  for (let index = word.start; index < at; index++) kinds |= wordKinds[bytes[index]!]!
  word.at = at
  word.runEnd = runEnd
  word.end = position
  word.hasOther = (kinds & OTHER) !== 0
  word.hasLower = (kinds & LOWER) !== 0
}

/** Where the run of digits ends that `from` is in. */
function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let position = from
  while (position < end && classes[bytes[position]!] === DIGIT) position++
  return position
}

/** Where the letters and digits end that `from` is in. */
function wordEnd(bytes: Uint8Array, from: number, end: number): number {
  let position = from
  while (position < end && isAlphanumeric(bytes[position]!)) position++
  return position
}

function mayBeMark(window: TextWindow, at: number, kind: number): boolean {
  if (kind === COLON) return mayBeColon(window, at)
  if (kind === FOREIGN) return mayBeForeign(window, at)
  return kind === AT || mayBeHyphen(window, at)
}

/** True before the UTF-8 of a digit, or of the full-width `@` (U+FF20); where the bytes end, it may become one. */
function mayBeForeign({ bytes, end, final }: TextWindow, at: number): boolean {
  const lead = bytes[at]!
  const second = at + 1 < end ? bytes[at + 1]! : -1
  if (second < 0) return !final
  if (lead === 0xd9) return second >= 0xa0 && second <= 0xa9
  if (lead === 0xdb) return second >= 0xb0 && second <= 0xb9
  const third = at + 2 < end ? bytes[at + 2]! : -1
  if (lead === 0xe0) return second === 0xa5 && (third < 0 ? !final : third >= 0xa6 && third <= 0xaf)
  if (lead === 0xef) return second === 0xbc && (third < 0 ? !final : third >= 0x90 && third <= 0xa0)
  return second === 0x9d && (third < 0 ? !final : third === 0x9f)
}

function isInsideNumber({ bytes, start }: TextWindow, at: number): boolean {
  return at > start && isDigit(bytes[at - 1]!)
}

/** Before another hyphen, or in the header of a key. */
function mayBeHyphen({ bytes, start, end }: TextWindow, at: number): boolean {
  const next = at + 1 < end ? bytes[at + 1]! : -1
  return next === MINUS || ((next === 0x53 || next === 0x55) && at > start && isLetter(bytes[at - 1]!))
}

/** Two colons, or the first colon behind a piece of an address, with another piece and colon behind it. */
function mayBeColon({ bytes, start, end, final }: TextWindow, at: number): boolean {
  const next = at + 1 < end ? bytes[at + 1]! : -1
  if (next === TWO_POINTS) return at === start || bytes[at - 1] !== TWO_POINTS
  let position = at
  while (position > start && position > at - 4 && isHex(bytes[position - 1]!)) position--
  if (position === at || (position > start && isAlphanumeric(bytes[position - 1]!))) return false
  position = at + 1
  while (position < end && position < at + 5 && isHex(bytes[position]!)) position++
  return position === end ? !final : position > at + 1 && bytes[position] === TWO_POINTS
}

function mayBeNumber(window: TextWindow, at: number, runEnd: number): boolean {
  const { bytes, start, end } = window
  const before = at > start ? bytes[at - 1]! : -1
  const after = runEnd < end ? bytes[runEnd]! : -1
  // Behind `12.`, `12:` or `12-` the number goes on; only an IPv4 address may be the second of a pair.
  if ((before === DOT || before === TWO_POINTS || before === MINUS) && isInsideNumber(window, at - 1)) {
    return before !== DOT && after === DOT && runEnd - at <= 3 && mayBeGrouped(window, at, runEnd)
  }
  if ((before === SPACE || before === SLASH) && isInsideNumber(window, at - 1)) {
    if (!mayBeginBehindGroup(runEnd - at, after)) return false
  }
  if (maySeparate(after)) return mayBeGrouped(window, at, runEnd)
  if (after === TWO_POINTS && runEnd - at === 4) return mayBeFours(window, runEnd)
  if (runEnd - at < fewestDigits) return false
  // Of letters, only an extension's may follow: x12, ext 12.
  return !isLetter(after) || (after | 0x20) === 0x78 || (after | 0x20) === 0x65
}

/** 1234:5678:9012: fours of digits over colons, as Indian numbers are written. */
function mayBeFours({ bytes, end, final }: TextWindow, runEnd: number): boolean {
  if (runEnd + 5 >= end) return !final
  return isDigit(bytes[runEnd + 1]!) && bytes[runEnd + 5] === TWO_POINTS
}

/**
 * Behind another group no phone number begins, so that a run of groups is asked about once and not at each of them: only
 * what has the length of a card's or a social security number's first group, or of an address's, can be something.
 */
function mayBeginBehindGroup(digits: number, after: number): boolean {
  if (digits <= 3) return digits === 3 || after === DOT
  // 91170-1234: an American taxpayer number in two pieces.
  if (digits === 5) return after === MINUS
  return digits === 4 || digits === 6 || digits === 9 || digits >= fewestCardDigits
}

/** True where a backslash makes the letter at `at` an escape: `\\n` in JSON inside a JSON string (`boundaries.ts`). */
function isEscape({ bytes, start }: TextWindow, at: number): boolean {
  return at > start && bytes[at - 1] === BACKSLASH && isEscapeLetter(bytes[at]!)
}

/** Enough digits, or groups, stand behind one another; and they are no date. */
function mayBeGrouped(window: TextWindow, at: number, runEnd: number): boolean {
  const { bytes, end, final } = window
  if (runEnd === at + 4 && isIsoDate(bytes, at, end)) return false
  let digits = runEnd - at
  let position = runEnd
  for (let groups = 1; groups < fewestGroups; groups++) {
    if (digits >= fewestDigits) return true
    const farthest = Math.min(end, position + maxSeparatorBytes)
    while (position < farthest && maySeparate(bytes[position]!)) position++
    const groupStart = position
    position = digitsEnd(bytes, position, end)
    if (position === end && !final) return true
    if (position === groupStart) return position < end && bytes[position]! >= 0x80 && mayBeFolded(window, at)
    digits += position - groupStart
  }
  return true
}
