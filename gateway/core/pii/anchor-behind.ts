/** Has the digits asked about that stand one blank behind what was found: elsewhere they would be groups of the number before. */
import { nextAnchor } from './anchors.ts'
import { isDigit } from './bytes.ts'
import type { TextWindow } from './entity.ts'

const SPACE = 0x20
/** A blank in links and forms. */
const PLUS = 0x2b

/** The first anchor from `from` on, where what was found last ends at `floor`. */
export function anchorBehind(window: TextWindow, floor: number, from: number): number {
  const { bytes, start, end } = window
  const isBlank = floor > start && floor + 1 < end && (bytes[floor] === SPACE || bytes[floor] === PLUS)
  const isBeside = isBlank && isDigit(bytes[floor - 1]!) && isDigit(bytes[floor + 1]!)
  return isBeside ? floor + 1 : nextAnchor(window, from)
}
