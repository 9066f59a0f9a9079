/** Knows the columns of a table: their names, where its first line has names, and what a rule orders for them. */
import { noFields } from '../pii/fields/field-dictionary.ts'
import type { FieldMeaning } from '../pii/fields/field-meaning.ts'
import type { FieldOrder, Judge } from './inspector.ts'
import { isOneWord } from './name-buffer.ts'

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

  endLine(): void {
    if (this.inFirstLine) this.#showsNames = this.#areNames()
    this.column = 0
    this.inFirstLine = false
  }

  /** Each cell is a word, or words, that a field may be called, and half of them are known ones, as far as any are. */
  #areNames(): boolean {
    const { fields } = this.#judge.analyzer
    const names = this.#names.filter((name) => name !== undefined && name.trim() !== '')
    if (!names.every((name) => isOneWord(name) || fields.knows(name))) return false
    return fields === noFields || 2 * names.filter((name) => fields.knows(name)).length >= names.length
  }
}
