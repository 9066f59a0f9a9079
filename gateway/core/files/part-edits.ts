/** Collects the edits of one part of a file, which come in any order, and makes the edited part. */
import { Buffer } from 'node:buffer'
import type { BodyEdits } from '../content/rewriter.ts'
import type { Steps } from '../content/steps.ts'
import { ByteWindow } from '../content/window.ts'

interface Edit {
  start: number
  end: number
  replacement: Uint8Array
}

/** A text in markup, and where its start tag's `>` stands. */
interface SpacedText {
  tagEnd: number
  start: number
  end: number
}

/** So many edits take a few milliseconds to be carried out. */
const editsInStep = 4096

const preserve = Buffer.from(' xml:space="preserve"')

/** Texts of a document stand in each other (a box in a paragraph), so the inner one is decided before the outer. */
export class PartEdits implements BodyEdits {
  readonly window = new ByteWindow()
  refused = false
  readonly #edits: Edit[] = []
  readonly #spaced: SpacedText[] = []
  readonly #part: Uint8Array

  constructor(part: Uint8Array) {
    this.#part = part
    this.window.append(part)
  }

  get changed(): boolean {
    return this.#edits.length > 0
  }

  edit(start: number, end: number, replacement: Uint8Array): void {
    this.#edits.push({ start, end, replacement: Uint8Array.from(replacement) })
  }

  refuse(): void {
    this.refused = true
  }

  settle(): void {
    // All of it is at hand until the end.
  }

  /** White space at the ends of this text counts once anything in it is changed. Texts come in order. */
  keepSpace(text: SpacedText): void {
    this.#spaced.push(text)
  }

  /** The part with its edits; of two that meet, the rest of the later one goes. */
  *finish(): Steps<Uint8Array> {
    if (!this.changed) return this.#part
    const out = Buffer.allocUnsafe(this.#mostLength())
    let at = 0
    let written = 0
    let done = 0
    const copy = (bytes: Uint8Array) => {
      out.set(bytes, written)
      written += bytes.length
    }
    for (const { start, end, replacement } of this.#ordered()) {
      if (start > at) copy(this.#part.subarray(at, start))
      copy(replacement)
      at = Math.max(at, start, end)
      done += 1
      if (done % editsInStep === 0) yield
    }
    copy(this.#part.subarray(at))
    return out.subarray(0, written)
  }

  #mostLength(): number {
    const edited = this.#edits.reduce((sum, { replacement }) => sum + replacement.length, 0)
    return this.#part.length + edited + preserve.length * this.#spaced.length
  }

  #ordered(): Edit[] {
    const edits = this.#edits.toSorted((one, other) => one.start - other.start)
    const tags: Edit[] = []
    let next = 0
    for (const { tagEnd, start, end } of this.#spaced.toSorted((one, other) => one.start - other.start)) {
      while (next < edits.length && (edits[next] as Edit).start < start) next++
      const edit = edits[next]
      if (edit !== undefined && edit.start < end)
        tags.push({ start: tagEnd, end: tagEnd, replacement: preserve })
    }
    return [...edits, ...tags].sort((one, other) => one.start - other.start)
  }
}
