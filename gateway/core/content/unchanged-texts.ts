/** Spares a second look the texts of a body that it would read just as the first did, and repeats what that did to them. */
import type { PlacesElsewhere } from './known-elsewhere.ts'
import type { RememberedProse } from './remembered-prose.ts'
import type { BodyEdits } from './rewriter.ts'
import { editWidth, type KeptEdits } from './whole-rewriter.ts'

/**
 * A text reads otherwise only where a word stands in it with which a known value begins, or what may be written so: names
 * of fields tell the same as before, since no record turned out to be about something else. Texts come in their order.
 */
export class UnchangedTexts {
  readonly #elsewhere: PlacesElsewhere
  readonly #edits: KeptEdits
  readonly #prose: RememberedProse | null
  #next = 0

  constructor({
    elsewhere,
    edits,
    prose,
  }: { elsewhere: PlacesElsewhere; edits: KeptEdits; prose: RememberedProse | null }) {
    this.#elsewhere = elsewhere
    this.#edits = edits
    this.#prose = prose
  }

  /** Where the next text has to stand, at or behind `offset`, to be read. */
  nextFrom(offset: number): number {
    return this.#elsewhere.nextFrom(offset)
  }

  /** The text at `offset` is about to be read. */
  read(offset: number): void {
    this.#prose?.goTo(offset)
  }

  /** Edits `[start, end)` of the body as in the first look, if nothing else can be found there; else false. */
  repeat(edits: BodyEdits, start: number, end: number): boolean {
    if (this.#elsewhere.nextFrom(start) < end) return false
    const { places, replacements } = this.#edits
    for (; this.#next < places.length && places[this.#next]! < end; this.#next += editWidth) {
      const from = places[this.#next]!
      if (from < start) continue
      const written = this.#next === 0 ? 0 : places[this.#next - 1]!
      edits.edit(from, places[this.#next + 1]!, replacements.subarray(written, places[this.#next + 2]!))
    }
    return true
  }
}
