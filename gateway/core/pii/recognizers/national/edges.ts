/** Decides whether a candidate is a piece of something longer: a sum, a date, an address, a longer number. */
import { isAlphanumeric, isDigit } from '../../bytes.ts'
import { precedesAt } from '../../local-part.ts'
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

/** The first `count` characters of a candidate that begins at `start`. */
interface Piece {
  candidate: Candidate
  start: number
  count: number
}

/** True where the characters before or behind go on with it. */
export function isPiece(text: TextView, { candidate, start, count }: Piece): boolean {
  const isSpaced = goesOverSpaces(candidate, count)
  return isTiedBefore(text, start, isSpaced) || isTiedBehind(text, candidate.ends[count - 1]!, isSpaced)
}

function isTiedBefore(text: TextView, start: number, isSpaced: boolean): boolean {
  const before = text.byte(start - 1)
  if (before === PLUS || before === AT || before === PERCENT || before === DOLLAR) return true
  const further = text.byte(start - 2)
  // £ and € in UTF-8 end with A3 behind C2 and with AC behind 82.
  if ((before === 0xa3 && further === 0xc2) || (before === 0xac && further === 0x82)) return true
  if (!isDigit(further)) return false
  const isJoined =
    before === DOT || before === HYPHEN || before === COLON || before === SLASH || before === COMMA
  return isJoined || (before === SPACE && isSpaced)
}

function isTiedBehind(text: TextView, end: number, isSpaced: boolean): boolean {
  const after = text.byte(end)
  if (isAlphanumeric(after) || after === PERCENT || after === AT) return true
  const next = text.byte(end + 1)
  if (after === UNDERSCORE) return isAlphanumeric(next) && !precedesAt(text, end + 1)
  if (after === HYPHEN) return isAlphanumeric(next)
  if (after === SLASH || after === COLON || after === DOT || after === COMMA) return isDigit(next)
  return after === SPACE && isSpaced && isDigit(next)
}

/** Digits behind another space may then belong to it. */
function goesOverSpaces(candidate: Candidate, count: number): boolean {
  for (let index = 1; index < count; index++) if (candidate.gaps[index] === SPACE) return true
  return false
}
