/** Remembers where in a text no word tells anything, so that what stands left of many numbers is looked up once. */
import { isWordAt } from './word-bytes.ts'

const lineFeed = 0x0a

/** Of one dictionary. Both ends stand between words, so that whoever comes from the right may go on at the left end. */
export class UntoldStretch {
  #from = 0
  /** -1 while nothing is known. */
  #to = -1
  /** True where a line ends before it: nobody looks further. */
  #isLine = false

  reset(): void {
    this.#to = -1
  }

  /** True where nothing tells anything from `position` to the left as far as `farthest`. */
  covers(bytes: Uint8Array, position: number, farthest: number): boolean {
    return this.#holds(bytes, position) && (this.#isLine || this.#from <= farthest)
  }

  /** Where to look on from `position` to the left. */
  pass(bytes: Uint8Array, position: number): number {
    return this.#holds(bytes, position) ? this.#from : position
  }

  /** Whoever looked from `to` to the left found nothing down to `from`, where a word, the line or the text ends. */
  note(bytes: Uint8Array, from: number, to: number): void {
    if (from >= to || isWordAt(bytes, to - 1)) return
    this.#from = from
    this.#to = to
    this.#isLine = from > 0 && bytes[from - 1] === lineFeed
  }

  /** In the midst of a word nothing is known: its first part may be a word itself. */
  #holds(bytes: Uint8Array, position: number): boolean {
    if (position > this.#to || position <= this.#from) return false
    return !isWordAt(bytes, position - 1) || !isWordAt(bytes, position)
  }
}
