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

/** So many capitals, or more, are counted as so many. */
export const MANY = 3

/** The form of the word at `[start, end)`; `kinds`: the kinds of its characters, and the number of its capitals. */
export function formOf(
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
  kinds: number,
): number {
  const seen = kinds & ~MANY
  const capitals = kinds & MANY
  // Somebody blackened it: `XXX-XX-1234`.
  if (capitals === MANY && seen === HAS_UPPER && isAllX(bytes, start, end)) return CODE
  if ((seen & HAS_DIGIT) !== 0) return seen === HAS_DIGIT ? NUMBER : CODE
  const hasLower = (seen & HAS_LOWER) !== 0
  if (capitals === 0) return hasLower ? SMALL : CASELESS
  if (capitals === 1 && (characterAt(bytes, start, end) & 7) === UPPER) return hasLower ? TITLE : INITIAL
  return hasLower ? MIXED : CAPITALS
}

function isAllX(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0x58) return false
  return true
}
