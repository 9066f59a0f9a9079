/** Knows the escapes that may hide in a text whose own are undone: those of JSON strings, and both percent-encodings. */
import type { TextWindow } from '../pii/entity.ts'
import { escapeClass, isHexDigit } from './json-tables.ts'

export const PERCENT = 0x25
export const BACKSLASH = 0x5c
const LOWER_B = 0x62
const LOWER_U = 0x75
const ZERO = 0x30
const TWO = 0x32
const FOUR = 0x34
const FIVE = 0x35
/** Length of what is percent-encoded twice. */
export const doubled = 5

/** 1 where a byte may begin an escape. */
const begins = new Uint8Array(256)
begins[PERCENT] = 1
begins[BACKSLASH] = 1

/**
 * How long the escape is that begins at `at`, at a percent sign or a backslash: 3 for `%40`, 5 for `%2540`, 2 for `\n`, 6 for `\u0040`
 * and for `%u0040`, which ECMAScript's `unescape` (Annex B.2.1) and servers of its time undo. 0 where none begins, so that
 * the byte stands for itself; -1 where the text must go on before that can be known.
 */
export function innerEscapeAt(window: TextWindow, at: number): number {
  const { bytes, end, final } = window
  if (at + 1 >= end) return final ? 0 : -1
  const isShort = bytes[at] === PERCENT && bytes[at + 1] !== LOWER_U
  if (isShort && bytes[at + 1] === TWO && (at + 2 >= end || bytes[at + 2] === FIVE))
    return doubleAt(window, at)
  const isWide = bytes[at] === PERCENT && !isShort
  const length = isShort ? 3 : isWide ? 6 : (escapeClass[bytes[at + 1] as number] as number)
  for (let i = at + (isShort ? 1 : 2); i < at + length; i++) {
    if (i >= end) return final ? 0 : -1
    if (!isHexDigit(bytes[i] as number)) return 0
  }
  return length
}

/**
 * `%2540` is an at sign that was encoded twice, as an address for mail in a link in a link is; `%252B` is the plus of a phone number. All else stays what one
 * layer less shows: digits and letters are seldom encoded, and `%` may be a sign of its own before them.
 */
function doubleAt({ bytes, end, final }: TextWindow, at: number): number {
  if (at + doubled > end && !final) return -1
  if (at + 3 > end) return 0
  if (at + doubled > end) return 3
  const isAt = bytes[at + 3] === FOUR && bytes[at + 4] === ZERO
  const isPlus = bytes[at + 3] === TWO && ((bytes[at + 4] as number) | 0x20) === LOWER_B
  return isAt || isPlus ? doubled : 3
}

/**
 * True where an escape that can stand for any byte may begin between the window's `from` and its end. The short ones
 * hide nothing: the scanner knows them, and most JSON inside of JSON has line ends.
 */
export function hidesEscape(window: TextWindow): boolean {
  const { bytes, from, end } = window
  for (let at = from; at < end; at++) {
    while (at < end && begins[bytes[at] as number] === 0) at++
    if (at === end) break
    if (bytes[at] === BACKSLASH && at + 1 < end && bytes[at + 1] !== LOWER_U) continue
    if (innerEscapeAt(window, at) !== 0) return true
  }
  return false
}
