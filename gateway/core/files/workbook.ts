/** Finds out what the columns of a workbook are called, before its cells and shared strings are read. */
import type { Judge } from '../content/inspector.ts'
import type { Steps } from '../content/steps.ts'
import { XmlParser } from '../content/xml.ts'
import type { XmlEvents } from '../content/xml-events.ts'
import { XmlPath } from '../content/xml-path.ts'
import { PartEdits } from './part-edits.ts'
import { readOn } from './part-steps.ts'
import { type CellReader, SharedCells, SheetCells } from './sheet-cells.ts'
import { SheetColumns } from './sheet-columns.ts'
import { SharedTexts, SheetLooker } from './sheet-look.ts'

const sheetName = /^xl\/worksheets\/[^/]+\.xml$/i
const sharedName = /^xl\/sharedStrings\.xml$/i

/** null where there are no sheets. @throws GatewayError CONTENT_MALFORMED */
export function* openWorkbook(parts: ReadonlyMap<string, Uint8Array>, judge: Judge): Steps<Workbook | null> {
  const sheets = [...parts.keys()].filter((name) => sheetName.test(name))
  if (sheets.length === 0) return null
  const places = new Map<number, number[]>()
  const looks: SheetLooker[] = []
  for (const [number, name] of sheets.entries()) {
    const sheet = parts.get(name) as Uint8Array
    looks.push(yield* look(sheet, (path, text) => new SheetLooker(path, { number, text, places })))
  }
  const wanted = looks.flatMap(({ headers }) =>
    [...headers.values()].flatMap((cell) => ('shared' in cell ? [cell.shared] : [])),
  )
  const shared = [...parts].find(([name]) => sharedName.test(name))?.[1]
  const texts =
    shared === undefined
      ? new Map<number, string>()
      : (yield* look(shared, (path, text) => new SharedTexts(path, { wanted, text }))).texts
  const textOf = (at: number) => texts.get(at) ?? ''
  return new Workbook(new SheetColumns(looks, { judge, places, textOf }), sheets)
}

export class Workbook {
  readonly #columns: SheetColumns
  readonly #sheets: readonly string[]

  constructor(columns: SheetColumns, sheets: readonly string[]) {
    this.#columns = columns
    this.#sheets = sheets
  }

  /** What reads the cells of a part; null where it has none. */
  cellsOf(name: string): CellReader | null {
    if (sharedName.test(name)) return new SharedCells(this.#columns)
    const sheet = this.#sheets.indexOf(name)
    return sheet < 0 ? null : new SheetCells(this.#columns, sheet)
  }
}

function* look<Looker extends XmlEvents>(
  part: Uint8Array,
  lookerOf: (path: XmlPath, text: (start: number, end: number) => string) => Looker,
): Steps<Looker> {
  const edits = new PartEdits(part)
  const path = new XmlPath()
  const texts = lookerOf(path, (start, end) => edits.window.text(start, end))
  yield* readOn(new XmlParser(edits, { path, texts }), edits.window)
  return texts
}
