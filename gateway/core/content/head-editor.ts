/** Has names from the names of files judged in their places between whatever else is found in the head of a part. */
import type { Finding, Operator } from '../pii/entity.ts'
import { EntityEditor } from './entity-editor.ts'
import type { Occurrence, Stretch } from './occurrence.ts'

/** Edits come in the order of the body, and the reader of the head knows nothing of these names. */
export class HeadEditor extends EntityEditor {
  #names: Occurrence[] = []

  /** In the order of the body; of those before, whatever was not judged yet is forgotten. */
  expect(names: readonly Occurrence[]): void {
    this.#names = [...names]
  }

  /** What is left of the names before this offset is judged now. */
  judgeBefore(offset: number): void {
    while (this.#names.length > 0 && placeOf(this.#names[0] as Occurrence).end <= offset)
      this.handle(this.#names.shift() as Occurrence)
  }

  override handlePlain(finding: Finding, origin: number): Operator {
    const { base } = this.rewriter.window
    this.#makeRoom({ start: base + origin + finding.start, end: base + origin + finding.end })
    return super.handlePlain(finding, origin)
  }

  override ask(occurrence: Occurrence): Operator {
    this.#makeRoom(placeOf(occurrence))
    return super.ask(occurrence)
  }

  /** For a finding: names before it come first, and a name that shares a place with it is left to it. */
  #makeRoom({ start, end }: Stretch): void {
    this.judgeBefore(start)
    this.#names = this.#names.filter((name) => placeOf(name).start >= end)
  }
}

function placeOf({ stretches }: Occurrence): Stretch {
  return { start: (stretches[0] as Stretch).start, end: (stretches.at(-1) as Stretch).end }
}
