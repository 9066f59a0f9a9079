/** Decides whether a number stands on its own or is a piece of something longer: a float, a hash, an identifier. */
import { isAlphanumeric, isDigit } from './bytes.ts'
import { precedesAt } from './local-part.ts'
import type { TextView } from './text-view.ts'

const DOT = 0x2e
const HYPHEN = 0x2d
const COLON = 0x3a
const UNDERSCORE = 0x5f
const BACKSLASH = 0x5c

/** True when a number may begin at `start`: not inside a word, a float (`0.4111…`) or a longer dashed number. */
export function beginsCleanly(text: TextView, start: number): boolean {
  const before = text.byte(start - 1)
  if (isAlphanumeric(before)) return endsEscape(text, start - 1)
  if (before === UNDERSCORE) return !isAlphanumeric(text.byte(start - 2))
  if (before === DOT || before === HYPHEN || before === COLON) return !isDigit(text.byte(start - 2))
  return true
}

/**
 * True when the letter at `at` ends an escape such as `\\n`: in JSON inside a JSON string line ends stand so, and the
 * letter belongs to the line end, not to what follows it.
 */
export function endsEscape(text: TextView, at: number): boolean {
  return text.byte(at - 1) === BACKSLASH && isEscapeLetter(text.byte(at))
}

/** RFC 8259 §7: the letters of `\\n \\r \\t \\b \\f`. */
export function isEscapeLetter(byte: number): boolean {
  return byte === 0x6e || byte === 0x72 || byte === 0x74 || byte === 0x62 || byte === 0x66
}

/**
 * True when a number may end before `end`: no letter, and no dot or dash with more digits, comes behind it. An underscore
 * goes on to a name, unless that is an address: `4111…_joe@example.com`.
 */
export function endsCleanly(text: TextView, end: number): boolean {
  const after = text.byte(end)
  if (isAlphanumeric(after)) return false
  if (after === UNDERSCORE) return !isAlphanumeric(text.byte(end + 1)) || precedesAt(text, end + 1)
  if (after === DOT || after === HYPHEN) return !isDigit(text.byte(end + 1))
  return true
}
