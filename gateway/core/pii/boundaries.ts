/** Decides whether a number stands on its own or is a piece of something longer: a float, a hash, an identifier. */
import { isAlphanumeric, isDigit } from './bytes.ts'
import { isInFileName } from './file-name.ts'
import { precedesAt } from './local-part.ts'
import { joinsDigits } from './number-joints.ts'
import { type NumberShape, separators } from './number-shape.ts'
import type { TextView } from './text-view.ts'

const HYPHEN = 0x2d
const DOT = 0x2e
const COLON = 0x3a
const UNDERSCORE = 0x5f
const BACKSLASH = 0x5c

/** True when a number may begin at `start`: not inside a word, a float (`0.4111…`) or a longer dashed number. */
export function beginsCleanly(text: TextView, start: number): boolean {
  const before = text.byte(start - 1)
  if (isAlphanumeric(before)) return endsEscape(text, start - 1)
  if (before === UNDERSCORE) return !isAlphanumeric(text.byte(start - 2)) || isInFileName(text, start)
  if (before !== DOT && before !== HYPHEN && before !== COLON) return true
  return !isDigit(text.byte(start - 2)) || !joinsDigits(text, start - 1)
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
 * goes on to a name, unless that is an address, `4111…_joe@example.com`, or a file's.
 */
export function endsCleanly(text: TextView, end: number): boolean {
  const after = text.byte(end)
  if (isAlphanumeric(after)) return false
  if (after === UNDERSCORE)
    return !isAlphanumeric(text.byte(end + 1)) || precedesAt(text, end + 1) || isInFileName(text, end)
  if (after !== DOT && after !== HYPHEN) return true
  return !isDigit(text.byte(end + 1)) || !joinsDigits(text, end)
}

/**
 * True when a number may end behind the first `groups` groups: a space, a slash or a bracket parts what follows from it,
 * and so does a mark with a space beside it, as between sentences (`4399. 2`) and in lists (`4399 - 2`).
 */
export function endsCleanlyBehind(text: TextView, shape: NumberShape, groups: number): boolean {
  const marks = shape.marks[groups - 1]!
  return (marks & ~(separators.HYPHEN | separators.DOT)) !== 0 || endsCleanly(text, shape.ends[groups - 1]!)
}
