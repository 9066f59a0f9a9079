/** Finds the positions of a text at which an entity can be anchored, ruling most out by their neighbours alone. */
import { behindIsoDate, dateReach, isIsoDate, isLed, isYearFirst, mayBeDay } from './anchor-dates.ts'
import { mayBeMark } from './anchor-marks.ts'
import { digitsEnd, isInsideNumber, mayBeFolded, mayBeNumber, mayBeShort } from './anchor-numbers.ts'
import { mayBeToldPlate } from './anchor-plates.ts'
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
import { isAlphanumeric, isHex, isLetter } from './bytes.ts'
import type { TextWindow } from './entity.ts'
import { mayGoOnOverPlus } from './plus-blank.ts'
import { isBehindLead } from './recognizers/secrets/token-leads.ts'

const DOT = 0x2e
const SLASH = 0x2f
const EQUALS = 0x3d
const BACKSLASH = 0x5c

const NONE = 0
const DIGIT = 1
const AT = 2
const COLON = 4
const HYPHEN = 8
const FOREIGN = 16
const UNDERSCORE = 32

/** 1 where a byte may anchor an entity. A text without such bytes has no findings. */
export const triggerBytes: Uint8Array = new Uint8Array(256)
const classes = new Uint8Array(256)
for (let byte = 0x30; byte <= 0x39; byte++) classes[byte] = DIGIT
classes[0x40] = AT
classes[0x3a] = COLON
classes[0x2d] = HYPHEN
classes[0x5f] = UNDERSCORE
// The leads of digits that are none of ASCII: Arabic-Indic, Devanagari, full-width (and its `@`), mathematical.
for (const lead of [0xd9, 0xdb, 0xe0, 0xef, 0xf0]) classes[lead] = FOREIGN
for (let byte = 0; byte < 256; byte++) triggerBytes[byte] = classes[byte] === NONE ? 0 : 1

/** Behind which of the marks a byte may stand: any behind `@`; `:` or a digit of an address; `-`, or what tokens are made of. */
const followers = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) {
  const colon = byte === 0x3a || isHex(byte) ? COLON : NONE
  const token = isRunByte(byte) ? HYPHEN | UNDERSCORE : NONE
  const foreign = byte >= 0x80 && byte < 0xc0 ? FOREIGN : NONE
  followers[byte] = AT | colon | token | foreign
}

/** What may be anchored at a byte, as far as it tells by itself; a digit anchors numbers, words and secrets. */
export type Anchor = 'digits' | 'at' | 'colon' | 'hyphen' | 'underscore' | 'foreign'

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
    case UNDERSCORE:
      return 'underscore'
    case FOREIGN:
      return 'foreign'
    default:
      return null
  }
}

/**
 * The first position from `from` on at which recognizers must be asked, or the window's end. Positions are passed over
 * only where every recognizer would say no; where the window ends too soon to know, the position counts.
 */
export function nextAnchor(window: TextWindow, from: number): number {
  const { bytes, end } = window
  const stop = window.clearFrom ?? end
  let at = from
  while (true) {
    // Most bytes of a text pass through this loop; V8 runs it faster than any unrolled form.
    while (at < stop && classes[bytes[at]!] === NONE) at++
    if (at >= stop) return end
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
  if (at + 1 >= end) return !window.final || mayBeMark(window, at) ? at : at + 1
  const follows = (followers[bytes[at + 1]!]! & kind) !== 0
  return follows && mayBeMark(window, at) ? at : at + 1
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
    if (runEnd < end && mayJoin[bytes[runEnd]!] === 1 && mayGoOnOverPlus(window, at, runEnd)) return at
    if (runEnd === at + 4 && isIsoDate(bytes, at, end)) return behindIsoDate(bytes, at, end)
  }
  if (!isTied && (runEnd === end || !isLetter(bytes[runEnd]!))) {
    if (runEnd + capitalReach > end && !final) return at
    if (runEnd < end && bytes[runEnd]! >= 0xc2 && mayBeFolded(window, at)) return at
    if (mayBeAmongCapitals(window, at, runEnd) || mayBePiece(window, at, runEnd)) return at
    if (mayBeShort(window, at, runEnd) || isStepOfToken(window, at, runEnd)) return at
    return mayBeToldPlate(window, at, runEnd) ? at : runEnd
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
  const isJoined = word.end < end && mayJoin[bytes[word.end]!] === 1
  if (isJoined && mayGoOnOverPlus(window, word.start, word.end)) return at
  return isWord || mayBeToken(window, word) || mayBeToldPlate(window, at, runEnd) ? at : word.end
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

/** True where the digits from `at` to `runEnd` may be of a date that words stand before. */
function isDateAt(window: TextWindow, at: number, runEnd: number): boolean {
  const { bytes, end, final } = window
  if (!isLed(window, at) || runEnd - at > 4) return false
  if (runEnd + dateReach > end && !final) return true
  return runEnd === at + 4 ? isYearFirst(bytes, at, end) : mayBeDay(window, at, runEnd)
}

/** What the digits at an anchor may be of: nothing but a date in the ISO form, a date or a number, or no date. */
export function dateAt(window: TextWindow, at: number): 'only' | 'maybe' | 'no' {
  const runEnd = digitsEnd(window.bytes, at + 1, window.end)
  // 19871224
  if (runEnd === at + 8) return isLed(window, at) ? 'maybe' : 'no'
  if (isLed(window, at) && runEnd === at + 4 && isIsoDate(window.bytes, at, window.end)) return 'only'
  if (!isLed(window, at)) return 'no'
  const isDay = runEnd - at <= 2 && mayBeDay(window, at, runEnd)
  return isDay || (runEnd === at + 4 && isYearFirst(window.bytes, at, window.end)) ? 'maybe' : 'no'
}

/** True where the digit at `at` stands in a run that may be a secret; as `nextAnchor` decides it. */
export function isInSecret(window: TextWindow, at: number): boolean {
  readWord(window, at, digitsEnd(window.bytes, at + 1, window.end))
  return mayBeToken(window, word)
}

/** `hooks.zapier.com/hooks/catch/12345/…` */
function isStepOfToken(window: TextWindow, at: number, runEnd: number): boolean {
  const { bytes, start, end } = window
  const isStep = at > start && bytes[at - 1] === SLASH && runEnd < end && bytes[runEnd] === SLASH
  return isStep && isBehindLead(window, at)
}

/** A long piece tells by itself; a short one beside a mark of base64 or of addresses only behind the beginning of a token. */
function mayBeToken(window: TextWindow, one: MixedWord): boolean {
  if (mayBeSecret(window, one)) return true
  const { bytes, start, end } = window
  const isTied =
    (one.start > start && joinsPieces[bytes[one.start - 1]!] === 1) ||
    (one.end < end && joinsPieces[bytes[one.end]!] === 1)
  return isTied && isBehindLead(window, one.start)
}

const joinsPieces = new Uint8Array(256)
for (const mark of '/+=.') joinsPieces[mark.charCodeAt(0)] = 1

/** 1 for what a number goes on behind where a plus stands for a blank: `4111+1111`, `(0171)+2345678`. */
const mayJoin = new Uint8Array(256)
for (const mark of '+)') mayJoin[mark.charCodeAt(0)] = 1

/** How far behind a word its further parts are looked for. */
const capitalReach = 8
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

/** Where the letters and digits end that `from` is in. */
function wordEnd(bytes: Uint8Array, from: number, end: number): number {
  let position = from
  while (position < end && isAlphanumeric(bytes[position]!)) position++
  return position
}

/** True where a backslash makes the letter at `at` an escape: `\\n` in JSON inside a JSON string (`boundaries.ts`). */
function isEscape({ bytes, start }: TextWindow, at: number): boolean {
  return at > start && bytes[at - 1] === BACKSLASH && isEscapeLetter(bytes[at]!)
}
