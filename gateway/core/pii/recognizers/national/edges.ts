/** Decides whether a candidate is a piece of something longer: a sum, a date, an address, a longer number. */
import { isAlphanumeric, isDigit } from '../../bytes.ts'
import { precedesAt } from '../../local-part.ts'
import { joinsDigits } from '../../number-joints.ts'
import type { TextView } from '../../text-view.ts'
import type { Candidate } from './candidate.ts'

const SPACE = 0x20
const DOLLAR = 0x24
const PERCENT = 0x25
const PLUS = 0x2b
const COMMA = 0x2c
const HYPHEN = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const COLON = 0x3a
const AT = 0x40
const UNDERSCORE = 0x5f

const mayTie = new Set([COMMA, HYPHEN, DOT, COLON, SLASH])

/** The first `count` characters of a candidate that begins at `start`. */
interface Piece {
  candidate: Candidate
  start: number
  count: number
}

/**
 * What goes on with it: nothing, digits over a mere space behind or before it, or what makes it a piece for sure. Over a space
 * may as well stand a year or a count: there a word and check digits decide (`judge.ts`).
 */
export type Tie = 'none' | 'space-behind' | 'space-before' | 'firm'

export function tieOf(text: TextView, { candidate, start, count }: Piece): Tie {
  const end = candidate.ends[count - 1]!
  // Decimals have no letters: `7,12345678Z`.
  const isPart = candidate.lettersIn(count) === 0 || text.byte(start - 1) !== COMMA
  if ((isPart && isTiedBefore(text, start)) || isTiedBehind(text, end)) return 'firm'
  if (!goesOverSpaces(candidate, count)) return 'none'
  const isSpacedBefore = text.byte(start - 1) === SPACE && isDigit(text.byte(start - 2))
  // A letter is the end of a number, or its beginning: `AB 12 34 56 C 2024`.
  if (isSpacedBefore && isDigit(text.byte(start)) && joinsDigits(text, start - 1)) return 'space-before'
  const isSpacedBehind = text.byte(end) === SPACE && isDigit(text.byte(end + 1))
  return isSpacedBehind && isDigit(text.byte(end - 1)) && joinsDigits(text, end) ? 'space-behind' : 'none'
}

function isTiedBefore(text: TextView, start: number): boolean {
  const before = text.byte(start - 1)
  if (before === PLUS || before === AT || before === PERCENT || before === DOLLAR) return true
  const further = text.byte(start - 2)
  // £ and € in UTF-8 end with A3 behind C2 and with AC behind 82.
  if ((before === 0xa3 && further === 0xc2) || (before === 0xac && further === 0x82)) return true
  return isDigit(further) && mayTie.has(before) && joinsDigits(text, start - 1)
}

function isTiedBehind(text: TextView, end: number): boolean {
  const after = text.byte(end)
  if (isAlphanumeric(after) || after === PERCENT || after === AT) return true
  const next = text.byte(end + 1)
  if (after === UNDERSCORE) return isAlphanumeric(next) && !precedesAt(text, end + 1)
  if (after === HYPHEN) return isAlphanumeric(next) && joinsDigits(text, end)
  return mayTie.has(after) && isDigit(next) && joinsDigits(text, end)
}

/** Digits behind another space may then belong to it. */
function goesOverSpaces(candidate: Candidate, count: number): boolean {
  for (let index = 1; index < count; index++) if (candidate.gaps[index] === SPACE) return true
  return false
}
