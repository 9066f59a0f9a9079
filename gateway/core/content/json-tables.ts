/** Says of each byte what it means inside a JSON string, so that one look-up per byte suffices. */
import { triggerBytes } from '../pii/scanner.ts'

export const PLAIN = 0
/** May anchor an entity. */
export const TRIGGER = 1
export const QUOTE = 2
export const ESCAPE = 3
/** RFC 8259 §7: control characters must be escaped. */
export const CONTROL = 4
/** May begin an escape of a second layer. */
export const PERCENT = 5

/** Beside TRIGGER in what was seen of a string: an escape, and a byte that anchors nothing unless escapes are beside it. */
export const ESCAPED = 8
export const CLEARED = 16
/** What may begin an escape of a second layer. */
export const CODED = 32
/** A space, without which nothing is free text. */
export const SPACED = 64
/** What is asked of texts that were read before: nothing but where somebody may stand who is known. */
export const REPEATED = 128
/** Not seen but asked for: long strings without a space are told of all the same. */
export const FILES = 256

export const stringClass = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) {
  stringClass[byte] = byte < 0x20 ? CONTROL : triggerBytes[byte] !== 0 ? TRIGGER : PLAIN
}
stringClass[0x22] = QUOTE
stringClass[0x5c] = ESCAPE
stringClass[0x25] = PERCENT

/** How long the escape is that a letter behind a backslash begins; 0 where it begins none. */
export const escapeClass = new Uint8Array(256)
for (const letter of '"\\/bfnrt') escapeClass[letter.charCodeAt(0)] = 2
escapeClass[0x75] = 6

/** The control characters that short escapes stand for: where one anchors entities, every escape might. */
export const shortEscapesTrigger = [8, 9, 10, 12, 13].some((byte) => triggerBytes[byte] !== 0)

/** 1 where a byte may stand in a number. */
export const numberBytes = new Uint8Array(256)
for (const c of '0123456789+-.eE') numberBytes[c.charCodeAt(0)] = 1

export function isHexDigit(c: number): boolean {
  return (c >= 0x30 && c <= 0x39) || ((c | 0x20) >= 0x61 && (c | 0x20) <= 0x66)
}

/** True for what may follow a percent sign that begins an escape: a digit of `%40`, the letter of `%u0040`. */
export function mayCode(c: number): boolean {
  return c === 0x75 || isHexDigit(c)
}
