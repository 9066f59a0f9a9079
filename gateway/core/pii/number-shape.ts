/** Reads a written number as groups of digits and what separates them: `(030) 123-45` is 3, 3 and 2 digits. */
import { isDigit } from './bytes.ts'
import { beginsAnother, fewestBesideHyphen, fewestOfWhole } from './number-joints.ts'
import type { TextView } from './text-view.ts'

/** What may stand between two groups. A separator is up to three of them, as in `) ` or ` - `. */
export const separators = { SPACE: 1, HYPHEN: 2, DOT: 4, SLASH: 8, OPEN: 16, CLOSE: 32 } as const
const separatorOf = new Uint8Array(256)
separatorOf[0x20] = separators.SPACE
separatorOf[0x2d] = separators.HYPHEN
separatorOf[0x2e] = separators.DOT
separatorOf[0x2f] = separators.SLASH
separatorOf[0x28] = separators.OPEN
separatorOf[0x29] = separators.CLOSE

/** True for a separator's bytes, those of a no-break space included; false for -1. */
export function maySeparate(byte: number): boolean {
  return separating[byte & 0x1ff] !== 0
}

const separating = new Uint8Array(512)
separating.set(separatorOf)
separating[0xc2] = 1
separating[0xa0] = 1

const maxGroups = 12
/** No entity has more digits; a longer run is something else. */
const maxDigits = 40
const maxSeparatorMarks = 3

/** True for a space with a mark beside it: `. `, ` - `, ` / `, ` (`. */
export function isWide(marks: number): boolean {
  return (marks & separators.SPACE) !== 0 && (marks & wideMarks) !== 0
}

const wideMarks = separators.HYPHEN | separators.SLASH | separators.DOT | separators.OPEN

/** How far apart a gap sets its groups: a hyphen less than a slash, and a wide gap most. */
function weightOf(marks: number): number {
  if (isWide(marks)) return 3
  if (marks & separators.SLASH) return 2
  return marks & separators.HYPHEN ? 1 : 0
}

/** The digit groups from one position on. One instance is reused, so that reading numbers makes no garbage. */
export class NumberShape {
  /** Where the first group starts; -1 before the first reading. */
  at = -1
  groups = 0
  /** Digits in all groups. */
  digits = 0
  readonly starts = new Int32Array(maxGroups)
  readonly ends = new Int32Array(maxGroups)
  /** The values of all digits, the separators left out. */
  readonly values = new Uint8Array(maxDigits)
  /** Marks that follow a group when another group comes behind them; 0 behind the last. */
  readonly marks = new Uint8Array(maxGroups)

  read(text: TextView, at: number): void {
    this.at = at
    this.groups = 0
    this.digits = 0
    let position = at
    while (this.groups < maxGroups) {
      const start = position
      position = this.#readDigits(text, start)
      this.starts[this.groups] = start
      this.ends[this.groups] = position
      this.marks[this.groups] = 0
      this.groups++
      if (this.digits >= maxDigits) return
      const next = this.#skipSeparator(text, position)
      if (next < 0) return
      if (this.#isAnother(text, next)) {
        this.marks[this.groups - 1] = 0
        return
      }
      if (this.groups < maxGroups) position = next
    }
  }

  length(group: number): number {
    return group < this.groups ? this.ends[group]! - this.starts[group]! : 0
  }

  /** The group's digits as a number; only meaningful for groups of up to nine digits. */
  value(text: TextView, group: number): number {
    let value = 0
    for (let index = this.starts[group]!; index < this.ends[group]!; index++) {
      value = value * 10 + text.bytes[index]! - 0x30
    }
    return value
  }

  /** Digits in the first `groups` groups. */
  digitsIn(groups: number): number {
    let digits = 0
    for (let group = 0; group < groups; group++) digits += this.length(group)
    return digits
  }

  /**
   * True where the gap behind the first `groups` groups parts two numbers: it is wide or has a slash or hyphen, and over weaker
   * gaps enough digits for a number stand on both sides (`number-joints.ts`).
   */
  partsBehind(groups: number): boolean {
    const marks = this.marks[groups - 1]!
    const weight = weightOf(marks)
    if (weight === 0) return false
    let first = groups - 1
    while (first > 0 && weightOf(this.marks[first - 1]!) < weight) first--
    let last = groups
    while (last < this.groups - 1 && weightOf(this.marks[last]!) < weight) last++
    const fewest = marks === separators.HYPHEN ? fewestBesideHyphen : fewestOfWhole
    const before = this.digitsIn(groups) - this.digitsIn(first)
    return before >= fewest && this.digitsIn(last + 1) - this.digitsIn(groups) >= fewest
  }

  /** True when the first three groups have these lengths. */
  isThree(first: number, second: number, third: number): boolean {
    return this.length(0) === first && this.length(1) === second && this.length(2) === third
  }

  /** True where a date, a time or an amount follows a number over a space: it is none of its groups. */
  #isAnother(text: TextView, next: number): boolean {
    const isSpaced = (this.marks[this.groups - 1]! & separators.SPACE) !== 0
    return isSpaced && this.digits >= fewestOfWhole && beginsAnother(text, next)
  }

  /** Takes the digits from `start` on as far as there is room, and says where they end. */
  #readDigits(text: TextView, start: number): number {
    const { bytes, limit } = text
    const { values } = this
    let { digits } = this
    let position = start
    while (digits < maxDigits && position < limit) {
      const byte = bytes[position]!
      if (!isDigit(byte)) break
      values[digits++] = byte - 0x30
      position++
    }
    this.digits = digits
    // Where the bytes at hand end in the midst of a number, the text must know that more were asked for.
    if (position === limit && digits < maxDigits) text.byte(position)
    return position
  }

  /** Where the next group starts when a separator and a digit follow, else -1. Notes the separator's marks. */
  #skipSeparator(text: TextView, from: number): number {
    let marks = 0
    let position = from
    for (let count = 0; count < maxSeparatorMarks; count++) {
      const byte = text.byte(position)
      // U+00A0, the no-break space that word processors put into numbers, is C2 A0 in UTF-8.
      const noBreak = byte === 0xc2 && text.byte(position + 1) === 0xa0
      const mark = noBreak ? separators.SPACE : byte < 0 ? 0 : separatorOf[byte]!
      if (mark === 0) break
      marks |= mark
      position += noBreak ? 2 : 1
    }
    if (marks === 0 || !isDigit(text.byte(position))) return -1
    this.marks[this.groups - 1] = marks
    return position
  }
}
