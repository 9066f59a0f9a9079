/** Passes over the escapes in a JSON string, and says what they may hide. */
import type { GatewayError } from '../errors.ts'
import { malformedJson } from './json-states.ts'
import {
  CODED,
  CONTROL,
  ESCAPED,
  escapeClass,
  isHexDigit,
  shortEscapesTrigger,
  stringClass,
  TRIGGER,
} from './json-tables.ts'
import type { ByteWindow } from './window.ts'

export class JsonEscape {
  /** What the last escape adds to what was seen of its string: ESCAPED, and TRIGGER and CODED where it may hide an entity. */
  seen = 0
  /** True when the window ended inside the last escape. */
  starved = false
  readonly #window: ByteWindow

  constructor(window: ByteWindow) {
    this.#window = window
  }

  /** At a byte that no string holds as it is. Returns the index behind the escape; `at` itself where the window ends inside it. */
  pass(at: number): number {
    const { bytes, end } = this.#window
    if (stringClass[bytes[at] as number] === CONTROL)
      throw this.#malformed('a control character must be escaped', at)
    this.seen = shortEscapesTrigger ? ESCAPED | TRIGGER : ESCAPED
    const length = at + 1 < end ? (escapeClass[bytes[at + 1] as number] as number) : 0
    if (length === 2) {
      // `\\u0040` in JSON inside of JSON.
      const isCoded = bytes[at + 1] === 0x5c && (at + 2 === end || bytes[at + 2] === 0x75)
      if (isCoded) this.seen = ESCAPED | TRIGGER | CODED
      return at + 2
    }
    if (length === 0 && at + 1 < end) throw this.#malformed('no escape begins like this', at)
    for (let i = at + 2; i < Math.min(at + 6, end); i++) {
      if (!isHexDigit(bytes[i] as number)) throw this.#malformed('an escape has four hexadecimal digits', i)
    }
    this.starved = at + 6 > end
    this.seen = ESCAPED | TRIGGER | CODED
    return this.starved ? at : at + 6
  }

  #malformed(why: string, index: number): GatewayError {
    return malformedJson(why, this.#window.base + index)
  }
}
