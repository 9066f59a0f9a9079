/** Reads the rows that a statement of SQL inserts by the names of the columns that stand before them. */
import { Buffer } from 'node:buffer'
import type { CsvColumns } from './csv-columns.ts'
import type { Span } from './prose-look.ts'
import type { TableHeads } from './table-head.ts'
import type { BlockReading, CellTeller } from './told-cells.ts'

const SPACE = 0x20
const DOUBLE = 0x22
const SINGLE = 0x27
const OPEN = 0x28
const CLOSE = 0x29
const COMMA = 0x2c
const SEMICOLON = 0x3b
const BACKSLASH = 0x5c

/** The name of a table, and the names of its columns, are shorter. */
const longestName = 256
const longestNames = 8192
const values = 'values'
const into = [...Buffer.from(' into ')]

/** What comes next. */
type Part = 'statement' | 'table' | 'names' | 'values' | 'row' | 'cell'

/** Serves one text after another, each in blocks as they come: a statement may be longer than many of them. */
export class InsertRows {
  readonly #heads: TableHeads
  readonly #teller: CellTeller
  #part: Part = 'statement'
  /** What was read of the part that is cut off. */
  #text = ''
  /** The quote that is open, 0 outside of quotes; and how many brackets are within a cell. */
  #quote = 0
  #depth = 0
  #columns: CsvColumns | null = null
  /** What `#columns` are called, for the next statement. */
  #names = ''

  constructor(heads: TableHeads, teller: CellTeller) {
    this.#heads = heads
    this.#teller = teller
  }

  /** Another text begins. */
  begin(): void {
    this.#part = 'statement'
  }

  read(reading: BlockReading): void {
    const { bytes, start, end } = reading.block
    if (this.#part === 'statement' && !mayHoldInsert(reading.block)) return
    for (let at = start; at < end; ) at = this.#readPart({ start: at, end }, bytes, reading)
  }

  /** Returns where the next part begins. */
  #readPart(span: Span, bytes: Uint8Array, reading: BlockReading): number {
    switch (this.#part) {
      case 'statement':
        return this.#findStatement(span, bytes)
      case 'table':
        return this.#passTable(span, bytes)
      case 'names':
        return this.#readNames(span, bytes)
      case 'values':
        return this.#passValues(span, bytes)
      case 'row':
        return this.#beginRow(span, bytes)
      case 'cell':
        return this.#readCell(span, bytes, reading)
    }
  }

  #findStatement({ start, end }: Span, bytes: Uint8Array): number {
    const at = nextInto(bytes, start, end)
    if (at < 0) return end
    this.#begin('table')
    return at
  }

  #begin(part: Part): void {
    this.#part = part
    this.#text = ''
  }

  #passTable({ start, end }: Span, bytes: Uint8Array): number {
    for (let at = start; at < end; at++) {
      if (bytes[at] === OPEN) {
        this.#begin('names')
        return at + 1
      }
      this.#text += ' '
      if (bytes[at] === SEMICOLON || this.#text.length > longestName) {
        this.#begin('statement')
        return at
      }
    }
    return end
  }

  #readNames({ start, end }: Span, bytes: Uint8Array): number {
    const close = bytes.subarray(start, end).indexOf(CLOSE)
    const to = close < 0 ? end : start + close
    this.#text += Buffer.from(bytes.subarray(start, Math.min(to, start + longestNames))).toString()
    if (this.#text.length > longestNames) {
      this.#begin('statement')
      return to
    }
    if (close < 0) return end
    if (this.#text !== this.#names) {
      this.#names = this.#text
      const names = this.#text.split(',').map(bareName)
      this.#columns = this.#heads.columnsIfTold(names)
    }
    this.#begin(this.#columns === null ? 'statement' : 'values')
    return to + 1
  }

  #passValues({ start, end }: Span, bytes: Uint8Array): number {
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!
      if (byte <= SPACE && this.#text === '') continue
      this.#text += String.fromCharCode(byte | SPACE)
      if (this.#text === values) {
        this.#begin('row')
        return at + 1
      }
      if (!values.startsWith(this.#text)) {
        this.#begin('statement')
        return at
      }
    }
    return end
  }

  #beginRow({ start, end }: Span, bytes: Uint8Array): number {
    let at = start
    while (at < end && (bytes[at]! <= SPACE || bytes[at] === COMMA)) at++
    if (at === end) return end
    if (bytes[at] !== OPEN) {
      this.#begin('statement')
      return at
    }
    this.#begin('cell')
    this.#quote = 0
    this.#depth = 0
    ;(this.#columns as CsvColumns).column = 0
    return at + 1
  }

  /** Up to the comma or the bracket behind it, and that. */
  #readCell({ start, end }: Span, bytes: Uint8Array, reading: BlockReading): number {
    const columns = this.#columns as CsvColumns
    let from = start
    let to = -1
    let at = start
    for (; at < end; at++) {
      const byte = bytes[at]!
      if (this.#quote !== 0) {
        if (byte === BACKSLASH) at++
        else if (byte === this.#quote && bytes[at + 1] === byte) at++
        else if (byte === this.#quote) {
          this.#quote = 0
          if (this.#depth === 0) to = at
        }
      } else if (byte === SINGLE || byte === DOUBLE) {
        this.#quote = byte
        if (this.#depth === 0) from = at + 1
      } else if (byte === OPEN) this.#depth++
      else if (byte === CLOSE && this.#depth > 0) this.#depth--
      else if (this.#depth === 0 && (byte === COMMA || byte === CLOSE)) break
    }
    if (at >= end) return end
    const meaning = this.#teller.asked(columns.meaning())
    if (meaning !== null) this.#teller.read(reading, bare(bytes, from, to < 0 ? at : to), meaning)
    columns.column++
    if (bytes[at] === CLOSE) this.#begin('row')
    return at + 1
  }
}

function bare(bytes: Uint8Array, from: number, to: number): Span {
  let start = from
  let end = to
  while (start < end && bytes[start]! <= SPACE) start++
  while (end > start && bytes[end - 1]! <= SPACE) end--
  return { start, end }
}

/** Without what databases put around names: quotes of three kinds, and brackets. */
function bareName(name: string): string {
  return name.trim().replaceAll(/^["'`[]|["'`\]]$/g, '')
}

/** False where the text has no statement that inserts anything. */
export function mayHoldInsert({ bytes, start, end }: { bytes: Uint8Array } & Span): boolean {
  return bytes.subarray(start, end).includes(OPEN) && nextInto(bytes, start, end) >= 0
}

/** Where the name of a table begins that something is inserted into; -1 where none is. */
function nextInto(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + into.length - 1; at < end; at++)
    if (
      bytes[at] === SPACE &&
      into.every((letter, index) => (bytes[at + 1 - into.length + index]! | SPACE) === letter)
    )
      return at + 1
  return -1
}
