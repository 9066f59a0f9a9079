/** Knows which cell of a workbook is being read, and what its column tells. */
import { type Column, columnOf, type SheetColumns, unnamed } from './sheet-columns.ts'

export interface CellReader {
  /** What is known of the cell, or of the shared string, that is being read. */
  readonly column: Column
  /** What stands in its value; `other`: the number of a shared string, a truth value, an error. */
  readonly value: 'number' | 'text' | 'other'
  /** An element begins at this depth. */
  begins(element: string, depth: number): void
  /** An attribute of the cell. */
  attribute(name: string, value: string): void
}

/** The cells of one sheet. ECMA-376-1 §18.3.1.4 and §18.18.11. */
export class SheetCells implements CellReader {
  column = unnamed
  value: CellReader['value'] = 'number'
  readonly #columns: SheetColumns
  readonly #sheet: number
  #number = -1
  #depth = 0
  #row = -1

  constructor(columns: SheetColumns, sheet: number) {
    this.#columns = columns
    this.#sheet = sheet
  }

  begins(element: string, depth: number): void {
    if (element === 'row') {
      this.#number = -1
      this.#row++
    }
    if (element === 'c') {
      this.#depth = depth
      this.value = 'number'
      this.#move(this.#number + 1)
    } else if (depth <= this.#depth) this.column = unnamed
  }

  attribute(name: string, value: string): void {
    if (name === 'r' && columnOf(value) >= 0) this.#move(columnOf(value))
    else if (name === 't') this.value = value === 'n' ? 'number' : textTypes.has(value) ? 'text' : 'other'
  }

  #move(column: number): void {
    this.#number = column
    const isHeader = this.#columns.isHeader(this.#sheet, this.#row)
    this.column = isHeader ? unnamed : this.#columns.at(this.#sheet, column)
  }
}

/** A formula's text, a text in the cell itself, and a date in ISO 8601. */
const textTypes = new Set(['str', 'inlineStr', 'd'])

/** The strings that all sheets share. */
export class SharedCells implements CellReader {
  column = unnamed
  readonly value = 'text'
  readonly #columns: SheetColumns
  #shared = -1

  constructor(columns: SheetColumns) {
    this.#columns = columns
  }

  begins(element: string): void {
    if (element === 'si') this.column = this.#columns.ofShared(++this.#shared)
  }

  attribute(): void {
    // Only cells have some.
  }
}
