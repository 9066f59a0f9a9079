/** Tells which marks may stand in an address or key: `@`, colons, hyphens, underscores, and digits of other scripts. */
import { isAlphanumeric, isHex, isLetter } from './bytes.ts'
import type { TextWindow } from './entity.ts'
import { leadBefore } from './recognizers/secrets/token-leads.ts'

const MINUS = 0x2d
const TWO_POINTS = 0x3a
const AT = 0x40
const UNDERSCORE = 0x5f

/** At a byte that may anchor an entity and is no digit: whether its neighbours allow for one. */
export function mayBeMark(window: TextWindow, at: number): boolean {
  switch (window.bytes[at]) {
    case AT:
      return true
    case TWO_POINTS:
      return mayBeColon(window, at)
    case MINUS:
      return mayBeHyphen(window, at)
    case UNDERSCORE:
      return leadBefore(window, at) >= 0
    default:
      return mayBeForeign(window, at)
  }
}

/** True before the UTF-8 of a digit, or of the full-width `@` (U+FF20); where the bytes end, it may become one. */
function mayBeForeign({ bytes, end, final }: TextWindow, at: number): boolean {
  const lead = bytes[at]!
  const second = at + 1 < end ? bytes[at + 1]! : -1
  if (second < 0) return !final
  if (lead === 0xd9) return second >= 0xa0 && second <= 0xa9
  if (lead === 0xdb) return second >= 0xb0 && second <= 0xb9
  const third = at + 2 < end ? bytes[at + 2]! : -1
  if (lead === 0xe0) return second === 0xa5 && (third < 0 ? !final : third >= 0xa6 && third <= 0xaf)
  if (lead === 0xef) return second === 0xbc && (third < 0 ? !final : third >= 0x90 && third <= 0xa0)
  return second === 0x9d && (third < 0 ? !final : third === 0x9f)
}

/** Before another hyphen, in the header of a key, or in the beginning of a token. */
function mayBeHyphen(window: TextWindow, at: number): boolean {
  const { bytes, start, end } = window
  const next = at + 1 < end ? bytes[at + 1]! : -1
  const isHeader = (next === 0x53 || next === 0x55) && at > start && isLetter(bytes[at - 1]!)
  return next === MINUS || isHeader || leadBefore(window, at) >= 0
}

/** Two colons, or the first colon behind a piece of an address, with another piece and colon behind it. */
function mayBeColon({ bytes, start, end, final }: TextWindow, at: number): boolean {
  const next = at + 1 < end ? bytes[at + 1]! : -1
  if (next === TWO_POINTS) return at === start || bytes[at - 1] !== TWO_POINTS
  let position = at
  while (position > start && position > at - 4 && isHex(bytes[position - 1]!)) position--
  if (position === at || (position > start && isAlphanumeric(bytes[position - 1]!))) return false
  position = at + 1
  while (position < end && position < at + 5 && isHex(bytes[position]!)) position++
  return position === end ? !final : position > at + 1 && bytes[position] === TWO_POINTS
}
