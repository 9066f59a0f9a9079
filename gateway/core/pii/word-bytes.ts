/** Tells whether a byte of a text is part of a word, and where the marks and blanks beyond ASCII beside words end. */
import { isEscapeLetter } from './boundaries.ts'
import { isDigit, isHex, isLetter } from './bytes.ts'
import { foldedAt } from './folding.ts'
import type { TextView } from './text-view.ts'

const SPACE = 0x20
const SMALL_U = 0x75
const BACKSLASH = 0x5c
const firstBeyond = 0x80
const firstOfFour = 0x10000
/** Emoji and their kin, and from the tags on what shows nothing. */
const [firstPicture, lastPicture, firstTag] = [0x1f000, 0x1ffff, 0xe0000]

/** 1 for the characters of the first plane that are part of words. */
const wordPoints = wordPointsOf()

/**
 * True for a letter of ASCII, and for each byte of a letter, mark or digit of another script: quotation marks, dashes,
 * no-break spaces and emoji part words as those of ASCII do. Bytes that are no UTF-8 may be letters of another encoding.
 */
export function isWordAt(bytes: Uint8Array, index: number): boolean {
  const byte = bytes[index]!
  return byte >= firstBeyond ? isOfWord(bytes, index) : isLetter(byte)
}

/** The same where the bytes of the character may still have to come. */
export function isWordIn(text: TextView, index: number): boolean {
  const byte = text.byte(index)
  if (byte < firstBeyond) return isLetter(byte)
  text.byte(index + 3)
  return isOfWord(text.bytes, index)
}

function isOfWord(bytes: Uint8Array, index: number): boolean {
  let lead = index
  while (lead > index - 3 && (bytes[lead]! & 0xc0) === 0x80) lead--
  const point = pointAt(bytes, lead, index)
  if (point < firstOfFour) return wordPoints[point] === 1
  return point < firstTag && !(point >= firstPicture && point <= lastPicture)
}

/** The code point of the character at `lead` (RFC 3629 §3); where it is none that `index` is in, a letter's. */
function pointAt(bytes: Uint8Array, lead: number, index: number): number {
  const first = bytes[lead]!
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
  if (first < 0xc2 || first > 0xf4 || index >= lead + length) return unknown
  let point = first & (0xff >> (length + 1))
  for (let at = lead + 1; at < lead + length; at++) {
    const byte = bytes[at]
    if (byte === undefined || (byte & 0xc0) !== 0x80) return unknown
    point = (point << 6) | (byte & 0x3f)
  }
  return point
}

const unknown = 0x61

/**
 * Unicode 17, General_Category L, M and Nd. Of marks, those that make pictures of the character before are left out
 * (variation selectors, the keycap); joiners, which Persian and Hindi have in words, and the ring of `N°` are words'.
 */
function wordPointsOf(): Uint8Array {
  const points = new Uint8Array(firstOfFour).fill(1)
  const others = /(?:(?!\u200c|\u200d|°)[^\p{L}\p{M}\p{Nd}])+|[\u20e3\ufe00-\ufe0f]+/gu
  // Between them stand ideographs, syllables and the halves of surrogates.
  for (const [from, to] of [
    [firstBeyond, 0x33ff],
    [0xe000, firstOfFour - 1],
  ] as const) {
    const all = String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, index) => from + index))
    for (const { 0: found, index } of all.matchAll(others))
      points.fill(0, from + index, from + index + found.length)
  }
  return points
}

/** How many bytes the quotation mark at `at` takes that is beyond ASCII: `„ “ ” ‘ ’ « » ‹ › 「`; 0 where none stands there. */
export function quoteAt(bytes: Uint8Array, at: number): number {
  const [lead, second, third] = [bytes[at] ?? 0, bytes[at + 1] ?? 0, bytes[at + 2] ?? 0]
  if (lead === 0xc2) return second === 0xab || second === 0xbb ? 2 : 0
  if (lead === 0xe3) return second === 0x80 && third >= 0x8c && third <= 0x8f ? 3 : 0
  if (lead !== 0xe2 || second !== 0x80) return 0
  return (third >= 0x98 && third <= 0x9f) || third === 0xb9 || third === 0xba ? 3 : 0
}

/** The same of one that ends before `end`. */
export function quoteBefore(bytes: Uint8Array, end: number, start: number): number {
  for (let length = 2; length <= 3 && end - length >= start; length++)
    if (quoteAt(bytes, end - length) === length) return length
  return 0
}

/** How many bytes the blank at `at` takes, also one that does not break a line; 0 where none stands there. */
export function blankAt(bytes: Uint8Array, at: number, end: number): number {
  const byte = bytes[at]!
  if (byte < firstBeyond || at >= end) return byte === SPACE && at < end ? 1 : 0
  const folded = foldedAt(bytes, at, end)
  return folded >> 3 === SPACE ? folded & 7 : 0
}

/** The same of a blank that ends before `end`. */
export function blankBefore(bytes: Uint8Array, end: number, start: number): number {
  if (end <= start) return 0
  if (bytes[end - 1]! < firstBeyond) return bytes[end - 1] === SPACE ? 1 : 0
  for (let length = 2; length <= 3 && end - length >= start; length++)
    if (blankAt(bytes, end - length, end) === length) return length
  return 0
}

/**
 * Where a word begins that a written line end or character stands right before: behind the letters of `\n` or `\u201e`
 * (RFC 8259 §7), of which `start` is the first that could be of the word; `start` itself where none does.
 */
export function behindEscape(bytes: Uint8Array, start: number): number {
  const first = bytes[start - 1]
  if (first === BACKSLASH) {
    if (bytes[start] === SMALL_U && isFour(bytes, start + 1)) return start + 5
    return isEscapeLetter(bytes[start]!) ? start + 1 : start
  }
  if (!isDigit(first ?? 0)) return start
  for (let back = 2; back <= 5; back++) {
    const isEscape = bytes[start - back] === SMALL_U && bytes[start - back - 1] === BACKSLASH
    if (isEscape && isFour(bytes, start - back + 1)) return start - back + 5
  }
  return start
}

/** Four digits of a code point. */
function isFour(bytes: Uint8Array, at: number): boolean {
  for (let index = at; index < at + 4; index++) if (!isHex(bytes[index] ?? 0)) return false
  return true
}
