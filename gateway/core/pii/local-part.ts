/** Knows which characters the part of an e-mail address before its `@` is made of, and tells where one stands ahead. */
import { isAlphanumeric } from './bytes.ts'
import type { TextView } from './text-view.ts'

/** RFC 5321 §4.5.3.1.1: the local part has at most 64 octets. */
export const maxLocalPart = 64

const AT = 0x40

// Of RFC 5322's atext without quotes, slash, equals, ampersand and question mark, which in practice separate an address
// from what stands around it (`?mail=a@b.de&x`, `to/a@b.de`).
const marks = new Uint8Array(256)
for (const mark of ".-_+%'!#$*^`{|}~") marks[mark.charCodeAt(0)] = 1

/** True for bytes that may stand in a local part; the scanner looks back over these when it must wait for more. */
export function isLocalByte(byte: number): boolean {
  return byte >= 0x80 || isAlphanumeric(byte) || marks[byte] === 1
}

/** True where what stands from `at` on may be a local part: an `@` ends it. */
export function precedesAt(text: TextView, at: number): boolean {
  let position = at
  while (position < at + maxLocalPart && isLocalByte(text.byte(position))) position++
  return text.byte(position) === AT
}

/** The position of the `@` that stands at `at`, or behind nothing but letters and digits from there on; else -1. */
export function tiedAt(text: TextView, at: number): number {
  let position = at
  while (position < at + maxLocalPart && isTie(text.byte(position))) position++
  return text.byte(position) === AT ? position : -1
}

/** Letters of any script, as far as a single byte can tell, and digits. */
function isTie(byte: number): boolean {
  return byte >= 0x80 || isAlphanumeric(byte)
}
