/** Says what speaks for a token being part of a name or an address, as places in the table of weights. */
import { PUNCTUATION, TAKEN } from './forms.ts'
import type { Sight } from './sight.ts'
import type { Tokens } from './tokens.ts'
import { classCount } from './vocabulary.ts'

/** How many features one token has. */
export const featureCount = 40

/** What stands for the neighbour of the first or last token. */
const beyond = 8191
const beforeFirst = -1
const behindLast = -2

export class Features {
  readonly places: Int32Array = new Int32Array(featureCount)
  readonly #sight: Sight
  readonly #tokens: Tokens

  constructor(sight: Sight) {
    this.#sight = sight
    this.#tokens = sight.tokens
  }

  /** Fills `places` with the features of one token, each a place below `mask + 1`. */
  describe(index: number, mask: number): void {
    this.#describeWords(index, mask)
    this.#describeShapes(index, mask)
    this.#describeKinds(index, mask)
  }

  /** The words themselves: this one, its beginning and ends, and those beside it. */
  #describeWords(index: number, mask: number): void {
    const { places } = this
    const tokens = this.#tokens
    const here = tokens.hash[index]!
    const form = tokens.form[index]!
    const mine = this.#mine(index)
    const w1 = this.#word(index - 1)
    const w2 = this.#word(index - 2)
    const w3 = this.#word(index - 3)
    const v1 = this.#word(index + 1)
    const v2 = this.#word(index + 2)
    places[0] = place(1, 0) & mask
    places[1] = place(2, here) & mask
    places[2] = place(3, here ^ form) & mask
    places[3] = place(4, w1) & mask
    places[4] = place(5, v1) & mask
    places[5] = place(6, w2) & mask
    places[6] = place(7, v2) & mask
    places[10] = place(11, tokens.prefix(index) ^ form) & mask
    places[11] = place(12, tokens.suffix(index, 2) ^ form) & mask
    places[12] = place(13, tokens.suffix(index, 3) ^ form) & mask
    places[13] = place(14, tokens.suffix(index, 4) ^ form) & mask
    places[24] = place(25, w1 ^ Math.imul(mine, 40_503)) & mask
    places[25] = place(26, v1 ^ Math.imul(mine, 40_503)) & mask
    places[26] = place(27, w1 ^ Math.imul(w2, 31) ^ form) & mask
    places[27] = place(28, v1 ^ Math.imul(v2, 31) ^ form) & mask
    places[30] = place(31, w3 ^ Math.imul(form, 77)) & mask
    places[36] = place(37, here ^ w1) & mask
    places[37] = place(38, Math.imul(here, 3) ^ v1) & mask
  }

  /** How the words here are written. */
  #describeShapes(index: number, mask: number): void {
    const { places } = this
    const { gap, count } = this.#tokens
    const shape = this.#shape(index)
    const left = this.#shape(index - 1)
    const right = this.#shape(index + 1)
    const behind = index + 1 < count ? gap[index + 1]! : 3
    places[7] = place(8, shape) & mask
    places[8] = place(9, (left << 12) | shape) & mask
    places[9] = place(10, (shape << 12) | right) & mask
    places[32] = place(33, (this.#shape(index - 2) << 20) ^ (left << 10) ^ shape) & mask
    places[33] = place(34, (this.#shape(index + 2) << 20) ^ (right << 10) ^ shape) & mask
    places[39] = place(40, (gap[index]! << 20) | (behind << 18) | (left << 9) | right) & mask
  }

  /** Which lists and classes the words here belong to. */
  #describeKinds(index: number, mask: number): void {
    const { places } = this
    const form = this.#tokens.form[index]!
    const before = this.#tokens.gap[index]!
    const mine = this.#mine(index)
    const lefts = this.#mine(index - 1)
    const rights = this.#mine(index + 1)
    const k0 = this.#kind(index)
    const k1 = this.#kind(index - 1)
    const k2 = this.#kind(index - 2)
    const j1 = this.#kind(index + 1)
    const j2 = this.#kind(index + 2)
    places[14] = place(15, mine) & mask
    places[15] = place(16, (lefts << 13) | mine) & mask
    places[16] = place(17, (rights << 13) | mine) & mask
    places[17] = place(18, Math.imul(lefts, 8209) ^ Math.imul(rights, 262_147) ^ mine) & mask
    places[18] = place(19, k0) & mask
    places[19] = place(20, (k1 << 13) | mine) & mask
    places[20] = place(21, (j1 << 13) | mine) & mask
    places[21] = place(22, (k2 << 13) | mine) & mask
    places[22] = place(23, (j2 << 13) | mine) & mask
    places[23] = place(24, (k2 << 20) | (k1 << 13) | (mine & 0xff)) & mask
    places[28] = place(29, (before << 13) | mine) & mask
    places[29] = place(30, (before << 5) | k0) & mask
    places[31] = place(32, (this.#kind(index - 3) << 10) | (k2 << 5) | k1) & mask
    places[34] = place(35, (this.#mine(index - 2) << 13) | mine) & mask
    places[35] = place(36, (this.#mine(index + 2) << 13) | mine) & mask
    places[38] = place(39, (k1 << 15) | (j1 << 9) | (form << 5) | k0) & mask
  }

  #word(index: number): number {
    return index < 0 ? beforeFirst : index >= this.#tokens.count ? behindLast : this.#tokens.hash[index]!
  }

  #kind(index: number): number {
    return index < 0 || index >= this.#tokens.count ? classCount : this.#sight.kindAt(index)
  }

  /** Lists and form in one number. */
  #mine(index: number): number {
    if (index < 0 || index >= this.#tokens.count) return beyond
    return (this.#sight.listsAt(index) << 4) | this.#tokens.form[index]!
  }

  /** Form, and a measure of length; for marks, which one. */
  #shape(index: number): number {
    const tokens = this.#tokens
    if (index < 0) return 500
    if (index >= tokens.count) return 501
    const form = tokens.form[index]!
    if (form === PUNCTUATION || form === TAKEN) return 256 + (tokens.hash[index]! & 0x7f)
    return (form << 4) | Math.min(15, tokens.end[index]! - tokens.start[index]!)
  }
}

/** Of a template of features with its value, before it is cut to the size of the table. */
function place(template: number, value: number): number {
  let hash = Math.imul(value, 0xcc9e2d51) ^ Math.imul(template, 0x1b873593)
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x85ebca6b)
  return hash ^ (hash >>> 13)
}
