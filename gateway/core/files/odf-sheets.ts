/** Finds out what the columns of an OpenDocument spreadsheet are called, and which of them each of its cells stands in. */
import { Buffer } from 'node:buffer'
import type { Judge } from '../content/inspector.ts'
import type { Steps } from '../content/steps.ts'
import { XmlParser } from '../content/xml.ts'
import { XmlPath } from '../content/xml-path.ts'
import { isCell, OdfSheetLooker, repeats } from './odf-sheet-look.ts'
import { PartEdits } from './part-edits.ts'
import { readOn } from './part-steps.ts'
import type { CellReader } from './sheet-cells.ts'
import { type Column, SheetColumns, unnamed } from './sheet-columns.ts'

const contentName = 'content.xml'

/** null where the document is no spreadsheet. @throws GatewayError CONTENT_MALFORMED */
export function* openOdfSheets(
  parts: ReadonlyMap<string, Uint8Array>,
  judge: Judge,
): Steps<{ cellsOf(name: string): CellReader | null } | null> {
  const content = parts.get(contentName)
  // OpenDocument 1.3 part 2 §3.3: `application/vnd.oasis.opendocument.spreadsheet`, or a template of one.
  const isSheet = Buffer.from(parts.get('mimetype') ?? []).includes('opendocument.spreadsheet')
  if (!isSheet || content === undefined) return null
  const edits = new PartEdits(content)
  const path = new XmlPath()
  const looker = new OdfSheetLooker(path, (start, end) => edits.window.text(start, end))
  yield* readOn(new XmlParser(edits, { path, texts: looker }), edits.window)
  const columns = new SheetColumns(looker.sheets, { judge, places: new Map(), textOf: () => '' })
  return { cellsOf: (name) => (name === contentName ? new OdfCells(columns) : null) }
}

/** Where in a table the reader stands. */
interface TablePlace {
  readonly sheet: number
  readonly depth: number
  row: number
  /** Of the cell: which it is, how deep it stands, and what its column tells. */
  number: number
  cellDepth: number
  column: Column
  next: number
}

/** OpenDocument 1.3 part 3 §9.1: tables, their rows and cells, of which several alike are written once. */
class OdfCells implements CellReader {
  readonly value = 'text'
  readonly #columns: SheetColumns
  #sheets = 0
  /** A cell may have a table in it (`table:is-sub-table`), behind which the outer one goes on. */
  readonly #tables: TablePlace[] = []

  constructor(columns: SheetColumns) {
    this.#columns = columns
  }

  get column(): Column {
    return this.#tables.at(-1)?.column ?? unnamed
  }

  begins(element: string, depth: number): void {
    while (depth <= (this.#tables.at(-1)?.depth ?? 0)) this.#tables.pop()
    if (element === 'table') this.#tables.push(tablePlace(this.#sheets++, depth))
    const table = this.#tables.at(-1)
    if (table === undefined) return
    if (element === 'table-row') {
      table.row++
      table.next = 0
    }
    if (isCell(element)) {
      table.cellDepth = depth
      table.number = table.next++
      const isHeader = this.#columns.isHeader(table.sheet, table.row)
      table.column = isHeader ? unnamed : this.#columns.at(table.sheet, table.number)
    } else if (depth <= table.cellDepth) table.column = unnamed
  }

  attribute(name: string, value: string): void {
    const table = this.#tables.at(-1)
    if (table !== undefined && name === 'number-columns-repeated') table.next = table.number + repeats(value)
  }
}

function tablePlace(sheet: number, depth: number): TablePlace {
  return { sheet, depth, row: -1, number: 0, cellDepth: 0, column: unnamed, next: 0 }
}
