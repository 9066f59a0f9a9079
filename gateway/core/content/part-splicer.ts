/** Puts what the inspector of a part makes of it where the part stands in the body. */
import type { BodyInspector } from './body-inspector.ts'
import type { Rewriter } from './rewriter.ts'
import type { Steps } from './steps.ts'

/** Of a part: indexes of the window; `isLast`: nothing of it comes behind. */
export interface Handed {
  start: number
  end: number
  isLast?: true
}

export class PartSplicer {
  /** What the part that is being read has to do first. */
  work: Steps<void> | null = null
  /** Parts that were not looked into, and what of others was not. */
  opaqueParts = 0
  readonly #rewriter: Rewriter

  constructor(rewriter: Rewriter) {
    this.#rewriter = rewriter
  }

  /** What the inspector makes of a stretch stands in its place: at once, or once it has done its work. */
  handOn(inspector: BodyInspector, steps: Steps<readonly Uint8Array[]>, by: Handed): void {
    const first = steps.next()
    if (first.done) this.#splice(inspector, first.value, by)
    else this.work = this.#later(inspector, steps, by)
  }

  *#later(inspector: BodyInspector, steps: Steps<readonly Uint8Array[]>, by: Handed): Steps<void> {
    yield
    this.#splice(inspector, yield* steps, by)
  }

  #splice(inspector: BodyInspector, pieces: readonly Uint8Array[], { start, end, isLast }: Handed): void {
    this.#rewriter.splice(start, end, pieces)
    this.#follow(inspector, end)
    if (isLast === true) this.opaqueParts += inspector.opaqueParts
  }

  #follow(inspector: BodyInspector, at: number): void {
    if (inspector.changed) this.#rewriter.changed = true
    if (!inspector.lengthKept) this.#rewriter.lengthKept = false
    if (!inspector.refused || this.#rewriter.refused) return
    this.#rewriter.refuse(at)
    // Whoever asks why it was refused asks now.
    this.opaqueParts += inspector.opaqueParts
  }
}
