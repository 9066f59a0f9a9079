/** Says what speaks for a token being part of a name or an address: numbers that are places in the table of weights. */
import { PUNCTUATION, TAKEN } from './forms.ts'
import type { Sight } from './sight.ts'
import type { Tokens } from './tokens.ts'
import { classCount } from './vocabulary.ts'

/** How many features one token has. */
export const featureCount = 40

/** How far left and right of a token is looked. */
const reach = 3
/** What stands for the words, lists and shapes before the first token and behind the last one. */
export const wordBefore: number = -1
const wordBehind = -2
export const mineBeyond = 8191
export const shapeBefore = 500
const shapeBehind = 501

/** What one feature's value has of its own, so that equal values of two features are two places. */
export const templates: Int32Array = Int32Array.from({ length: featureCount }, (_, index) =>
  Math.imul(index + 1, 0x1b873593),
)

/** The place of a feature's value in a table of `mask + 1` places. */
export function placeOfFeature(feature: number, value: number, mask: number): number {
  let hash = Math.imul(value, 0xcc9e2d51) ^ templates[feature]!
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x85ebca6b)
  return (hash ^ (hash >>> 13)) & mask
}

/** Describes the tokens of one run after another. What is known of a token is asked once, for its neighbours too. */
export class Features {
  /** Of the token that was described last, by feature. */
  readonly values: Int32Array = new Int32Array(featureCount)
  readonly #sight: Sight
  readonly #tokens: Tokens
  #from = 0
  /** Of the run and its neighbours. */
  readonly #words: Int32Array
  /** Lists and form in one number. */
  readonly #mine: Int32Array
  readonly #shapes: Int32Array
  readonly #kinds: Int32Array

  constructor(sight: Sight) {
    const length = sight.tokens.capacity + 2 * reach
    this.#sight = sight
    this.#tokens = sight.tokens
    this.#words = new Int32Array(length)
    this.#mine = new Int32Array(length)
    this.#shapes = new Int32Array(length)
    this.#kinds = new Int32Array(length)
  }

  /** The next tokens to be described are `[from, to)`. */
  begin(from: number, to: number): void {
    const tokens = this.#tokens
    this.#from = from
    for (let index = from - reach, at = 0; index < to + reach; index++, at++) {
      if (index >= 0 && index < tokens.count) {
        this.#words[at] = tokens.hash[index]!
        this.#kinds[at] = this.#sight.kindAt(index)
        this.#mine[at] = (this.#sight.listsAt(index) << 4) | tokens.form[index]!
        this.#shapes[at] = shapeOf(tokens, index)
      } else {
        this.#words[at] = index < 0 ? wordBefore : wordBehind
        this.#kinds[at] = classCount
        this.#mine[at] = mineBeyond
        this.#shapes[at] = index < 0 ? shapeBefore : shapeBehind
      }
    }
  }

  /** Fills `values` with the features of one token of the run. */
  describe(index: number): void {
    this.#describeWords(index, index - this.#from + reach)
    this.#describeShapes(index, index - this.#from + reach)
    this.#describeKinds(index, index - this.#from + reach)
  }

  /** The words themselves: this one, its beginning and ends, and those beside it. */
  #describeWords(index: number, at: number): void {
    const { values } = this
    const tokens = this.#tokens
    const words = this.#words
    const form = tokens.form[index]!
    const here = words[at]!
    const mine = Math.imul(this.#mine[at]!, 40_503)
    const w1 = words[at - 1]!
    const w2 = words[at - 2]!
    const v1 = words[at + 1]!
    const v2 = words[at + 2]!
    values[0] = 0
    values[1] = here
    values[2] = here ^ form
    values[3] = w1
    values[4] = v1
    values[5] = w2
    values[6] = v2
    values[10] = tokens.prefix(index) ^ form
    values[11] = tokens.suffix(index, 2) ^ form
    values[12] = tokens.suffix(index, 3) ^ form
    values[13] = tokens.suffix(index, 4) ^ form
    values[24] = w1 ^ mine
    values[25] = v1 ^ mine
    values[26] = w1 ^ Math.imul(w2, 31) ^ form
    values[27] = v1 ^ Math.imul(v2, 31) ^ form
    values[30] = words[at - 3]! ^ Math.imul(form, 77)
    values[36] = here ^ w1
    values[37] = Math.imul(here, 3) ^ v1
  }

  /** How the words here are written. */
  #describeShapes(index: number, at: number): void {
    const { values } = this
    const { gap, count } = this.#tokens
    const shapes = this.#shapes
    const shape = shapes[at]!
    const left = shapes[at - 1]!
    const right = shapes[at + 1]!
    const behind = index + 1 < count ? gap[index + 1]! : 3
    values[7] = shape
    values[8] = (left << 12) | shape
    values[9] = (shape << 12) | right
    values[32] = (shapes[at - 2]! << 20) ^ (left << 10) ^ shape
    values[33] = (shapes[at + 2]! << 20) ^ (right << 10) ^ shape
    values[39] = (gap[index]! << 20) | (behind << 18) | (left << 9) | right
  }

  /** Which lists and classes the words here belong to. */
  #describeKinds(index: number, at: number): void {
    const { values } = this
    const kinds = this.#kinds
    const lists = this.#mine
    const form = this.#tokens.form[index]!
    const before = this.#tokens.gap[index]!
    const mine = lists[at]!
    const lefts = lists[at - 1]!
    const rights = lists[at + 1]!
    const k0 = kinds[at]!
    const k1 = kinds[at - 1]!
    const k2 = kinds[at - 2]!
    const j1 = kinds[at + 1]!
    values[14] = mine
    values[15] = (lefts << 13) | mine
    values[16] = (rights << 13) | mine
    values[17] = Math.imul(lefts, 8209) ^ Math.imul(rights, 262_147) ^ mine
    values[18] = k0
    values[19] = (k1 << 13) | mine
    values[20] = (j1 << 13) | mine
    values[21] = (k2 << 13) | mine
    values[22] = (kinds[at + 2]! << 13) | mine
    values[23] = (k2 << 20) | (k1 << 13) | (mine & 0xff)
    values[28] = (before << 13) | mine
    values[29] = (before << 5) | k0
    values[31] = (kinds[at - 3]! << 10) | (k2 << 5) | k1
    values[34] = (lists[at - 2]! << 13) | mine
    values[35] = (lists[at + 2]! << 13) | mine
    values[38] = (k1 << 15) | (j1 << 9) | (form << 5) | k0
  }
}

/** Form, and a measure of length; for marks, which one. */
function shapeOf(tokens: Tokens, index: number): number {
  const form = tokens.form[index]!
  if (form === PUNCTUATION || form === TAKEN) return 256 + (tokens.hash[index]! & 0x7f)
  return (form << 4) | Math.min(15, tokens.end[index]! - tokens.start[index]!)
}
