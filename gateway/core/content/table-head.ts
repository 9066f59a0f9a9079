/** Tells whether a line is the head of a table: whether its cells are names of columns of which some tell something. */
import { isDigit } from '../pii/bytes.ts'
import type { FieldMeaning } from '../pii/fields/field-meaning.ts'
import { isWordByte } from '../pii/fields/known-values.ts'
import { CsvColumns } from './csv-columns.ts'
import type { EntityEditor } from './entity-editor.ts'
import { looseText } from './loose-bytes.ts'
import { isOneWord } from './name-buffer.ts'
import { mostColumns, type TableCells } from './table-cells.ts'
import { type Separator, separators } from './table-lines.ts'

/** Of a longer one nobody asks what it tells: it is a sentence beside the names of other columns. */
const longestTitle = 64
const longestPhrase = 256
/** A hostile body must not have the dictionary asked for each of its words. */
const mostTitles = 4096

/** A head that was read. */
export interface TableHead {
  readonly separator: Separator
  readonly width: number
  readonly columns: CsvColumns
  /** The line has so few marks, or such common ones, that its first row must look as it says. */
  readonly isFaint: boolean
  /** Each column has something above it, and each a name that is known. */
  readonly isFull: boolean
  readonly isKnown: boolean
  /** How many columns tell what they hold. */
  readonly tells: number
}

/** What stands in the place of a title. */
interface Titles {
  /** Empty for marks, numbers and sentences. */
  readonly names: readonly string[]
  readonly empty: number
  readonly marks: number
  readonly numbers: number
  readonly phrases: number
}

/** Serves one body after another. */
export class TableHeads {
  readonly #editor: EntityEditor
  /** Titles for which the dictionary was asked in this body; those of faint lines that were none are counted apart. */
  #asked = 0
  #askedFirst = 0

  constructor(editor: EntityEditor) {
    this.#editor = editor
  }

  reset(): void {
    this.#asked = 0
    this.#askedFirst = 0
  }

  /** What the cells of a line are if they are a head; null where something was found in it, as in rows, or they are none. */
  headOf(
    bytes: Uint8Array,
    cells: TableCells,
    { separator, isFaint, hasFound }: { separator: Separator; isFaint: boolean; hasFound: boolean },
  ): TableHead | null {
    const { count: width } = cells
    if (hasFound || width > mostColumns || this.#asked > mostTitles) return null
    const titles = readTitles(bytes, cells)
    if (titles === null || (isFaint && !this.#mayBeFaint(titles))) return null
    this.#asked += width
    const { fields } = this.#editor.analyzer
    const known = titles.names.filter((name) => this.#isKnown(name))
    const tells = known.filter((name) => fields.tells(name)).length
    // Between commas, and in few columns, single words stand in a sentence, too.
    const areAll = tells > 0 && known.length + titles.marks === width
    const mustAll = isFaint || separator === separators.comma
    if (mustAll ? !areAll : !this.#areTitles(titles, known)) return null
    const columns = this.#columnsOf(titles.names)
    const isFull = titles.empty === 0
    return { separator, isFaint, width, columns, isFull, isKnown: known.length === width, tells }
  }

  /** Of a sentence most often the first word tells that it is none. */
  #mayBeFaint({ names, marks }: Titles): boolean {
    if (marks > 0) return true
    return this.#askedFirst++ < mostTitles && this.#isKnown(names[0]!)
  }

  /** Columns that are called so; null where none of them tells anything. */
  columnsIfTold(names: readonly string[]): CsvColumns | null {
    const { fields } = this.#editor.analyzer
    this.#asked += names.length
    if (this.#asked > mostTitles || names.length > mostColumns) return null
    return names.some((name) => fields.tells(name)) ? this.#columnsOf(names) : null
  }

  #columnsOf(names: readonly string[]): CsvColumns {
    const columns = new CsvColumns(this.#editor.context.judge)
    for (const name of names) {
      columns.firstLineCell(name, 0)
      columns.column++
    }
    columns.endLine()
    return columns
  }

  /** What a name tells that stands above one column. */
  meaningOf(name: string): FieldMeaning | null {
    return this.#asked++ > mostTitles ? null : this.#editor.analyzer.fields.meaningAmong(name, [name])
  }

  #isKnown(name: string): boolean {
    return name !== '' && this.#editor.analyzer.fields.knows(name)
  }

  /** Most columns have a title, one of them tells something, and few are what a sentence has: words that name no field. */
  #areTitles({ names, numbers, phrases }: Titles, known: readonly string[]): boolean {
    const { fields } = this.#editor.analyzer
    const written = names.filter((name) => name !== '')
    const strange = written.filter((name) => !known.includes(name))
    if (2 * (written.length + phrases) < names.length) return false
    // A row of things has numbers, too, beside words that are known by chance.
    if (numbers > 0 && strange.length + phrases > 0) return false
    const others = strange.filter((name) => !isOneWord(name))
    if (others.length + phrases > known.length) return false
    return written.some((name) => fields.tells(name) && !others.includes(name))
  }
}

/** null where a cell is too long for one. */
function readTitles(bytes: Uint8Array, cells: TableCells): Titles | null {
  const names: string[] = []
  let [empty, marks, numbers, phrases] = [0, 0, 0, 0]
  for (let index = 0; index < cells.count; index++) {
    const start = cells.starts[index]!
    const end = cells.ends[index]!
    if (end - start > longestPhrase) return null
    const kind = kindOf(bytes, start, end)
    if (kind === 'empty') empty++
    else if (kind === 'phrase') phrases++
    else if (kind === 'marks') marks++
    else if (kind === 'number') numbers++
    names.push(kind === 'name' ? looseText(bytes.subarray(start, end)) : '')
  }
  return { names, empty, marks, numbers, phrases }
}

/** `#`, `%` and `[ ]` are marks, `2024` and `1.` numbers. */
function kindOf(
  bytes: Uint8Array,
  start: number,
  end: number,
): 'name' | 'phrase' | 'marks' | 'number' | 'empty' {
  if (start >= end) return 'empty'
  if (end - start > longestTitle) return 'phrase'
  let hasDigit = false
  for (let at = start; at < end; at++) {
    if (isDigit(bytes[at]!)) hasDigit = true
    else if (isWordByte(bytes[at]!)) return 'name'
  }
  return hasDigit ? 'number' : 'marks'
}
