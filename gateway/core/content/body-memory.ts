/** Remembers from one text of a body to the next, into the documents that are written into its texts too. */
import { KnownValues } from '../pii/fields/known-values.ts'

export class BodyMemory {
  /** Who was named so far, and what the records are about. */
  readonly known = new KnownValues()

  clear(): void {
    if (this.known.size > 0) this.known.clear()
    this.known.records.clear()
  }
}
