/** Reads the letters and digits that may be one national number, over the separators between them. */
import { isAlphanumeric, isDigit, isLetter } from '../../bytes.ts'
import type { TextView } from '../../text-view.ts'

/** No national number has more characters; a longer word is something else. */
export const maxCharacters = 22
const SPACE = 0x20
const HYPHEN = 0x2d

/** One instance is reused, so that reading makes no garbage. */
export class Candidate {
  length = 0
  /** Digits as 0 to 9, letters of either case as 10 to 35. */
  readonly values = new Uint8Array(maxCharacters)
  /** Where each character ends in the text. */
  readonly ends = new Int32Array(maxCharacters)
  /** The separator before each character; 0 for none. A no-break space counts as a space. */
  readonly gaps = new Uint8Array(maxCharacters + 1)
  /** Bit by bit: which characters are letters, and which stand behind a separator. */
  letters = 0
  gapBits = 0
  #lastLetters = new Int32Array(maxCharacters)
  #lastGaps = new Int32Array(maxCharacters)

  read(text: TextView, start: number): void {
    this.length = 0
    this.letters = 0
    this.gapBits = 0
    this.gaps[0] = 0
    let position = start
    while (this.length < maxCharacters) {
      position = this.#readWord(text, position)
      const next = this.#skipSeparator(text, position)
      if (next < 0) return
      position = next
    }
  }

  /** The letters among the first `count` characters. */
  lettersIn(count: number): number {
    return this.#lastLetters[count - 1]!
  }

  gapsIn(count: number): number {
    return this.#lastGaps[count - 1]!
  }

  /** True where a word ends with the character at `index`. */
  isEnd(index: number): boolean {
    return index === this.length - 1 || this.gaps[index + 1] !== 0
  }

  #readWord(text: TextView, start: number): number {
    let position = start
    let byte = text.byte(position)
    while (isAlphanumeric(byte)) {
      if (this.length === maxCharacters) {
        this.#dropWord()
        return position
      }
      const index = this.length++
      const isLetterByte = isLetter(byte)
      this.values[index] = isLetterByte ? (byte & 0x1f) + 9 : byte - 0x30
      if (isLetterByte) this.letters |= 1 << index
      this.#lastLetters[index] = this.letters
      this.#lastGaps[index] = this.gapBits
      this.ends[index] = ++position
      this.gaps[index + 1] = 0
      byte = text.byte(position)
    }
    return position
  }

  /** A word that is too long is no part of a number, and what stands before it no longer stands alone. */
  #dropWord(): void {
    let index = this.length - 1
    while (index > 0 && this.gaps[index] === 0) index--
    this.length = index
  }

  /** Where the next word starts when one separator and a letter or digit follow, else -1. */
  #skipSeparator(text: TextView, from: number): number {
    if (this.length === 0 || this.length >= maxCharacters) return -1
    const byte = text.byte(from)
    const isNoBreak = byte === 0xc2 && text.byte(from + 1) === 0xa0
    if (!isNoBreak && !separating.has(byte)) return -1
    const next = from + (isNoBreak ? 2 : 1)
    const first = text.byte(next)
    if (!isAlphanumeric(first)) return -1
    // Behind a space an ordinary word begins: two small letters are no part of a number.
    if ((isNoBreak || byte === SPACE) && isSmall(first) && isSmall(text.byte(next + 1))) return -1
    this.gaps[this.length] = isNoBreak ? SPACE : byte
    this.gapBits |= 1 << this.length
    return next
  }
}

const separating = new Set([...' -./:+'].map((mark) => mark.charCodeAt(0)))

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
