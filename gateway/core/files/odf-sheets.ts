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
import { SheetColumns, unnamed } from './sheet-columns.ts'

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

/** OpenDocument 1.3 part 3 §9.1: tables, their rows and cells, of which several alike are written once. */
class OdfCells implements CellReader {
  column = unnamed
  readonly value = 'text'
  readonly #columns: SheetColumns
  #sheet = -1
  #row = -1
  #number = 0
  #next = 0
  #depth = 0

  constructor(columns: SheetColumns) {
    this.#columns = columns
  }

  begins(element: string, depth: number): void {
    if (element === 'table') {
      this.#sheet++
      this.#row = -1
    } else if (element === 'table-row') {
      this.#row++
      this.#next = 0
    }
    if (isCell(element)) {
      this.#depth = depth
      this.#number = this.#next++
      const isHeader = this.#columns.isHeader(this.#sheet, this.#row)
      this.column = isHeader ? unnamed : this.#columns.at(this.#sheet, this.#number)
    } else if (depth <= this.#depth) this.column = unnamed
  }

  attribute(name: string, value: string): void {
    if (name === 'number-columns-repeated') this.#next = this.#number + repeats(value)
  }
}
