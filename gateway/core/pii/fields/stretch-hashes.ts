/** Tells stretches of a text apart by a number each, at a cost that does not depend on how long they are. */

const room = 8192
const factor = 0x01000193

/**
 * Hashes of what ends at each byte (Karp and Rabin 1987): those of a stretch's two ends give its own. Stretches are asked for
 * in the order of their beginnings; where the next one stands far behind the last, nothing between them is read.
 */
export class StretchHashes {
  readonly #longest: number
  /** By the length: `factor` to its power. */
  readonly #powers: Int32Array
  readonly #sums = new Int32Array(room)
  #bytes: Uint8Array | null = null
  #from = 0
  #count = 0

  constructor(longest: number) {
    this.#longest = longest
    this.#powers = new Int32Array(longest + 1)
    this.#powers[0] = 1
    for (let i = 1; i <= longest; i++) this.#powers[i] = Math.imul(this.#powers[i - 1]!, factor)
  }

  /** Another text follows, or the same bytes hold something else. */
  begin(bytes: Uint8Array): void {
    this.#bytes = bytes
    this.#from = 0
    this.#count = 0
    this.#sums[0] = 0
  }

  /** Of `[at, at + length)`, which must stand in the text. */
  of(at: number, length: number): number {
    const bytes = this.#bytes!
    const isAhead = at < this.#from || at > this.#from + this.#count
    if (isAhead || at + this.#longest - this.#from >= room) {
      this.#from = at
      this.#count = 0
      this.#sums[0] = 0
    }
    const sums = this.#sums
    const stop = at + length - this.#from
    for (let i = this.#count; i < stop; i++)
      sums[i + 1] = (Math.imul(sums[i]!, factor) + bytes[this.#from + i]! + 1) | 0
    if (stop > this.#count) this.#count = stop
    return (sums[stop]! - Math.imul(sums[at - this.#from]!, this.#powers[length]!)) | 0
  }
}
