/** Reads tables that were pasted into a text, so that the names of their columns tell what they tell in a file. */
import type { Finding, TextWindow } from '../pii/entity.ts'
import { noFields } from '../pii/fields/field-dictionary.ts'
import type { EntityEditor } from './entity-editor.ts'
import { InsertRows, mayHoldInsert } from './insert-rows.ts'
import { LineTables } from './line-tables.ts'
import { PastedColumn } from './pasted-column.ts'
import { TableHeads } from './table-head.ts'
import { mayHoldTable } from './table-lines.ts'
import { CellTeller, type TellCell } from './told-cells.ts'

/** Serves one text after another, each in blocks as they come. */
export class PastedTables {
  readonly #editor: EntityEditor
  readonly #heads: TableHeads
  readonly #lines: LineTables
  readonly #rows: InsertRows
  readonly #column: PastedColumn

  constructor(editor: EntityEditor, tell: TellCell) {
    this.#editor = editor
    this.#heads = new TableHeads(editor)
    const teller = new CellTeller(editor, tell)
    this.#lines = new LineTables(this.#heads, teller)
    this.#rows = new InsertRows(this.#heads, teller)
    this.#column = new PastedColumn(this.#heads, teller)
  }

  /** Another body begins. */
  reset(): void {
    this.#heads.reset()
    this.begin()
  }

  /** Another text begins. */
  begin(): void {
    this.#lines.begin()
    this.#rows.begin()
    this.#column.begin()
  }

  /** What columns tell of the cells in the next block of the text; `found`, in order, is what was found in it by itself. */
  read(block: TextWindow, found: readonly Finding[]): Finding[] {
    if (this.#editor.analyzer.fields === noFields) return []
    const told: Finding[] = []
    for (const tables of [this.#lines, this.#rows, this.#column]) {
      const some: Finding[] = []
      tables.read({ block, found, told: some })
      addApart(some, told)
    }
    return told
  }
}

/** False where nobody needs to look for a table; a list below a name shows by its first value. */
export function mayHoldPasted(view: TextWindow): boolean {
  return mayHoldTable(view) || mayHoldInsert(view)
}

/** What one kind of table tells counts where none before it told anything. Both are in order, and are so afterwards. */
function addApart(some: readonly Finding[], told: Finding[]): void {
  const before = [...told]
  let next = 0
  for (const one of some) {
    while (next < before.length && before[next]!.end <= one.start) next++
    if (next === before.length || before[next]!.start >= one.end) told.push(one)
  }
  if (before.length > 0 && some.length > 0) told.sort((first, second) => first.start - second.start)
}
