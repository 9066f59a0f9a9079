/** A table from hashes of words to small numbers, for one look per token: open addressing in one typed array. */

export class WordTable {
  /** Of each place a hash and its value; 0: none. */
  readonly pairs: Int32Array
  readonly #mask: number

  /** Values are above 0. Of two entries with one hash the first counts. */
  constructor(entries: Iterable<readonly [hash: number, value: number]>) {
    const all = [...entries]
    let size = 16
    while (size < all.length * 4) size *= 2
    this.pairs = new Int32Array(2 * size)
    this.#mask = size - 1
    for (const [hash, value] of all) {
      let at = hash & this.#mask
      while (this.pairs[2 * at + 1] !== 0 && this.pairs[2 * at] !== hash) at = (at + 1) & this.#mask
      if (this.pairs[2 * at + 1] !== 0) continue
      this.pairs[2 * at] = hash
      this.pairs[2 * at + 1] = value
    }
  }

  /** The value of a hash; 0 where it has none. */
  get(hash: number): number {
    let at = hash & this.#mask
    while (this.pairs[2 * at + 1] !== 0) {
      if (this.pairs[2 * at] === hash) return this.pairs[2 * at + 1]!
      at = (at + 1) & this.#mask
    }
    return 0
  }
}
