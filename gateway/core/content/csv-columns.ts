/** Knows the columns of a table: their names, where its first line has names, and what a rule orders for them. */
import type { FieldMeaning } from '../pii/fields/field-meaning.ts'
import type { FieldOrder, Judge } from './inspector.ts'

/** Tables of more columns show the further ones by number. */
const mostNames = 4096

export class CsvColumns {
  /** Number of the column that is being read, from 0. */
  column = 0
  /** True while the table's first line is read. */
  inFirstLine = true
  readonly #judge: Judge
  readonly #names: string[] = []
  /** What the column's name tells, once its first cell was read. */
  readonly #meanings: (FieldMeaning | null | undefined)[] = []
  readonly #orders: (FieldOrder | undefined)[] = []
  /** Only data holds entities: a first line with one in it names nothing. */
  #hasNames = true

  constructor(judge: Judge) {
    this.#judge = judge
  }

  /** The first line's cell in this column, or what comes behind it (`name` is null), with its number of entities. */
  firstLineCell(name: string | null, findings: number): void {
    if (findings > 0) this.#hasNames = false
    if (name !== null && this.column < mostNames) this.#names[this.column] = name
  }

  path(): string {
    const name = this.#hasNames && !this.inFirstLine ? this.#names[this.column] : undefined
    return name === undefined || name === '' ? `[${this.column}]` : name
  }

  /** What the column's name tells, beside the names of the other columns. */
  meaning(): FieldMeaning | null {
    if (!this.#hasNames || this.inFirstLine || this.column >= this.#names.length) return null
    const known = this.#meanings[this.column]
    if (known !== undefined) return known
    const meaning = this.#judge.analyzer.fields.meaningAmong(this.#names[this.column] ?? '', this.#names)
    this.#meanings[this.column] = meaning
    return meaning
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
    const order = this.#orders[this.column] ?? this.#judge.field(this.path())
    this.#orders[this.column] = order
    return order
  }

  endLine(): void {
    this.column = 0
    this.inFirstLine = false
  }
}
