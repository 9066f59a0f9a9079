/** Reads the letters and digits that may be one national number, over the separators between them. */
import { isAlphanumeric, isDigit, isLetter } from '../../bytes.ts'
import type { TextView } from '../../text-view.ts'

/** No national number has more characters; a longer word is something else. */
export const maxCharacters = 22
const SPACE = 0x20
const HYPHEN = 0x2d
const none = 0xff

/** By a byte, -1 on the last place: 0 to 9 for a digit, 10 to 35 for a letter of either case. */
const valueBy = new Uint8Array(512).fill(none)
for (let byte = 0x30; byte <= 0x39; byte++) valueBy[byte] = byte - 0x30
for (let byte = 0x41; byte <= 0x5a; byte++) valueBy[byte] = byte - 0x41 + 10
for (let byte = 0x61; byte <= 0x7a; byte++) valueBy[byte] = byte - 0x61 + 10

/** One instance is reused, so that reading makes no garbage. */
export class Candidate {
  length = 0
  /** Digits as 0 to 9, letters of either case as 10 to 35. */
  readonly values = new Uint8Array(maxCharacters)
  /** Where each character ends in the text. */
  readonly ends = new Int32Array(maxCharacters)
  /** The separator before each character; 0 for none. A no-break space counts as a space. */
  readonly gaps = new Uint8Array(maxCharacters + 1)
  /** How many words there are, and how many characters up to the end of each. */
  words = 0
  readonly wordEnds = new Int32Array(maxCharacters)
  /** Bit by bit, among the characters up to each: which are letters, and which stand behind a separator. */
  readonly #letters = new Int32Array(maxCharacters)
  readonly #gapBits = new Int32Array(maxCharacters)

  read(text: TextView, start: number): void {
    const { gaps, wordEnds } = this
    this.length = 0
    gaps[0] = 0
    let words = 0
    let gapBits = 0
    let position = start
    while (this.length < maxCharacters) {
      const first = this.length
      position = this.#readWord(text, position, gapBits)
      if (this.length > first) wordEnds[words++] = this.length
      const next = this.#nextWord(text, position)
      if (next < 0) break
      gaps[this.length] = text.byte(next - 1) === 0xa0 ? SPACE : text.byte(next - 1)
      gapBits |= 1 << this.length
      position = next
    }
    this.words = words
  }

  /** The letters among the first `count` characters. */
  lettersIn(count: number): number {
    return this.#letters[count - 1]!
  }

  gapsIn(count: number): number {
    return this.#gapBits[count - 1]!
  }

  /** Takes the word at `start` and says where it ends; a word that is too long is no part of a number. */
  #readWord(text: TextView, start: number, gapBits: number): number {
    const { bytes, limit } = text
    const { values, ends, gaps } = this
    const first = this.length
    let letters = first === 0 ? 0 : this.#letters[first - 1]!
    let length = first
    let position = start
    while (true) {
      const byte = position < limit ? bytes[position]! : text.byte(position)
      const value = valueBy[byte & 0x1ff]!
      if (value === none) break
      if (length === maxCharacters) return position
      values[length] = value
      if (value > 9) letters |= 1 << length
      this.#letters[length] = letters
      this.#gapBits[length] = gapBits
      ends[length++] = ++position
      gaps[length] = 0
    }
    this.length = length
    return position
  }

  /** Where the next word starts when one separator and a letter or digit follow, else -1. */
  #nextWord(text: TextView, from: number): number {
    if (this.length === 0 || this.length >= maxCharacters) return -1
    const byte = text.byte(from)
    const isNoBreak = byte === 0xc2 && text.byte(from + 1) === 0xa0
    if (!isNoBreak && separating[byte & 0x1ff] === 0) return -1
    const next = from + (isNoBreak ? 2 : 1)
    const first = text.byte(next)
    if (!isAlphanumeric(first)) return -1
    // Behind a space an ordinary word begins: two small letters are no part of a number.
    if ((isNoBreak || byte === SPACE) && isSmall(first) && isSmall(text.byte(next + 1))) return -1
    return next
  }
}

const separating = new Uint8Array(512)
for (const mark of ' -./:+') separating[mark.charCodeAt(0)] = 1

function isSmall(byte: number): boolean {
  return byte >= 0x61 && byte <= 0x7a
}

/** Where the word starts that the digit at `at` is in. */
export function wordStart(text: TextView, at: number): number {
  let start = at
  while (start > at - maxCharacters && isAlphanumeric(text.byte(start - 1))) start--
  return start
}

/** Where up to four letters start, over one separator before `start`, the first a capital but before a hyphen: `QQ 12…`; else -1. */
export function leadStart(text: TextView, start: number): number {
  const isNoBreak = text.byte(start - 1) === 0xa0 && text.byte(start - 2) === 0xc2
  const mark = text.byte(start - 1)
  if (!isNoBreak && mark !== SPACE && mark !== HYPHEN && mark !== 0x2e) return -1
  const end = start - (isNoBreak ? 2 : 1)
  let lead = end
  while (lead > end - 5 && isLetter(text.byte(lead - 1))) lead--
  if (lead === end || lead === end - 5 || isDigit(text.byte(lead - 1))) return -1
  // Small letters over a space are an ordinary word: `and 123456`.
  return isSmall(text.byte(lead)) && mark !== HYPHEN ? -1 : lead
}
