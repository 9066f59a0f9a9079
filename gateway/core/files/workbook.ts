/** Finds out what the columns of a workbook are called, before its cells and shared strings are read. */
import type { Judge } from '../content/inspector.ts'
import { XmlParser } from '../content/xml.ts'
import type { XmlEvents } from '../content/xml-events.ts'
import { XmlPath } from '../content/xml-path.ts'
import { PartEdits } from './part-edits.ts'
import { type CellReader, SharedCells, SheetCells } from './sheet-cells.ts'
import { SheetColumns } from './sheet-columns.ts'
import { SharedTexts, SheetLooker } from './sheet-look.ts'

const sheetName = /^xl\/worksheets\/[^/]+\.xml$/i
const sharedName = /^xl\/sharedStrings\.xml$/i

export class Workbook {
  readonly #columns: SheetColumns
  readonly #sheets: readonly string[]

  /** null where there are no sheets. @throws GatewayError CONTENT_MALFORMED */
  static of(parts: ReadonlyMap<string, Uint8Array>, judge: Judge): Workbook | null {
    const sheets = [...parts.keys()].filter((name) => sheetName.test(name))
    return sheets.length === 0 ? null : new Workbook(parts, sheets, judge)
  }

  private constructor(parts: ReadonlyMap<string, Uint8Array>, sheets: readonly string[], judge: Judge) {
    this.#sheets = sheets
    const places = new Map<number, number[]>()
    const looks = sheets.map((name, number) =>
      look(parts.get(name) as Uint8Array, (path, text) => new SheetLooker(path, { number, text, places })),
    )
    const wanted = looks.flatMap(({ headers }) =>
      [...headers.values()].flatMap((cell) => ('shared' in cell ? [cell.shared] : [])),
    )
    const shared = [...parts].find(([name]) => sharedName.test(name))?.[1]
    const texts =
      shared === undefined
        ? new Map<number, string>()
        : look(shared, (path, text) => new SharedTexts(path, { wanted, text })).texts
    this.#columns = new SheetColumns(looks, { judge, places, textOf: (at) => texts.get(at) ?? '' })
  }

  /** What reads the cells of a part; null where it has none. */
  cellsOf(name: string): CellReader | null {
    if (sharedName.test(name)) return new SharedCells(this.#columns)
    const sheet = this.#sheets.indexOf(name)
    return sheet < 0 ? null : new SheetCells(this.#columns, sheet)
  }
}

function look<Looker extends XmlEvents>(
  part: Uint8Array,
  lookerOf: (path: XmlPath, text: (start: number, end: number) => string) => Looker,
): Looker {
  const edits = new PartEdits(part)
  const path = new XmlPath()
  const texts = lookerOf(path, (start, end) => edits.window.text(start, end))
  new XmlParser(edits, { path, texts }).advance(true)
  return texts
}
