/** Knows the columns of a table: their names, where its first line has names, and what a rule orders for them. */
import { noFields } from '../pii/fields/field-dictionary.ts'
import type { FieldMeaning } from '../pii/fields/field-meaning.ts'
import { mayBePostal } from '../pii/fields/postal.ts'
import type { FieldOrder, Judge } from './inspector.ts'
import { isOneWord } from './name-buffer.ts'
import type { Span } from './prose-look.ts'
import { mostColumns, TableCells } from './table-cells.ts'
import { lineEnd, separatorFor } from './table-lines.ts'

/** Tables of more columns show the further ones by number. */
const mostNames = 4096
/** So many rows show what a column holds. */
const mostSampled = 64

export class CsvColumns {
  /** Number of the column that is being read, from 0. */
  column = 0
  /** True while the table's first line is read. */
  inFirstLine = true
  readonly #judge: Judge
  readonly #names: string[] = []
  /** What the column's name tells, once its first cell was read. */
  readonly #meanings: (FieldMeaning | null | undefined)[] = []
  /** A street or a town was seen under `address`, or what is none. */
  #isHome = false
  #isMachine = false
  /** Columns of addresses, once a row came. */
  #addresses: readonly number[] | null = null
  readonly #orders: (FieldOrder | undefined)[] = []
  /** Only data holds entities: a first line with one in it names nothing. */
  #hasNames = true
  /** True where the first line has names beyond doubt: what may be a row of data is not shown in paths. */
  #showsNames = false

  constructor(judge: Judge) {
    this.#judge = judge
  }

  /** The first line's cell in this column, or what comes behind it (`name` is null), with its number of entities. */
  firstLineCell(name: string | null, findings: number): void {
    if (findings > 0) this.#hasNames = false
    if (name !== null && this.column < mostNames) this.#names[this.column] = name
  }

  path(): string {
    return (this.#showsNames ? this.#name() : null) ?? `[${this.column}]`
  }

  #name(): string | null {
    const name = this.#hasNames && !this.inFirstLine ? this.#names[this.column] : undefined
    return name === undefined || name === '' ? null : name
  }

  /** What the column's name tells, beside the names of the other columns. */
  meaning(): FieldMeaning | null {
    if (!this.#hasNames || this.inFirstLine || this.column >= this.#names.length) return null
    const known = this.#meanings[this.column]
    if (known !== undefined) return known
    const { fields } = this.#judge.analyzer
    const meaning = fields.meaningAmong(
      this.#names[this.column] ?? '',
      this.#names,
      () => this.#isHome || !this.#isMachine,
    )
    this.#meanings[this.column] = meaning
    return meaning
  }

  /** True while no row has shown that what is called an address is one. */
  get seeksHome(): boolean {
    return !this.#isHome && this.#addressColumns().length > 0
  }

  /** A row comes: what is called an address may be seen to be one before the name beside it is read. */
  beginRow(bytes: Uint8Array, { starts, ends, count }: TableCells): void {
    if (!this.seeksHome) return
    const wasMachine = this.#isMachine
    for (const column of this.#addressColumns()) {
      if (column >= Math.min(count, mostColumns)) continue
      const cell = { start: starts[column]!, end: ends[column]! }
      if (cell.end <= cell.start) continue
      if (mayBePostal(bytes, cell)) this.#isHome = true
      else this.#isMachine = true
    }
    if (this.#isHome || this.#isMachine !== wasMachine) this.#meanings.length = 0
  }

  #addressColumns(): readonly number[] {
    const { fields } = this.#judge.analyzer
    this.#addresses ??= [...this.#names.keys()].filter(
      (column) => fields.meaningOf([this.#names[column] ?? ''])?.code === 'whole_address',
    )
    return this.#addresses
  }

  /** The same of the first rows of a file that is held whole; one that passes has its rows not at hand yet. */
  beginRows(bytes: Uint8Array, { start, end }: Span, delimiter: number): void {
    if (this.#judge.known === undefined || !this.seeksHome) return
    const cells = new TableCells()
    let from = start
    for (let row = 0; row < mostSampled && from < end && this.seeksHome; row++) {
      const line = { start: from, end: lineEnd(bytes, from, end) }
      cells.read(bytes, line, separatorFor(delimiter))
      this.beginRow(bytes, cells)
      from = line.end + 1
    }
  }

  /** True where the column's name tells what its cells hold. */
  isTold(): boolean {
    const role = this.meaning()?.role
    return role === 'value' || role === 'prose'
  }

  /** The rule is asked once for each column, when its first cell comes. */
  order(): FieldOrder {
    if (!this.#judge.judgesFields || this.inFirstLine) return 'scan'
    if (this.column >= mostNames) return this.#judge.field(this.path())
    const order = this.#orders[this.column] ?? this.#asked()
    this.#orders[this.column] = order
    return order
  }

  /** By its name, and by what it is shown as: that is what a rule is made from. */
  #asked(): FieldOrder {
    const name = this.#name()
    const order = name === null ? 'scan' : this.#judge.field(name)
    const path = this.path()
    return order === 'scan' && path !== name ? this.#judge.field(path) : order
  }

  /** True behind the line of the names. */
  endLine(): boolean {
    const wasFirst = this.inFirstLine
    if (wasFirst) this.#showsNames = this.#areNames()
    this.column = 0
    this.inFirstLine = false
    return wasFirst
  }

  /** Each cell is a word, or words, that a field may be called, and half of them are known ones, as far as any are. */
  #areNames(): boolean {
    const { fields } = this.#judge.analyzer
    const names = this.#names.filter((name) => name !== undefined && name.trim() !== '')
    if (!names.every((name) => isOneWord(name) || fields.knows(name))) return false
    return fields === noFields || 2 * names.filter((name) => fields.knows(name)).length >= names.length
  }
}
