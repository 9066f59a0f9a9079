/** Has a text that is a document of its own read as one. */
import type { TextWindow } from '../pii/entity.ts'
import { looksLikeDocument } from './document-look.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { GivenText } from './given-text.ts'
import type { InnerReading } from './inner-document.ts'

/** Serves the texts of one reader. */
export class TextDocument {
  readonly #editor: EntityEditor
  readonly #given: GivenText
  /** Undefined until it is known whether the text is a document. */
  #reading: InnerReading | null | undefined

  constructor(editor: EntityEditor, given: GivenText) {
    this.#editor = editor
    this.#given = given
  }

  begin(): void {
    this.#reading = undefined
  }

  /** Entities that the judge was asked about. */
  get findings(): number {
    return this.#reading?.findings ?? 0
  }

  /** Reads on in what `view` shows; false where the text is no document. Until that is known, nothing of it is decided. */
  read(view: TextWindow, maxValueBytes: number): boolean {
    if (this.#reading === undefined && !this.#look(view, maxValueBytes)) return true
    const reading = this.#reading
    if (!reading) return false
    reading.read(view.final)
    this.#given.show(view, view.final)
    this.#given.settle(view, view.end, reading.needed - this.#given.viewOrigin)
    return true
  }

  /** False where more must come first. */
  #look(view: TextWindow, maxValueBytes: number): boolean {
    const { documents } = this.#editor.context
    this.#reading = null
    if (documents === undefined || !this.#editor.readsDocuments) return true
    const looks = looksLikeDocument(view.bytes, view)
    if (looks === 'more') this.#reading = undefined
    if (looks !== 'yes') return looks === 'no'
    this.#given.decode()
    this.#reading = documents({ text: this.#given.text, outer: this.#editor, maxValueBytes })
    return true
  }
}
