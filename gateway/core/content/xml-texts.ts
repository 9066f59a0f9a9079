/** Does what a rule orders to the texts, attributes and elements that the XML parser points out. */
import type { EntityEditor } from './entity-editor.ts'
import type { FieldOrder, Judge } from './inspector.ts'
import type { BodyEdits } from './rewriter.ts'
import { TextReader } from './text-reader.ts'
import type { XmlEvents } from './xml-events.ts'
import type { XmlPath } from './xml-path.ts'

const none = -1
const nothing = new Uint8Array(0)

export class XmlTexts implements XmlEvents {
  readonly #rewriter: BodyEdits
  readonly #reader: TextReader
  readonly #path: XmlPath
  readonly #judge: Judge
  #open = false
  /** Depth of the element that is kept or dropped with all that is in it; `none` outside of one. */
  #elementDepth = none
  #elementOrder: FieldOrder = 'scan'
  #attributeOrder: FieldOrder = 'scan'
  /** Offset from which on bytes are taken out; `none` while none are. */
  #dropFrom = none

  constructor(editor: EntityEditor, parts: { path: XmlPath; judge: Judge; maxValueBytes: number }) {
    this.#rewriter = editor.rewriter
    this.#path = parts.path
    this.#judge = parts.judge
    this.#reader = new TextReader(editor, parts.maxValueBytes)
  }

  elementNamed(): void {
    if (!this.#judge.judgesFields || this.#elementDepth !== none) return
    const order = this.#judge.field(this.#path.path())
    if (order === 'scan') return
    this.#elementDepth = this.#path.depth
    this.#elementOrder = order
  }

  contentBegins(index: number): void {
    const drops = this.#elementOrder === 'drop' && this.#elementDepth === this.#path.depth
    if (drops) this.#dropFrom = this.#rewriter.window.base + index
  }

  elementEnds(index: number | null): void {
    if (this.#elementDepth !== this.#path.depth) return
    if (index !== null) this.#endDrop(index)
    this.#elementDepth = none
    this.#elementOrder = 'scan'
  }

  attributeBegins(index: number): void {
    const inherited = this.#elementDepth === none ? 'scan' : this.#elementOrder
    const asks = this.#judge.judgesFields && inherited === 'scan'
    this.#attributeOrder = asks ? this.#judge.field(this.#path.path()) : inherited
    const drops = this.#attributeOrder === 'drop' && this.#dropFrom === none
    if (drops) this.#dropFrom = this.#rewriter.window.base + index
    else this.begin(index)
  }

  attributeEnds(index: number): void {
    const within = this.#elementDepth !== none && this.#path.depth > this.#elementDepth
    if (this.#attributeOrder === 'drop' && !within) this.#endDrop(index)
    this.end()
    this.#attributeOrder = 'scan'
  }

  begin(index: number): void {
    if (this.#open || this.#elementDepth !== none || this.#attributeOrder !== 'scan') return
    this.#open = true
    this.#reader.begin(index)
  }

  plain(start: number, end: number): void {
    if (this.#open) this.#reader.plain(start, end)
  }

  character(code: number, start: number, end: number): void {
    if (this.#open) this.#reader.character(code, start, end)
  }

  end(): void {
    if (this.#open) this.#reader.finish()
    this.#open = false
  }

  pause(index: number): void {
    if (this.#open) this.#reader.progress()
    if (this.#dropFrom !== none) this.#drop(index)
    const hold = this.#open ? Math.min(index, this.#reader.hold()) : index
    this.#rewriter.settle(hold, hold)
  }

  #endDrop(index: number): void {
    if (this.#dropFrom === none) return
    this.#drop(index)
    this.#dropFrom = none
  }

  #drop(index: number): void {
    const { base } = this.#rewriter.window
    if (base + index > this.#dropFrom) this.#rewriter.edit(this.#dropFrom - base, index, nothing)
    this.#dropFrom = base + index
  }
}
