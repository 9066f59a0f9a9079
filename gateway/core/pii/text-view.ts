/** Lets recognizers look around in one text, and notices when one needs bytes that have not arrived yet. */
import type { TextWindow } from './entity.ts'
import { NumberShape } from './number-shape.ts'
import type { Meaning } from './telling-words.ts'
import { UntoldStretch } from './untold-stretch.ts'

/**
 * What a recognizer sees of a window. Reading outside of the text gives -1, which is no character of any kind.
 *
 * `starved` is how scanning stays the same under any chunking: a decision that read past the bytes at hand, while more
 * may come, is thrown away and taken again later. What remains depends on bytes that were really there.
 */
export class TextView {
  bytes: Uint8Array = new Uint8Array(0)
  #start = 0
  #end = 0
  #final = true
  #limit = 0
  #window: TextWindow | null = null
  readonly #shape = new NumberShape()
  /** Where words were last looked for, how far, and what they told: several recognizers ask the same (`telling-words.ts`). */
  readonly told: { at: number; reach: number; meaning: Meaning | null } = { at: -1, reach: 0, meaning: null }
  /** Between which positions no word stands that tells anything, of all types and of national numbers. */
  readonly untold: UntoldStretch = new UntoldStretch()
  readonly untoldNational: UntoldStretch = new UntoldStretch()
  /** First byte that an entity may take: what lies before belongs to an earlier one. */
  floor = 0
  /** True once a byte was asked for that may still come. */
  starved = false

  /** The first byte at hand; what lies left of it is never asked for. */
  get start(): number {
    return this.#start
  }

  /** Behind the last byte that may be looked at. */
  get limit(): number {
    return this.#limit
  }

  /** Turns to another window. */
  open(window: TextWindow): void {
    this.#window = window
    this.bytes = window.bytes
    this.#start = window.start
    this.#end = window.end
    this.#limit = window.end
    this.#final = window.final
    this.floor = window.floor ?? window.from
    this.starved = false
    this.#shape.at = -1
    this.told.at = -1
    this.untold.reset()
    this.untoldNational.reset()
  }

  /** The window that is looked at. */
  get window(): TextWindow {
    if (this.#window === null) throw new TypeError('no window is open')
    return this.#window
  }

  /** True where all bytes up to `index` are at hand, or no more will come. */
  reaches(index: number): boolean {
    return this.#final || index <= this.#end
  }

  byte(index: number): number {
    if (index < this.#limit) return index >= this.#start ? this.bytes[index]! : -1
    if (!this.#final && this.#limit === this.#end) this.starved = true
    return -1
  }

  /** True when `expected` stands at `index`. */
  matches(index: number, expected: Uint8Array): boolean {
    for (let offset = 0; offset < expected.length; offset++) {
      if (this.byte(index + offset) !== expected[offset]) return false
    }
    return true
  }

  /** The digit groups that begin at `at`, read once for all recognizers that ask. Valid until the next call. */
  numberAt(at: number): NumberShape {
    if (this.#shape.at !== at) this.#shape.read(this, at)
    return this.#shape
  }

  /** Runs `look` as if the text ended at `limit`. */
  upTo<Result>(limit: number, look: () => Result): Result {
    const before = this.#limit
    this.#limit = limit
    this.#shape.at = -1
    try {
      return look()
    } finally {
      this.#limit = before
      this.#shape.at = -1
    }
  }
}
