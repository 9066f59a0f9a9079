/** Hands over what was found in a text, by where each entity stands in the body. */
import type { Finding, TextWindow } from '../pii/entity.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { GivenText } from './given-text.ts'
import type { Occurrence } from './occurrence.ts'
import type { LayeredFinding } from './text-layers.ts'

/** Serves the texts of one reader, in the order of the body. Of what stands in one another the first that is changed counts. */
export class FoundEntities {
  readonly #editor: EntityEditor
  readonly #given: GivenText

  constructor(editor: EntityEditor, given: GivenText) {
    this.#editor = editor
    this.#given = given
  }

  /** In indexes of what is shown of the given text. */
  handle(found: readonly Finding[]): void {
    if (this.#given.isDecoded) this.#handleDecoded(found)
    else this.handlePlain(found, -this.#given.viewOrigin)
  }

  /** In indexes of the window, in a text that begins at index `origin` of it. */
  handlePlain(found: readonly Finding[], origin: number): void {
    let changedTo = -1
    for (const finding of found) {
      if (finding.start < changedTo) continue
      changedTo = finding.end
      finding.start -= origin
      finding.end -= origin
      if (this.#editor.handlePlain(finding, origin) === 'keep') changedTo = -1
    }
  }

  /** By their places in the text, of which `view` shows what is at hand; some may overlap. */
  handleLayered(found: readonly LayeredFinding[], view: TextWindow): void {
    this.#editor.handleAll(found.map((one) => this.#occurrenceOf(one, view)))
  }

  #occurrenceOf({ finding, value }: LayeredFinding, view: TextWindow): Occurrence {
    const origin = this.#given.viewOrigin
    const start = finding.start - origin
    const end = finding.end - origin
    const coded = view.bytes.subarray(start, end)
    const stretches = this.#given.stretches(start, end)
    return value === null ? { finding, value: coded, stretches } : { finding, value, stretches, coded }
  }

  #handleDecoded(found: readonly Finding[]): void {
    const { text } = this.#given
    const { base } = this.#editor.rewriter.window
    let changedTo = -1
    for (const finding of found) {
      const { start, end } = finding
      if (start < changedTo) continue
      const offset = text.plainOffset(start, end)
      finding.start += text.origin
      finding.end += text.origin
      // Most entities stand between two escapes, as they are.
      const operator =
        offset >= 0
          ? this.#editor.handlePlain(finding, offset - base - finding.start)
          : this.#editor.handle({
              finding,
              value: text.bytes.subarray(start, end),
              stretches: text.stretches(start, end),
            })
      changedTo = operator === 'keep' ? -1 : end
    }
  }
}
