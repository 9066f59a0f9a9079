/** Tells the marks of Markdown that set a word apart (`**bold**`, `_slanted_`) from those of a product or an identifier. */
import { isAlphanumeric, isDigit } from './bytes.ts'
import type { TextView } from './text-view.ts'

/** CommonMark 0.31 §6.2: one mark is emphasis, two are strong emphasis, three are both. */
const mostMarks = 3

const SPACE = 0x20
const OPEN = 0x28
const CLOSE = 0x29
const STAR = 0x2a
const UNDERSCORE = 0x5f

/** `*` and `_`, which stand in sums, identifiers and shares too. */
export function isEmphasisMark(byte: number): boolean {
  return byte === STAR || byte === UNDERSCORE
}

/** True where marks open right before `start`, with no word and no factor before them: not in `3*4`, `3 *4`, `a_4`. */
export function opensEmphasis(text: TextView, start: number): boolean {
  let first = start
  while (first > start - mostMarks && isEmphasisMark(text.byte(first - 1))) first--
  const before = text.byte(first - 1)
  if (first === start || isTied(before) || before === CLOSE) return false
  const further = text.byte(first - 2)
  return before !== SPACE || !(isDigit(further) || further === CLOSE) || text.byte(start - 1) === UNDERSCORE
}

/** True where marks close right at `end`, with no word and no factor behind them: not in `4*3`, `4* 3`, `4_a`. */
export function closesEmphasis(text: TextView, end: number): boolean {
  let last = end
  while (last < end + mostMarks && isEmphasisMark(text.byte(last))) last++
  const after = text.byte(last)
  if (last === end || isTied(after) || after === OPEN) return false
  const further = text.byte(last + 1)
  const isFactor = after === SPACE && (isDigit(further) || further === OPEN)
  return !isFactor || last > end + 1 || text.byte(end) === UNDERSCORE
}

/** Letters, digits, and marks that are more than any emphasis has. */
function isTied(byte: number): boolean {
  return isAlphanumeric(byte) || isEmphasisMark(byte)
}
