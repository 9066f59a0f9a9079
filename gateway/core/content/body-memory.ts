/** Remembers from one text of a body to the next, into the documents that are written into its texts too. */
import type { Finding } from '../pii/entity.ts'
import { KnownValues } from '../pii/fields/known-values.ts'
import { NamesWritten } from './names-written.ts'

export class BodyMemory {
  /** Who was named so far, and what the records are about. */
  readonly known = new KnownValues()
  /** What was written in place of names. */
  readonly names = new NamesWritten()
  /** Another number whenever something more is known; 0 while that is nothing. */
  version = 0
  /** What was replaced in the text that is being read. */
  readonly #replaced: { finding: Finding; value: Uint8Array }[] = []

  /** In the next text it is known: when in a text depends on how that comes. */
  replaced(finding: Finding, value: Uint8Array): void {
    if (this.#replaced.length === mostReplaced) return
    this.#replaced.push({ finding, value: Uint8Array.from(value) })
    this.version++
  }

  /** A text begins. */
  beginText(): void {
    if (this.#replaced.length === 0) return
    for (const { finding, value } of this.#replaced) this.known.found.learn(finding, value)
    this.#replaced.length = 0
  }

  /** True where somebody is known, or will be with the next text. */
  get knowsSome(): boolean {
    return this.#replaced.length > 0 || this.known.size > 0
  }

  clear(): void {
    this.names.clear()
    this.#replaced.length = 0
    this.version = 0
    if (this.known.size > 0) this.known.clear()
    this.known.records.clear()
  }
}

const mostReplaced = 256
