/** Looks through an OpenDocument spreadsheet for what the columns of its tables are called, before any cell is read. */
import type { XmlEvents } from '../content/xml-events.ts'
import type { XmlPath } from '../content/xml-path.ts'
import type { HeaderCell, SheetLook } from './sheet-columns.ts'

/** A title may stand above a table. */
const mostTitleRows = 10
const longestName = 256

interface Sheet extends SheetLook {
  headers: ReadonlyMap<number, HeaderCell>
  headerRow: number
  rows: number
}

/** What was read of a table that has not ended. */
interface OpenTable {
  readonly sheet: Sheet
  row: Map<number, HeaderCell>
  column: number
  next: number
  cell: string
  inCell: boolean
}

export class OdfSheetLooker implements XmlEvents {
  readonly sheets: Sheet[] = []
  readonly #path: XmlPath
  readonly #text: (start: number, end: number) => string
  /** The innermost last: a cell may have a table in it, behind which the outer one goes on. */
  readonly #tables: OpenTable[] = []
  #inNote = 0
  #attribute: string | null = null
  #start = 0

  constructor(path: XmlPath, text: (start: number, end: number) => string) {
    this.#path = path
    this.#text = text
  }

  elementNamed(): void {
    const element = this.#path.innermost()
    if (element === 'table') this.#beginTable()
    else if (element === 'annotation') this.#inNote++
    const table = this.#table
    if (table === undefined) return
    if (element === 'table-row') {
      table.row = new Map()
      table.next = 0
    } else if (isCell(element)) {
      table.column = table.next++
      table.cell = ''
      table.inCell = true
    }
  }

  attributeBegins(index: number): void {
    this.#attribute = this.#path.innermost()
    this.#start = index
  }

  attributeEnds(index: number): void {
    const table = this.#table
    if (table?.inCell === true && this.#attribute === 'number-columns-repeated')
      table.next = table.column + repeats(this.#text(this.#start, index))
    this.#attribute = null
  }

  elementEnds(): void {
    const element = this.#path.innermost()
    if (element === 'annotation') this.#inNote--
    const table = this.#table
    if (table === undefined) return
    if (isCell(element)) {
      if (isOpen(table.sheet) && table.cell !== '') table.row.set(table.column, { text: table.cell })
      table.inCell = false
    } else if (element === 'table-row') endRow(table)
    else if (element === 'table') this.#tables.pop()
  }

  plain(start: number, end: number): void {
    this.#add(() => this.#text(start, Math.min(end, start + longestName)))
  }

  character(code: number): void {
    this.#add(() => String.fromCodePoint(code))
  }

  contentBegins(): void {}
  begin(): void {}
  end(): void {}
  pause(): void {}

  get #table(): OpenTable | undefined {
    return this.#tables[this.#tables.length - 1]
  }

  #beginTable(): void {
    const sheet = { headers: new Map(), headerRow: -1, rows: 0 }
    this.sheets.push(sheet)
    this.#tables.push({ sheet, row: new Map(), column: 0, next: 0, cell: '', inCell: false })
  }

  #add(text: () => string): void {
    const table = this.#table
    if (this.#attribute !== null || table?.inCell !== true || this.#inNote > 0 || !isOpen(table.sheet)) return
    if (table.cell.length < longestName) table.cell += text().trim()
  }
}

/** False once the names of the columns are known, or do not come any more. */
function isOpen({ rows, headers }: Sheet): boolean {
  return rows < mostTitleRows && headers.size < 2
}

/** The first row with two texts has the names of the columns, else the first one with any. */
function endRow({ sheet, row }: OpenTable): void {
  if (isOpen(sheet) && row.size > sheet.headers.size) {
    sheet.headers = row
    sheet.headerRow = sheet.rows
  }
  sheet.rows++
}

export function isCell(element: string): boolean {
  return element === 'table-cell' || element === 'covered-table-cell'
}

/** At least one. */
export function repeats(value: string): number {
  const count = Number.parseInt(value, 10)
  return Number.isSafeInteger(count) && count > 1 ? count : 1
}
