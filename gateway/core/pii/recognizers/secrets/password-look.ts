/** Tells a password from a word, a name of a file, and what a page says of passwords. */
import { isDigit, isLetter } from '../../bytes.ts'

export const shortestPassword = 6
export const longestPassword = 64

const SLASH = 0x2f
const COLON = 0x3a
const LESS = 0x3c
const decoder = new TextDecoder()
/** `min-8-chars`, `8-64-characters`, `at-least-8`, and nothing else: what a rule says of a password. */
const rule =
  /^(?:(?:min|max|at[-_]?least)[-_.]\d{1,3}(?:[-_.](?:chars?|characters|digits|zeichen))?|\d{1,3}(?:[-_.]\d{1,3})?[-_.](?:chars?|characters|digits|zeichen))$/
/** `<your-password>`: a name for what is to be put there. */
const place = /^<[a-z][a-z _-]*>$/

/** A digit, or a mark that no word and no address of a page has: a label below a label is no password. */
export function hasOddByte(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === COLON && bytes[at + 1] === SLASH) return false
    if (isDigit(byte) || !(isLetter(byte) || isPlainMark(byte) || isClauseMark(byte))) return true
  }
  return false
}

/**
 * A digit or a mark among letters, as words do not have them; behind a colon or `is` digits alone will do. A name of a
 * file, a dashed word and an address are left.
 */
export function looksLikePassword(
  bytes: Uint8Array,
  span: { start: number; end: number },
  isMarked: boolean,
): boolean {
  const length = span.end - span.start
  if (isWording(bytes, span)) return false
  if (length < shortestPassword || length > longestPassword) return false
  let letters = 0
  let digits = 0
  let marks = 0
  let humps = 0
  for (let index = span.start; index < span.end; index++) {
    const byte = bytes[index]!
    if (byte >= 0x80) return false
    if (isLetter(byte)) letters++
    else if (isDigit(byte)) digits++
    // With these a sentence ends: `hooray!`
    else if (index === span.end - 1 && (byte === 0x21 || byte === 0x3f)) continue
    else if (!isPlainMark(byte)) marks++
    if (index > span.start && isUpper(byte) && !isUpper(bytes[index - 1]!)) humps++
  }
  if (letters === 0) return isMarked && digits === length
  return marks > 0 || digits > 0 || (humps > 0 && (isMarked || letters < length))
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}

/** Marks that words and addresses have: `- / . ' ( ) _ &` */
function isPlainMark(byte: number): boolean {
  return (
    byte === 0x2d ||
    byte === 0x2f ||
    byte === 0x2e ||
    byte === 0x28 ||
    byte === 0x29 ||
    byte === 0x5f ||
    byte === 0x26
  )
}

/** It stands in place of a password. Most values show by their first byte that they do not. */
function isWording(bytes: Uint8Array, { start, end }: { start: number; end: number }): boolean {
  const first = bytes[start]!
  const small = first | 0x20
  if (first !== LESS && !isDigit(first) && small !== 0x6d && small !== 0x61) return false
  if (end - start > longestPassword) return false
  const text = decoder.decode(bytes.subarray(start, end)).toLowerCase()
  return rule.test(text) || place.test(text)
}

/** `. , ; :` */
export function isClauseMark(byte: number): boolean {
  return byte === 0x2e || byte === 0x2c || byte === 0x3b || byte === 0x3a
}
