/** Keeps the names of members apart that would be written alike: of two that are the same, readers keep one (RFC 8259 §4). */
import { Buffer } from 'node:buffer'

/** Names of one body that are told apart; a hostile one must not fill the memory. */
const mostNames = 4096

export class NamesWritten {
  readonly #numbers = new Map<string, Map<string, number>>()
  #count = 0

  /** `[PERSON]` of the first value that is written so, `[PERSON] (2)` of the next. */
  apart(standIn: Uint8Array, value: Uint8Array): Uint8Array {
    const written = asKey(standIn)
    const original = asKey(value)
    const numbers = this.#numbers.get(written) ?? new Map<string, number>()
    const number = numbers.get(original) ?? this.#next(numbers)
    if (this.#count <= mostNames) this.#numbers.set(written, numbers.set(original, number))
    return number === 1 ? standIn : Buffer.concat([standIn, Buffer.from(` (${number})`)])
  }

  /** Of what is not remembered any more no two have the same number. */
  #next(numbers: ReadonlyMap<string, number>): number {
    this.#count++
    return this.#count > mostNames ? this.#count : numbers.size + 1
  }

  clear(): void {
    if (this.#count === 0) return
    this.#numbers.clear()
    this.#count = 0
  }
}

function asKey(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}
