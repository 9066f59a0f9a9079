/** A table from hashes of words to small numbers, for one look per token: open addressing in two typed arrays. */

export class WordTable {
  readonly #keys: Int32Array
  readonly #values: Int32Array
  readonly #mask: number

  /** Values are above 0. Of two entries with one hash the first counts. */
  constructor(entries: Iterable<readonly [hash: number, value: number]>) {
    const all = [...entries]
    let size = 16
    while (size < all.length * 4) size *= 2
    this.#keys = new Int32Array(size)
    this.#values = new Int32Array(size)
    this.#mask = size - 1
    for (const [hash, value] of all) {
      let at = hash & this.#mask
      while (this.#values[at] !== 0 && this.#keys[at] !== hash) at = (at + 1) & this.#mask
      if (this.#values[at] !== 0) continue
      this.#keys[at] = hash
      this.#values[at] = value
    }
  }

  /** The value of a hash; 0 where it has none. */
  get(hash: number): number {
    let at = hash & this.#mask
    while (this.#values[at] !== 0) {
      if (this.#keys[at] === hash) return this.#values[at]!
      at = (at + 1) & this.#mask
    }
    return 0
  }
}
