/** Remembers from one text of a body to the next, into the documents that are written into its texts too. */
import { KnownValues } from '../pii/fields/known-values.ts'
import { KiB } from '../units.ts'

/** Free text that is read for names in one body; bulk is not worth the time. */
export const mostProse = 256 * KiB

export class BodyMemory {
  /** Who was named so far, and what the records are about. */
  readonly known = new KnownValues()
  /** How much free text may still be read. */
  proseLeft = mostProse

  clear(): void {
    if (this.known.size > 0) this.known.clear()
    this.known.records.clear()
    this.proseLeft = mostProse
  }
}
