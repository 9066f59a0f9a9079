/** Passes over the fields of a JSON document that a rule keeps, and takes out those that it drops. */
import type { FieldOrder, Judge } from './inspector.ts'
import type { JsonPath } from './json-path.ts'
import type { BodyEdits } from './rewriter.ts'

const nullWord = Uint8Array.of(0x6e, 0x75, 0x6c, 0x6c)
const nothing = new Uint8Array(0)
const none = -1

export class JsonFields {
  readonly #rewriter: BodyEdits
  readonly #path: JsonPath
  #judge: Judge | null = null
  /** Depth and order of the field that is kept or dropped; `none` outside of one. */
  #depth = none
  #order: FieldOrder = 'scan'
  #start = 0
  /** Offset up to which the dropped field was taken out already; `none` before the first time. */
  #dropped = none

  constructor(rewriter: BodyEdits, path: JsonPath) {
    this.#rewriter = rewriter
    this.#path = path
  }

  begin(judge: Judge): void {
    this.#judge = judge
  }

  /** Forgets the body. */
  reset(): void {
    this.#judge = null
    this.#depth = none
    this.#order = 'scan'
    this.#dropped = none
  }

  /** True inside of a field whose order is known: nothing in it is looked at. */
  get isDecided(): boolean {
    return this.#depth !== none
  }

  /** A member's value begins at `index`: a field that the rule may know. */
  beginValue(index: number): void {
    if (this.isDecided) return
    const order = this.#judge?.field(this.#path.path()) ?? 'scan'
    if (order === 'scan') return
    this.#depth = this.#path.depth
    this.#order = order
    this.#start = this.#rewriter.window.base + index
  }

  /** A value ended before `index`. */
  endValue(index: number): void {
    if (!this.isDecided || this.#depth !== this.#path.depth) return
    if (this.#order === 'drop') this.#endDrop(index)
    this.#depth = none
  }

  /** The window ended; nothing from `index` on is decided. */
  pause(index: number): void {
    if (this.#order === 'drop' && this.isDecided) this.#dropUpTo(index)
  }

  #endDrop(end: number): void {
    const { base, bytes } = this.#rewriter.window
    const start = this.#start - base
    const first = bytes[start]
    if (this.#dropped !== none || first === 0x22 || first === 0x5b || first === 0x7b) this.#dropUpTo(end)
    else if (first !== nullWord[0]) this.#rewriter.edit(start, end, nullWord)
    this.#dropped = none
  }

  /** A long field is taken out as it passes, its `null` first. */
  #dropUpTo(index: number): void {
    const { base } = this.#rewriter.window
    if (this.#dropped === none) {
      if (base + index === this.#start) return
      this.#rewriter.edit(this.#start - base, this.#start - base, nullWord)
      this.#dropped = this.#start
    }
    this.#rewriter.edit(this.#dropped - base, index, nothing)
    this.#dropped = base + index
  }
}
