/** Spares a second look the texts of a body that it would read just as the first did, and repeats what that did to them. */
import type { PlacesElsewhere } from './known-elsewhere.ts'
import type { RememberedProse } from './remembered-prose.ts'
import type { BodyEdits } from './rewriter.ts'
import { editWidth, type KeptEdits } from './whole-rewriter.ts'

interface FirstLook {
  /** Where who was named then may stand unfound. */
  readonly elsewhere: PlacesElsewhere
  /** What was done to the body. */
  readonly edits: KeptEdits
  readonly prose: RememberedProse | null
}

/**
 * A text reads otherwise only where a word stands in it with which a known value begins, or what may be written so: names
 * of fields tell the same as before, since no record turned out to be about something else. Texts come in their order.
 */
export class UnchangedTexts {
  readonly #first: FirstLook
  /** The first edit that was neither repeated nor left to a text that is read again. */
  #next = 0

  constructor(first: FirstLook) {
    this.#first = first
  }

  /** Where the next text has to stand, at or behind `offset`, to be read. */
  nextFrom(offset: number): number {
    return this.#first.elsewhere.nextFrom(offset)
  }

  /** The text `[start, end)` of the body is about to be read again: what stands before it gets the edits of the first look. */
  read(edits: BodyEdits, start: number, end: number): void {
    const { places } = this.#first.edits
    this.repeat(edits, start)
    while (this.#next < places.length && places[this.#next]! < end) this.#next += editWidth
    this.#first.prose?.goTo(start)
  }

  /** What begins before `offset`, and was not read again, gets the edits of the first look. */
  repeat(edits: BodyEdits, offset: number): void {
    const { places, replacements } = this.#first.edits
    for (; this.#next < places.length && places[this.#next]! < offset; this.#next += editWidth) {
      const written = this.#next === 0 ? 0 : places[this.#next - 1]!
      const replacement = replacements.subarray(written, places[this.#next + 2]!)
      edits.edit(places[this.#next]!, places[this.#next + 1]!, replacement)
    }
  }
}
