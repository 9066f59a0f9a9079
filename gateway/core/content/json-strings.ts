/** Reads names and strings of a JSON document, each as a whole where it is at hand, else as it comes. */
import { noFields } from '../pii/fields/field-dictionary.ts'
import type { EntityEditor } from './entity-editor.ts'
import { readEscaped } from './json-string.ts'
import type { BodyEdits } from './rewriter.ts'
import { scanStep, TextReader } from './text-reader.ts'

/** A name or string, or as much of it as is at hand: indexes of its inside in the window. */
export interface JsonString {
  start: number
  end: number
  isName: boolean
  /** An escape is in it. */
  escaped: boolean
  /** Escapes of a second layer may be in it. */
  coded: boolean
  /** Before this index nothing is anchored in it; with escapes: nothing at all where it is the end, else unknown. */
  clearUntil: number
  /** From this index on nothing is anchored in it; absent: nobody looked. */
  clearFrom?: number
}

const none = -1

export class JsonStrings {
  readonly #editor: EntityEditor
  readonly #rewriter: BodyEdits
  readonly #reader: TextReader
  /** Offset up to which the open string was given to the reader; `none` while it was not begun. */
  #given = none
  /** Strings from this length on may be read in parts, as they come: so they are read where they are at hand whole. */
  #longest = Number.POSITIVE_INFINITY

  constructor(editor: EntityEditor) {
    this.#editor = editor
    this.#rewriter = editor.rewriter
    this.#reader = new TextReader(editor, 0)
  }

  begin(maxValueBytes: number): void {
    this.#reader.maxValueBytes = maxValueBytes
    this.#longest = this.#editor.analyzer.fields === noFields ? Number.POSITIVE_INFINITY : scanStep
  }

  /** Forgets the body. */
  reset(): void {
    this.#reader.reset()
    this.#given = none
  }

  /** As `TextReader` has them. */
  get leastRead(): number {
    return Math.min(this.#reader.leastRead, this.#longest)
  }

  get leastProse(): number {
    return Math.min(this.#reader.leastProse, this.#longest)
  }

  mayName(start: number, end: number): boolean {
    return this.#reader.mayName(start, end)
  }

  /** True while a string is open of which parts were read already. */
  get isOpen(): boolean {
    return this.#given !== none
  }

  /** The whole of one; `isTold`: its name may tell what it holds. Returns the number of entities in it. */
  read(text: JsonString, isTold: boolean): number {
    const { start, end } = text
    if (!text.escaped && !text.coded) {
      const { clearUntil, clearFrom = end } = text
      return this.#reader.whole(start, end, { clearUntil, clearFrom, isTold: isTold && !text.isName })
    }
    this.#reader.begin(start, text.coded)
    readEscaped(this.#reader, this.#rewriter.window.bytes, { from: start, to: end, final: true })
    return this.#reader.finish(text.clearUntil < end)
  }

  /** One begins at `start` that is not at hand as a whole. */
  open(start: number): void {
    this.#reader.begin(start)
    this.#given = this.#rewriter.window.base + start
  }

  /** The open one has come up to `end`, and goes on. Returns the index from which on it is needed again. */
  progress(end: number): number {
    this.#give(end, false)
    this.#reader.progress()
    return this.#reader.hold()
  }

  /** The open one ends. Returns the number of entities in it. */
  close(end: number): number {
    this.#give(end, true)
    this.#given = none
    return this.#reader.finish()
  }

  #give(end: number, final: boolean): void {
    const { base, bytes } = this.#rewriter.window
    this.#given = base + readEscaped(this.#reader, bytes, { from: this.#given - base, to: end, final })
  }
}
