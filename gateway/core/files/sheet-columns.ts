/** Knows which column of which table each string of a workbook stands in, and what the columns are called. */
import { Buffer } from 'node:buffer'
import { CsvColumns } from '../content/csv-columns.ts'
import type { FieldOrder, Judge } from '../content/inspector.ts'
import type { Finding } from '../pii/entity.ts'
import type { FieldMeaning } from '../pii/fields/field-meaning.ts'

/** What the first row of a sheet has in one of its columns: a shared string, or a text of its own. */
export type HeaderCell = { shared: number } | { text: string }

/** One sheet as the first look at it saw it. */
export interface SheetLook {
  readonly headers: ReadonlyMap<number, HeaderCell>
  /** Number of the row that they stand in, from 0; -1 where there is none. */
  readonly headerRow: number
}

/** More columns than these exist in no program's sheets. */
const mostColumns = 16_384

export class SheetColumns {
  readonly #judge: Judge
  readonly #tables: CsvColumns[] = []
  readonly #headerRows: readonly number[]
  /** Of each shared string the place of the first cell that told something, as sheet × columns + column. */
  readonly #places: ReadonlyMap<number, readonly number[]>

  /** `textOf` says what a shared string is. */
  constructor(
    looks: readonly SheetLook[],
    context: {
      judge: Judge
      places: ReadonlyMap<number, readonly number[]>
      textOf(shared: number): string
    },
  ) {
    this.#judge = context.judge
    this.#places = context.places
    this.#headerRows = looks.map(({ headerRow }) => headerRow)
    for (const { headers } of looks) this.#tables.push(this.#tableOf(headers, context.textOf))
  }

  /** The column `column` of the sheet with this number, from 0. */
  at(sheet: number, column: number): Column {
    const table = this.#tables[sheet]
    if (table === undefined) return unnamed
    table.column = column
    return { path: table.path(), meaning: table.meaning(), order: table.order() }
  }

  /** True for the row that names the columns, and for titles above it. */
  isHeader(sheet: number, row: number): boolean {
    return row <= (this.#headerRows[sheet] ?? -1)
  }

  /** What the cells tell in which a shared string stands: of several, the one that tells most. */
  ofShared(shared: number): Column {
    let best = unnamed
    for (const place of this.#places.get(shared) ?? []) {
      const column = this.at(Math.floor(place / mostColumns), place % mostColumns)
      if (best === unnamed || rank(column) > rank(best)) best = column
    }
    return best
  }

  #tableOf(headers: ReadonlyMap<number, HeaderCell>, textOf: (shared: number) => string): CsvColumns {
    const table = new CsvColumns(this.#judge)
    for (const [column, cell] of headers) {
      const text = 'shared' in cell ? textOf(cell.shared) : cell.text
      table.column = column
      table.firstLineCell(text, this.#findingsIn(text))
    }
    table.endLine()
    return table
  }

  #findingsIn(text: string): number {
    const bytes = Buffer.from(text)
    const found: Finding[] = []
    this.#judge.analyzer.scan({ bytes, start: 0, from: 0, end: bytes.length, final: true }, found)
    return found.length
  }
}

/** What is known of a cell by its column. */
export interface Column {
  path: string | null
  meaning: FieldMeaning | null
  order: FieldOrder
}

export const unnamed: Column = { path: null, meaning: null, order: 'scan' }

function rank({ meaning, order }: Column): number {
  if (order === 'drop') return 3
  return meaning?.role === 'value' ? 2 : meaning?.role === 'prose' ? 1 : 0
}

/** A shared string's place, as `SheetColumns` keeps it. */
export function placeOf(sheet: number, column: number): number {
  return sheet * mostColumns + Math.min(column, mostColumns - 1)
}

/** `AB12` is column 27. -1 where the reference is none. ECMA-376-1 §18.18.7. */
export function columnOf(reference: string): number {
  let column = 0
  let letters = 0
  for (; letters < reference.length && letters < 4; letters++) {
    const letter = (reference.charCodeAt(letters) | 0x20) - 0x60
    if (letter < 1 || letter > 26) break
    column = 26 * column + letter
  }
  return column - 1
}
