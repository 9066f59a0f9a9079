/** How a word is written, and what stands before it: the names of all that can be told apart. */
import { characterAt, UPPER } from './characters.ts'

export const CASELESS = 0
export const SMALL = 1
export const TITLE = 2
export const CAPITALS = 3
export const INITIAL = 4
export const MIXED = 5
export const NUMBER = 6
export const CODE = 7
export const PUNCTUATION = 8
/** What somebody else found already, such as an e-mail address, stands as one token. */
export const TAKEN = 9

/** What stands before a token. */
export const NOTHING = 0
export const BLANK = 1
export const NEW_LINE = 2

/** Kinds of characters that a word has, as bits. */
export const HAS_DIGIT = 0x100
export const HAS_UPPER = 0x200
export const HAS_LOWER = 0x400
/** Of a script without capital letters. */
export const HAS_OTHER = 0x800

/** The form of the word `[start, end)` with characters of the kinds `seen`, so many of them capitals. */
export function formOf(
  bytes: Uint8Array,
  { start, end, seen, capitals }: { start: number; end: number; seen: number; capitals: number },
): number {
  const hasDigit = (seen & HAS_DIGIT) !== 0
  const hasLower = (seen & HAS_LOWER) !== 0
  // Somebody blackened it: `XXX-XX-1234`.
  if (capitals > 2 && (seen & ~HAS_UPPER) === 0 && isAllX(bytes, start, end)) return CODE
  if (hasDigit) return seen === HAS_DIGIT ? NUMBER : CODE
  if (capitals === 0) return hasLower ? SMALL : CASELESS
  if (capitals === 1 && (characterAt(bytes, start, end) & 7) === UPPER) return hasLower ? TITLE : INITIAL
  return hasLower ? MIXED : CAPITALS
}

function isAllX(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0x58) return false
  return true
}
