/** Decides whether a number stands on its own or is a piece of something longer: a float, a hash, an identifier. */
import { isAlphanumeric, isDigit } from './bytes.ts'
import type { TextView } from './text-view.ts'

const DOT = 0x2e
const HYPHEN = 0x2d
const COLON = 0x3a
const UNDERSCORE = 0x5f

/** True when a number may begin at `start`: not inside a word, a float (`0.4111…`) or a longer dashed number. */
export function beginsCleanly(text: TextView, start: number): boolean {
  const before = text.byte(start - 1)
  if (isAlphanumeric(before)) return false
  if (before === UNDERSCORE) return !isAlphanumeric(text.byte(start - 2))
  if (before === DOT || before === HYPHEN || before === COLON) return !isDigit(text.byte(start - 2))
  return true
}

/** True when a number may end before `end`: no letter, and no dot or dash with more digits, comes behind it. */
export function endsCleanly(text: TextView, end: number): boolean {
  const after = text.byte(end)
  if (isAlphanumeric(after)) return false
  if (after === UNDERSCORE) return !isAlphanumeric(text.byte(end + 1))
  if (after === DOT || after === HYPHEN) return !isDigit(text.byte(end + 1))
  return true
}
