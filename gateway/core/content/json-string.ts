/** Undoes the escapes of a JSON string, so that `\u0040` hides nothing. */
import { escapeClass, isHexDigit } from './json-tables.ts'
import type { TextReader } from './text-reader.ts'

const BACKSLASH = 0x5c
const LOWER_U = 0x75

/**
 * Gives the inside of a string, `bytes[from, to)`, to the reader. The escapes in it are complete, because the tokenizer
 * passed over them; in a document that stands in a text some may be none, and stand for themselves. Returns the index up
 * to which it was given: while the string goes on (`final` false) the first half of a surrogate pair at the end waits for
 * its second (RFC 8259 §7).
 */
export function readEscaped(
  reader: TextReader,
  bytes: Uint8Array,
  span: { from: number; to: number; final: boolean },
): number {
  let at = span.from
  while (at < span.to) {
    const run = at
    while (at < span.to && bytes[at] !== BACKSLASH) at++
    reader.plain(run, at)
    if (at === span.to) break
    if (!isEscape(bytes, at, span.to)) {
      reader.plain(at, at + 1)
      at += 1
      continue
    }
    if (bytes[at + 1] !== LOWER_U) {
      reader.character(simpleEscape(bytes[at + 1] as number), at, at + 2)
      at += 2
      continue
    }
    const code = hexAt(bytes, at + 2)
    if (code < 0xd800 || code > 0xdbff) {
      reader.character(code, at, at + 6)
      at += 6
      continue
    }
    // What follows may still have to come: `\`, then `u`, then the second half.
    if (!span.final && at + 12 > span.to && mayPair(bytes, at + 6, span.to)) break
    const isFollowed = at + 12 <= span.to && bytes[at + 7] === LOWER_U && isEscape(bytes, at + 6, span.to)
    const low = isFollowed ? hexAt(bytes, at + 8) : 0
    const paired = low >= 0xdc00 && low <= 0xdfff
    const character = paired ? 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00) : code
    const length = paired ? 12 : 6
    reader.character(character, at, at + length)
    at += length
  }
  return at
}

function isEscape(bytes: Uint8Array, at: number, to: number): boolean {
  const length = at + 1 < to && bytes[at] === BACKSLASH ? (escapeClass[bytes[at + 1] as number] as number) : 0
  if (length < 6) return length === 2
  if (at + 6 > to) return false
  for (let i = at + 2; i < at + 6; i++) if (!isHexDigit(bytes[i] as number)) return false
  return true
}

function mayPair(bytes: Uint8Array, at: number, to: number): boolean {
  return (at >= to || bytes[at] === BACKSLASH) && (at + 1 >= to || bytes[at + 1] === LOWER_U)
}

/** What the letter behind a backslash means; `"`, `\` and `/` mean themselves. */
export function simpleEscape(letter: number): number {
  switch (letter) {
    case 0x62:
      return 8
    case 0x66:
      return 12
    case 0x6e:
      return 10
    case 0x72:
      return 13
    case 0x74:
      return 9
    default:
      return letter
  }
}

/** The number that four hexadecimal digits make. */
export function hexAt(bytes: Uint8Array, at: number): number {
  let value = 0
  for (let i = at; i < at + 4; i++) {
    const c = bytes[i] as number
    value = (value << 4) | (c <= 0x39 ? c - 0x30 : (c & 0xdf) - 0x37)
  }
  return value
}
