/** Names exchanges, so that their names sort by time and nobody can guess one. */
import { timeDigits, timedIdRandomBytes } from '../core/timed-id.ts'

/** Random bytes are asked for, and written as text, for so many names at once. */
const namesAtOnce = 128

export class ExchangeIds {
  readonly #random: (length: number) => Buffer
  #digits = ''
  #used = 0
  #at = -1
  #time = ''

  /** `random` hands out so many random bytes. */
  constructor(random: (length: number) => Buffer) {
    this.#random = random
  }

  /** Written as `timedId` does it. */
  next(at: number): string {
    if (this.#used === this.#digits.length) {
      this.#digits = this.#random(timedIdRandomBytes * namesAtOnce).toString('hex')
      this.#used = 0
    }
    if (at !== this.#at) {
      this.#at = at
      this.#time = timeDigits(at)
    }
    const from = this.#used
    this.#used += 2 * timedIdRandomBytes
    return `${this.#time}-${this.#digits.slice(from, this.#used)}`
  }
}
