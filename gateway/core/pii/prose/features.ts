/** Says what speaks for a token being part of a name or an address, as places in the table of weights. */
import type { ListTable } from './model.ts'
import { CAPITALS, INITIAL, MIXED, NUMBER, PUNCTUATION, SMALL, TAKEN, TITLE, type Tokens } from './tokens.ts'
import {
  andClass,
  boxClass,
  classCount,
  compoundStreetClass,
  greetingClass,
  particleClass,
  streetClass,
  titleClass,
  unitClass,
  wordClass,
} from './vocabulary.ts'

/** How many features one token has. */
export const featureCount = 40

const FIRST = 0b00001
const ANY_NAME = 0b00110
const COMMON = 0b10000
const NAMES_COMMON_CITIES = 0b11111

/** What is known of each token of a stretch beside its spelling; made once, asked for its neighbours too. */
export class Sight {
  readonly tokens: Tokens
  /** Bit n: it may be on list n. */
  readonly lists: Uint8Array
  readonly kind: Uint8Array
  /** 1: it may be part of an entity. Everything else is not looked at. */
  readonly open: Uint8Array
  readonly places = new Int32Array(featureCount)
  #next = 0
  #mask = 0

  constructor(tokens: Tokens) {
    this.tokens = tokens
    this.lists = new Uint8Array(tokens.capacity)
    this.kind = new Uint8Array(tokens.capacity)
    this.open = new Uint8Array(tokens.capacity)
  }

  /** Looks up every token; then says which are worth scoring. */
  look(lists: ListTable): void {
    const { count, form, hash, suffix4 } = this.tokens
    for (let index = 0; index < count; index++) {
      this.lists[index] = form[index]! < NUMBER ? lists.bitsOf(hash[index]!) : 0
      this.kind[index] = form[index] === TAKEN ? 0 : wordClass(hash[index]!, suffix4[index]!)
    }
    for (let index = 0; index < count; index++) this.open[index] = this.#opens(index) ? 1 : 0
    this.#closeCommon()
    this.#bridge()
  }

  /** A common word that merely begins its sentence, and a number by itself, are not worth scoring. */
  #closeCommon(): void {
    const { count, form, end, start } = this.tokens
    const { open, lists, kind } = this
    for (let index = 0; index < count; index++) {
      if (open[index] === 0) continue
      if ((index > 0 && open[index - 1] === 1) || (index + 1 < count && open[index + 1] === 1)) continue
      if (index + 2 < count && open[index + 2] === 1 && form[index + 1] === PUNCTUATION) continue
      if (form[index] === NUMBER) {
        if (end[index]! - start[index]! !== 5) open[index] = 0
      } else if (form[index] === TITLE && (lists[index]! & NAMES_COMMON_CITIES) === COMMON) {
        const before = index > 0 ? kind[index - 1]! : 0
        if (before !== titleClass && before !== greetingClass) open[index] = 0
      }
    }
  }

  #opens(index: number): boolean {
    const { form, joined } = this.tokens
    if (joined[index] === 1) return false
    const kind = this.kind[index]!
    switch (form[index]) {
      case TITLE:
      case CAPITALS:
      case INITIAL:
      case MIXED:
      case NUMBER:
        return true
      case SMALL: {
        if (kind === streetClass || kind === compoundStreetClass || kind === boxClass) return true
        return kind === 0 && this.#mayBeSmallName(index)
      }
      case TAKEN:
      case PUNCTUATION:
        return false
      default:
        return form[index] !== undefined && this.lists[index] !== 0
    }
  }

  /**
   * Written small, a word must be on two lists of names, or on one and beside such a word: nearly one in ten words may
   * be on any list.
   */
  #mayBeSmallName(index: number): boolean {
    const bits = this.lists[index]!
    if ((bits & COMMON) === 0 && (bits & FIRST) !== 0 && (bits & ANY_NAME) !== 0) return true
    const enough = (bits & COMMON) === 0 ? (bits & (FIRST | ANY_NAME)) !== 0 : (bits & ANY_NAME) === ANY_NAME
    if (!enough || index === 0) return false
    return this.tokens.form[index - 1] === SMALL && this.open[index - 1] === 1
  }

  /** Marks and small words between two that may be part of an entity may be part of it too: `Ana de la Cruz`. */
  #bridge(): void {
    const { count, form, joined } = this.tokens
    let last = -9
    for (let index = 0; index < count; index++) {
      if (this.open[index] === 0) continue
      if (index - last > 1 && index - last <= 4) {
        let whole = true
        for (let between = last + 1; between < index && whole; between++) {
          const kind = this.kind[between]!
          whole =
            joined[between] === 0 &&
            (form[between] === PUNCTUATION ||
              (form[between] !== TAKEN &&
                (kind === particleClass ||
                  kind === titleClass ||
                  kind === unitClass ||
                  kind === andClass ||
                  kind === streetClass)))
        }
        if (whole) this.open.fill(1, last + 1, index)
      }
      last = index
    }
  }

  /** Fills `places` with the features of one token, each a place below `mask + 1`. */
  describe(index: number, mask: number): void {
    this.#next = 0
    this.#mask = mask
    const { tokens, lists, kind } = this
    const { form, hash, gap } = tokens
    const here = hash[index]!
    const shape = this.#shape(index)
    const left = this.#shape(index - 1)
    const right = this.#shape(index + 1)
    const mine = (lists[index]! << 4) | form[index]!
    const lefts = index > 0 ? (lists[index - 1]! << 4) | form[index - 1]! : 8191
    const rights = index + 1 < tokens.count ? (lists[index + 1]! << 4) | form[index + 1]! : 8191
    const before = gap[index]!
    this.#add(1, 0)
    this.#add(2, here)
    this.#add(3, here ^ form[index]!)
    const w1 = this.#word(index - 1)
    const w2 = this.#word(index - 2)
    const v1 = this.#word(index + 1)
    const v2 = this.#word(index + 2)
    this.#add(4, w1)
    this.#add(5, v1)
    this.#add(6, w2)
    this.#add(7, v2)
    this.#add(8, shape)
    this.#add(9, (left << 12) | shape)
    this.#add(10, (shape << 12) | right)
    this.#add(11, tokens.prefix[index]! ^ form[index]!)
    this.#add(12, tokens.suffix2[index]! ^ form[index]!)
    this.#add(13, tokens.suffix3[index]! ^ form[index]!)
    this.#add(14, tokens.suffix4[index]! ^ form[index]!)
    this.#add(15, mine)
    this.#add(16, (lefts << 13) | mine)
    this.#add(17, (rights << 13) | mine)
    this.#add(18, Math.imul(lefts, 8209) ^ Math.imul(rights, 262_147) ^ mine)
    const k0 = kind[index]!
    const k1 = this.#kind(index - 1)
    const k2 = this.#kind(index - 2)
    const j1 = this.#kind(index + 1)
    const j2 = this.#kind(index + 2)
    this.#add(19, k0)
    this.#add(20, (k1 << 13) | mine)
    this.#add(21, (j1 << 13) | mine)
    this.#add(22, (k2 << 13) | mine)
    this.#add(23, (j2 << 13) | mine)
    this.#add(24, (k2 << 20) | (k1 << 13) | (mine & 0xff))
    this.#add(25, w1 ^ Math.imul(mine, 40_503))
    this.#add(26, v1 ^ Math.imul(mine, 40_503))
    this.#add(27, w1 ^ Math.imul(w2, 31) ^ form[index]!)
    this.#add(28, v1 ^ Math.imul(v2, 31) ^ form[index]!)
    this.#add(29, (before << 13) | mine)
    this.#add(30, (before << 5) | k0)
    const w3 = this.#word(index - 3)
    this.#add(31, w3 ^ Math.imul(form[index]!, 77))
    this.#add(32, (this.#kind(index - 3) << 10) | (k2 << 5) | k1)
    this.#add(33, (this.#shape(index - 2) << 20) ^ (left << 10) ^ shape)
    this.#add(34, (this.#shape(index + 2) << 20) ^ (right << 10) ^ shape)
    this.#add(35, (this.#listsAt(index - 2) << 13) | mine)
    this.#add(36, (this.#listsAt(index + 2) << 13) | mine)
    this.#add(37, here ^ w1)
    this.#add(38, Math.imul(here, 3) ^ v1)
    this.#add(39, (k1 << 15) | (j1 << 9) | (form[index]! << 5) | k0)
    this.#add(
      40,
      (before << 20) | ((index + 1 < tokens.count ? gap[index + 1]! : 3) << 18) | (left << 9) | right,
    )
  }

  #add(template: number, value: number): void {
    let hash = Math.imul(value, 0xcc9e2d51) ^ Math.imul(template, 0x1b873593)
    hash ^= hash >>> 15
    hash = Math.imul(hash, 0x85ebca6b)
    hash ^= hash >>> 13
    this.places[this.#next++] = hash & this.#mask
  }

  #word(index: number): number {
    return index < 0 ? -1 : index >= this.tokens.count ? -2 : this.tokens.hash[index]!
  }

  #kind(index: number): number {
    return index < 0 || index >= this.tokens.count ? classCount : this.kind[index]!
  }

  #listsAt(index: number): number {
    return index < 0 || index >= this.tokens.count
      ? 8191
      : (this.lists[index]! << 4) | this.tokens.form[index]!
  }

  /** Form, and a measure of length; for marks, which one. */
  #shape(index: number): number {
    const { tokens } = this
    if (index < 0) return 500
    if (index >= tokens.count) return 501
    const form = tokens.form[index]!
    if (form === PUNCTUATION || form === TAKEN) return 256 + (tokens.hash[index]! & 0x7f)
    return (form << 4) | Math.min(15, tokens.end[index]! - tokens.start[index]!)
  }
}
