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

export class OdfSheetLooker implements XmlEvents {
  readonly sheets: Sheet[] = []
  readonly #path: XmlPath
  readonly #text: (start: number, end: number) => string
  #row = new Map<number, HeaderCell>()
  #column = 0
  #next = 0
  #cell = ''
  #inCell = false
  #inNote = 0
  #attribute: string | null = null
  #start = 0

  constructor(path: XmlPath, text: (start: number, end: number) => string) {
    this.#path = path
    this.#text = text
  }

  elementNamed(): void {
    const element = this.#path.innermost()
    if (element === 'table') this.sheets.push({ headers: new Map(), headerRow: -1, rows: 0 })
    else if (element === 'table-row') {
      this.#row = new Map()
      this.#next = 0
    } else if (isCell(element)) {
      this.#column = this.#next++
      this.#cell = ''
      this.#inCell = true
    } else if (element === 'annotation') this.#inNote++
  }

  attributeBegins(index: number): void {
    this.#attribute = this.#path.innermost()
    this.#start = index
  }

  attributeEnds(index: number): void {
    if (this.#inCell && this.#attribute === 'number-columns-repeated')
      this.#next = this.#column + repeats(this.#text(this.#start, index))
    this.#attribute = null
  }

  elementEnds(): void {
    const element = this.#path.innermost()
    if (isCell(element)) {
      if (this.#isOpen && this.#cell !== '') this.#row.set(this.#column, { text: this.#cell })
      this.#inCell = false
    } else if (element === 'table-row') this.#endRow()
    else if (element === 'annotation') this.#inNote--
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

  get #sheet(): Sheet | undefined {
    return this.sheets[this.sheets.length - 1]
  }

  get #isOpen(): boolean {
    const sheet = this.#sheet
    return sheet !== undefined && sheet.rows < mostTitleRows && sheet.headers.size < 2
  }

  #add(text: () => string): void {
    if (this.#attribute !== null || !this.#inCell || this.#inNote > 0 || !this.#isOpen) return
    if (this.#cell.length < longestName) this.#cell += text().trim()
  }

  /** The first row with two texts has the names of the columns, else the first one with any. */
  #endRow(): void {
    const sheet = this.#sheet
    if (sheet === undefined) return
    if (this.#isOpen && this.#row.size > sheet.headers.size) {
      sheet.headers = this.#row
      sheet.headerRow = sheet.rows
    }
    sheet.rows++
  }
}

export function isCell(element: string): boolean {
  return element === 'table-cell' || element === 'covered-table-cell'
}

/** At least one. */
export function repeats(value: string): number {
  const count = Number.parseInt(value, 10)
  return Number.isSafeInteger(count) && count > 1 ? count : 1
}
