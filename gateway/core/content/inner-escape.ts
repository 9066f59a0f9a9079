/** Knows the escapes that may hide in a text whose own are undone: those of JSON strings, and both percent-encodings. */
import type { TextWindow } from '../pii/entity.ts'
import { escapeClass, isHexDigit } from './json-tables.ts'

export const PERCENT = 0x25
export const BACKSLASH = 0x5c
const LOWER_U = 0x75

/** 1 where a byte may begin an escape. */
const begins = new Uint8Array(256)
begins[PERCENT] = 1
begins[BACKSLASH] = 1

/**
 * How long the escape is that begins at `at`, at a percent sign or a backslash: 3 for `%40`, 2 for `\n`, 6 for `\u0040`
 * and for `%u0040`, which ECMAScript's `unescape` (Annex B.2.1) and servers of its time undo. 0 where none begins, so that
 * the byte stands for itself; -1 where the text must go on before that can be known.
 */
export function innerEscapeAt({ bytes, end, final }: TextWindow, at: number): number {
  if (at + 1 >= end) return final ? 0 : -1
  const isShort = bytes[at] === PERCENT && bytes[at + 1] !== LOWER_U
  const isWide = bytes[at] === PERCENT && !isShort
  const length = isShort ? 3 : isWide ? 6 : (escapeClass[bytes[at + 1] as number] as number)
  for (let i = at + (isShort ? 1 : 2); i < at + length; i++) {
    if (i >= end) return final ? 0 : -1
    if (!isHexDigit(bytes[i] as number)) return 0
  }
  return length
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
