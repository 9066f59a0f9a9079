/** Gives pseudo-random choices that are the same for the same seed, so that every run measures the same bytes. */

/** Mulberry32 (Tommy Ettinger, public domain): one word of state, good enough to make bodies, never for keys. */
export class Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** A whole number from 0 to below `bound`. */
  below(bound: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound)
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => this.below(10)).join('')
  }

  letter(): string {
    return String.fromCharCode(0x41 + this.below(26))
  }

  hex(count: number): string {
    return Array.from({ length: count }, () => this.below(16).toString(16)).join('')
  }
}
