/** Guesses what separates the columns of a table from its first line. */
import { KiB } from '../units.ts'

const candidates = [0x2c, 0x3b, 0x09, 0x7c]
const COMMA = 0x2c
const QUOTE = 0x22
/** A first line that is longer is judged by this much of it. */
const longestSample = 64 * KiB

/** Fed from the body's beginning on, in any pieces. */
export class DelimiterGuess {
  readonly #counts = new Map(candidates.map((byte) => [byte, 0]))
  #quoted = false
  #read = 0

  /** The delimiter, or null while the first line has not ended. `bytes[0]` is the body's first byte. */
  delimiter(bytes: Uint8Array, end: number, final: boolean): number | null {
    while (this.#read < end && this.#read < longestSample) {
      const c = bytes[this.#read] as number
      if (c === QUOTE) this.#quoted = !this.#quoted
      const lineEnds = !this.#quoted && (c === 0x0a || c === 0x0d)
      if (lineEnds && this.#read > 0) return this.#most()
      if (!this.#quoted) this.#count(c)
      this.#read++
    }
    return final || this.#read >= longestSample ? this.#most() : null
  }

  #count(c: number): void {
    const count = this.#counts.get(c)
    if (count !== undefined) this.#counts.set(c, count + 1)
  }

  #most(): number {
    let best = COMMA
    for (const byte of candidates) {
      if ((this.#counts.get(byte) ?? 0) > (this.#counts.get(best) ?? 0)) best = byte
    }
    return best
  }
}
