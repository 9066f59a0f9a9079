/** Reads tables of which each row is a line of a text, whatever parts their columns. */
import type { Finding } from '../pii/entity.ts'
import { fitShape } from '../pii/fields/shapes.ts'
import type { Span } from './prose-look.ts'
import { behindQuoted, TableCells } from './table-cells.ts'
import type { TableHead, TableHeads } from './table-head.ts'
import {
  isBlank,
  isFaint,
  isRule,
  lineEnd,
  mayHoldTable,
  separatorOf,
  separators,
  shapeBehind,
  shapeOf,
} from './table-lines.ts'
import { type BlockReading, type CellTeller, looksTold } from './told-cells.ts'

const BAR = 0x7c
const COMMA = 0x2c
const SPACE = 0x20
/** Longer lines are none that people paste. */
const longestLine = 4096
/** Of lines that have as many separators the first ones may be a head: a table has a title above it at most. */
const mostTries = 3
/** A quote that is open for longer is none of a cell. */
const mostQuotedLines = 16

/**
 * A line with separators and the name of a column that tells something is a head where a row comes behind it. Serves one
 * text after another, each in blocks as they come.
 */
export class LineTables {
  readonly #heads: TableHeads
  readonly #teller: CellTeller
  readonly #cells = new TableCells()
  /** The head that was read, whose first row may be yet to come; null outside of tables. */
  #table: TableHead | null = null
  /** A row of the table was read. */
  #isOpen = false
  /** The column of the cell whose quote is open, and how many lines it has; null outside of one. */
  #quoted: { column: number; lines: number } | null = null
  /** The last block ended within a line. */
  #inLine = false
  /** How many lines in a row had the same separators, as many times. */
  #shape = 0
  #alike = 0

  constructor(heads: TableHeads, teller: CellTeller) {
    this.#heads = heads
    this.#teller = teller
  }

  /** Another text begins. */
  begin(): void {
    this.#table = null
    this.#quoted = null
    this.#inLine = false
    this.#shape = 0
  }

  read(reading: BlockReading): void {
    const { bytes, start, end } = reading.block
    if (this.#table === null && !mayHoldTable(reading.block)) {
      this.#inLine = bytes[end - 1] !== 0x0a
      return
    }
    for (let from = start; from < end; ) {
      const line = { start: from, end: lineEnd(bytes, from, end) }
      from = line.end + 1
      const isWhole = !this.#inLine
      this.#inLine = line.end === end
      if (isWhole && line.end - line.start <= longestLine) this.#readLine(line, reading)
    }
  }

  #readLine(line: Span, reading: BlockReading): void {
    const { bytes } = reading.block
    if (isRule(bytes, line)) {
      if (isBlank(bytes, line)) this.#endFaintly()
      return
    }
    if (this.#table !== null && this.#readRow(line, this.#table, reading)) return
    this.#table = this.#headIn(line, reading)
    this.#quoted = null
    this.#isOpen = false
  }

  /** A blank line ends a list of words that was read like a table. */
  #endFaintly(): void {
    this.#shape = 0
    if (this.#isOpen && this.#table !== null && this.#table.separator >= separators.list) this.#table = null
  }

  /** False where the line ends the table. */
  #readRow(line: Span, table: TableHead, reading: BlockReading): boolean {
    const { bytes } = reading.block
    const cells = this.#cells
    cells.read(bytes, line, table.separator)
    if (cells.count !== table.width && this.#quoted !== null) return this.#readQuoted(line, table, reading)
    this.#quoted = null
    if (!this.#isOpen && cells.count === table.width && this.#isBetterHead(table, reading)) return false
    const isRow =
      cells.count === table.width
        ? this.#isOpen || this.#mayBegin(table, bytes)
        : this.#isTorn(line, table, bytes)
    if (isRow) {
      this.#isOpen = true
      this.#readCells(0, table, reading)
    } else if (!this.#mayOpenQuote(table)) {
      // One row that cannot be read ends no table.
      return this.#isOpen && !table.isFaint && cells.count > 1
    }
    if (cells.isOpen && cells.count <= table.width) this.#quoted = { column: cells.count - 1, lines: 0 }
    return true
  }

  #mayOpenQuote({ isFaint, width }: TableHead): boolean {
    return this.#cells.isOpen && !isFaint && this.#cells.count < width
  }

  /** Goes on in a cell that has line ends, up to its quote, and in the cells behind it. */
  #readQuoted(line: Span, table: TableHead, reading: BlockReading): boolean {
    const { bytes } = reading.block
    const quoted = this.#quoted as { column: number; lines: number }
    const behind = behindQuoted(bytes, line, table.separator)
    if (behind < 0) return ++quoted.lines <= mostQuotedLines
    this.#quoted = null
    this.#isOpen = true
    if (behind >= line.end) return true
    const cells = this.#cells
    cells.read(bytes, { start: behind + 1, end: line.end }, table.separator)
    this.#readCells(quoted.column + 1, table, reading)
    if (cells.isOpen) this.#quoted = { column: quoted.column + cells.count, lines: 0 }
    return true
  }

  /** Above names of columns there may be those of groups of them. */
  #isBetterHead({ separator, isFaint, tells, isKnown }: TableHead, reading: BlockReading): boolean {
    const { bytes } = reading.block
    const span = { start: this.#cells.starts[0]!, end: this.#cells.ends[this.#cells.count - 1]! }
    const hasFound = standsIn(reading.found, span)
    const head = this.#heads.headOf(bytes, this.#cells, { separator, isFaint, hasFound })
    return head?.isKnown === true && head.tells >= tells + (isKnown ? 1 : 0)
  }

  /**
   * Of few marks, or common ones, the first row must look as its head says: a value that nothing else looks like, and where
   * its marks part sentences, too, all of it.
   */
  #mayBegin({ columns, isFaint, separator }: TableHead, bytes: Uint8Array): boolean {
    if (!isFaint) return true
    const { starts, ends, count } = this.#cells
    let isTelling = false
    for (let index = 0; index < count; index++) {
      const span = { start: starts[index]!, end: ends[index]! }
      columns.column = index
      const meaning = columns.meaning()
      if (meaning?.role !== 'value' || span.start >= span.end) continue
      if (looksTold(bytes, span, meaning)) isTelling = true
      else if (separator >= separators.list && fitShape(meaning.shape, bytes, span) === null) return false
    }
    return isTelling
  }

  /**
   * A row that ends before its last cells, or has others behind them. Where that may be anything else than a row, all columns
   * must have known names; and a comma of a sentence parts no cells but the last ones.
   */
  #isTorn(line: Span, table: TableHead, bytes: Uint8Array): boolean {
    const { separator, width, isFaint, isKnown, isFull } = table
    const { count, ends } = this.#cells
    if (isFaint) return false
    if (separator === separators.bar || separator === separators.box)
      return count > 1 || (count === 1 && bytes[line.start] === BAR)
    if (separator === separators.tab) return isFull && count > 1 && count <= 2 * width
    if (count < 2 || 2 * count < width || count > 2 * width || (!this.#isOpen && !isKnown)) return false
    if (separator !== separators.comma) return true
    for (let index = 0; index < width - 1; index++) {
      const end = ends[index]!
      if (index < count - 1 && bytes[end] === COMMA && bytes[end + 1] === SPACE) return false
    }
    return true
  }

  #readCells(from: number, { columns, width }: TableHead, reading: BlockReading): void {
    const { starts, ends, count } = this.#cells
    const last = Math.min(count, width - from)
    if (from === 0 && columns.seeksHome) columns.beginRow(reading.block.bytes, this.#cells)
    for (let index = 0; index < last; index++) {
      columns.column = from + index
      const meaning = this.#teller.asked(columns.meaning())
      if (meaning !== null) this.#teller.read(reading, { start: starts[index]!, end: ends[index]! }, meaning)
    }
  }

  #headIn(line: Span, { block, found }: BlockReading): TableHead | null {
    const { bytes, end } = block
    const shape = shapeOf(bytes, line)
    this.#alike = shape === this.#shape ? this.#alike + 1 : 1
    this.#shape = shape
    if (shape === 0 || this.#alike > mostTries) return null
    const separator = separatorOf(shape)
    const isWeak = isFaint(shape)
    if (isWeak) {
      const next = shapeBehind(bytes, line.end + 1, end)
      if (next >= 0 && next !== shape) return null
    }
    this.#cells.read(bytes, line, separator)
    return this.#heads.headOf(bytes, this.#cells, {
      separator,
      isFaint: isWeak,
      hasFound: standsIn(found, line),
    })
  }
}

function standsIn(found: readonly Finding[], { start, end }: Span): boolean {
  return found.some((one) => one.start < end && one.end > start)
}
