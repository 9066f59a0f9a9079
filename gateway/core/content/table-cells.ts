/** Splits a line of a table into cells, each without what is put around its value. */
import type { Span } from './prose-look.ts'
import { isDrawnBar, type Separator, separators } from './table-lines.ts'

const TAB = 0x09
const RETURN = 0x0d
const SPACE = 0x20
const QUOTE = 0x22
const STAR = 0x2a
const COMMA = 0x2c
const MORE = 0x3e
const BACKSLASH = 0x5c
const BACKTICK = 0x60
const BAR = 0x7c
const BOX = 0xe2
const boxBytes = 3

/** Wider ones are none that people paste. */
export const mostColumns = 256

const { bar, box, wide } = separators
/** The first byte of each separator, by its number. */
const firstBytes = [0, TAB, BAR, 0x3b, COMMA, BOX, COMMA, SPACE]

/** The cells of one line after another: what is asked for each row of a table makes no garbage. */
export class TableCells {
  readonly starts = new Int32Array(mostColumns)
  readonly ends = new Int32Array(mostColumns)
  /** Those that are too many count, and have no place. */
  count = 0
  /** True where the last cell begins with a quote that is not closed on its line. */
  isOpen = false

  /** The marks that Markdown, and who draws boxes, set at the ends of the line part none. */
  read(bytes: Uint8Array, line: Span, separator: Separator): void {
    const { start, end } = withinEdges(bytes, line, separator)
    this.count = 0
    this.isOpen = false
    for (let from = start; from <= end; ) {
      const to = this.#cellEnd(bytes, { start: from, end }, separator)
      this.#add(bytes, from, to)
      from = to < end ? to + widthAt(bytes, to, end, separator) : end + 1
    }
  }

  #add(bytes: Uint8Array, from: number, to: number): void {
    const index = this.count++
    if (index >= mostColumns) return
    let start = from
    let end = to
    while (start < end && isAround(bytes[start]!)) start++
    while (end > start && isAround(bytes[end - 1]!)) end--
    const isQuoted = end - start >= 2 && bytes[start] === QUOTE && bytes[end - 1] === QUOTE
    this.starts[index] = isQuoted ? start + 1 : start
    this.ends[index] = isQuoted ? end - 1 : end
  }

  /** A quoted cell may hold separators (RFC 4180 §2.6); a quote that is not closed on its line is a mark like any other. */
  #cellEnd(bytes: Uint8Array, { start, end }: Span, separator: Separator): number {
    let at = start
    while (at < end && bytes[at] === SPACE) at++
    const isQuoted = bytes[at] === QUOTE && separator !== bar && separator !== box && separator !== wide
    if (isQuoted) {
      const behind = behindQuoted(bytes, { start: at + 1, end }, separator)
      if (behind >= 0) return behind
    }
    const to = nextSeparator(bytes, { start, end }, separator)
    this.isOpen = isQuoted && to === end
    return to
  }
}

/** Where the cell ends whose quote is open at `start`; -1 where none closes it. */
export function behindQuoted(bytes: Uint8Array, { start, end }: Span, separator: Separator): number {
  let close = start
  while (close < end && (bytes[close] !== QUOTE || bytes[close + 1] === QUOTE))
    close += bytes[close] === QUOTE ? 2 : 1
  if (close >= end) return -1
  let behind = close + 1
  while (behind < end && (bytes[behind] === SPACE || bytes[behind] === RETURN)) behind++
  return behind >= end || widthAt(bytes, behind, end, separator) > 0 ? Math.min(behind, end) : -1
}

function nextSeparator(bytes: Uint8Array, { start, end }: Span, separator: Separator): number {
  const first = firstBytes[separator]!
  for (let at = start; at < end; at++)
    if (bytes[at] === first && widthAt(bytes, at, end, separator) > 0) return at
  return end
}

/** How many bytes the separator takes that stands at `at`; 0 where none does. */
function widthAt(bytes: Uint8Array, at: number, end: number, separator: Separator): number {
  if (bytes[at] !== firstBytes[separator]) return 0
  switch (separator) {
    case bar:
      // GitHub Flavored Markdown §4.10: one behind a backslash stands for itself.
      return bytes[at - 1] === BACKSLASH ? 0 : 1
    case box:
      return isDrawnBar(bytes, at) ? boxBytes : 0
    case wide: {
      let behind = at
      while (behind < end && bytes[behind] === SPACE) behind++
      return behind - at > 1 ? behind - at : 0
    }
    default:
      return 1
  }
}

function withinEdges(bytes: Uint8Array, line: Span, separator: Separator): Span {
  let { start, end } = line
  if (separator !== bar && separator !== box && separator !== wide)
    return { start, end: end > start && bytes[end - 1] === RETURN ? end - 1 : end }
  while (start < end && isAround(bytes[start]!)) start++
  while (end > start && isAround(bytes[end - 1]!)) end--
  if (separator === wide) return { start, end }
  const width = separator === bar ? 1 : boxBytes
  start += widthAt(bytes, start, end, separator)
  if (end - start >= width && widthAt(bytes, end - width, end, separator) > 0) end -= width
  return { start, end }
}

/** What stands around a value and is none of it: blanks, quotes, the marks of Markdown, and that of a mail which is answered. */
export function isAround(byte: number): boolean {
  return (
    byte === SPACE || byte === TAB || byte === RETURN || byte === STAR || byte === BACKTICK || byte === MORE
  )
}
