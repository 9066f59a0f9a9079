/** Reads numbers and addresses that are written with other characters than those of ASCII, as if they were. */
import { isPlusForBlank } from './plus-blank.ts'

/** In place of a character that shows nothing: it is left out. */
export const DROPPED = 0xff

/**
 * What the UTF-8 at `at` stands for in a number or an address: `(ascii << 3) | length`, `DROPPED` in the place of the
 * ASCII byte where it shows nothing; 0 where it is something else. Needs the whole character before `end`.
 *
 * Unicode 17, chapters 2 and 23, and UnicodeData.txt: compatibility mappings of the full-width forms (FF01-FF5E) and the
 * mathematical digits (1D7CE-1D7FF), decimal digits of Arabic and Devanagari, spaces (Zs), hyphens and dashes that are
 * set inside numbers, and all that DerivedCoreProperties.txt calls default ignorable (zero-width, joiners, marks of direction,
 * fillers, selectors, tags, soft hyphen).
 */
export function foldedAt(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!
  if (lead < 0xc2 || at + 1 >= end) return 0
  const second = bytes[at + 1]!
  switch (lead) {
    case 0xc2:
      return second === 0xa0 ? pack(SPACE, 2) : second === 0xad ? pack(DROPPED, 2) : 0
    case 0xcc:
      return pack(DROPPED, 2)
    case 0xcd:
      return second < 0xb0 ? pack(DROPPED, 2) : 0
    case 0xd8:
      return second === 0x9c ? pack(DROPPED, 2) : 0
    case 0xd9:
      return second >= 0xa0 && second <= 0xa9 ? pack(second - 0x70, 2) : 0
    case 0xdb:
      return second >= 0xb0 && second <= 0xb9 ? pack(second - 0x80, 2) : 0
    default:
      return at + 2 < end ? foldedLonger(bytes, at, end) : 0
  }
}

const SPACE = 0x20
const HYPHEN = 0x2d
const ZERO = 0x30

function pack(ascii: number, length: number): number {
  return (ascii << 3) | length
}

function foldedLonger(bytes: Uint8Array, at: number, end: number): number {
  const second = bytes[at + 1]!
  const third = bytes[at + 2]!
  switch (bytes[at]!) {
    case 0xe1:
      return isUnseenLetter(second, third) ? pack(DROPPED, 3) : 0
    case 0xe0:
      return second === 0xa5 && third >= 0xa6 && third <= 0xaf ? pack(third - 0xa6 + ZERO, 3) : 0
    case 0xe2:
      return foldedGeneral(second, third)
    case 0xe3:
      if (second === 0x85 && third === 0xa4) return pack(DROPPED, 3)
      return second === 0x80 && third === 0x80 ? pack(SPACE, 3) : 0
    case 0xef:
      return foldedFullWidth(second, third)
    case 0xf0:
    case 0xf3:
      return at + 3 < end ? foldedLongest(bytes, at) : 0
    default:
      return 0
  }
}

/** Of U+1000-1FFF: Hangul fillers (115F, 1160), Khmer vowels (17B4, 17B5), selectors and separator of Mongolian (180B-180F). */
function isUnseenLetter(second: number, third: number): boolean {
  if (second === 0x85) return third === 0x9f || third === 0xa0
  if (second === 0x9e) return third === 0xb4 || third === 0xb5
  return second === 0xa0 && third >= 0x8b && third <= 0x8f
}

/** Mathematical digits, and what shows nothing of shorthand (1BCA0-1BCA3), music (1D173-1D17A) and tags (E0000-E0FFF). */
function foldedLongest(bytes: Uint8Array, at: number): number {
  const [lead, second, third, fourth] = [bytes[at]!, bytes[at + 1]!, bytes[at + 2]!, bytes[at + 3]!]
  if (lead === 0xf3) return second === 0xa0 ? pack(DROPPED, 4) : 0
  if (second === 0x9b) return third === 0xb2 && fourth >= 0xa0 && fourth <= 0xa3 ? pack(DROPPED, 4) : 0
  if (second !== 0x9d) return 0
  if (third === 0x85) return fourth >= 0xb3 && fourth <= 0xba ? pack(DROPPED, 4) : 0
  return third === 0x9f && fourth >= 0x8e ? pack(((fourth - 0x8e) % 10) + ZERO, 4) : 0
}

/** General punctuation (2000-206F), the enclosing keycap (20E3) and the minus sign (2212). */
function foldedGeneral(second: number, third: number): number {
  if (second === 0x80) {
    if (third <= 0x8a || third === 0xaf) return pack(SPACE, 3)
    if (third <= 0x8f || (third >= 0xaa && third <= 0xae)) return pack(DROPPED, 3)
    return third <= 0x93 ? pack(HYPHEN, 3) : 0
  }
  if (second === 0x81) {
    if (third === 0x9f) return pack(SPACE, 3)
    return third >= 0xa0 && third <= 0xaf ? pack(DROPPED, 3) : 0
  }
  if (second === 0x83) return third === 0xa3 ? pack(DROPPED, 3) : 0
  return second === 0x88 && third === 0x92 ? pack(HYPHEN, 3) : 0
}

/** Full-width ASCII, variation selectors (FE00-FE0F), the byte order mark, a filler (FFA0), and FFF0-FFF8. */
function foldedFullWidth(second: number, third: number): number {
  if (second === 0xbc && third >= 0x81) return pack(third - 0x60, 3)
  if (second === 0xbd) return third <= 0x9e ? pack(third - 0x20, 3) : 0
  if (second === 0xb8) return third <= 0x8f ? pack(DROPPED, 3) : 0
  if (second === 0xbe) return third === 0xa0 ? pack(DROPPED, 3) : 0
  if (second === 0xbf) return third >= 0xb0 && third <= 0xb8 ? pack(DROPPED, 3) : 0
  return second === 0xbb && third === 0xbf ? pack(DROPPED, 3) : 0
}

/**
 * A stretch of text in which such characters are ASCII. One is reused: it holds as much as is looked at around an anchor.
 */
export class Folding {
  readonly bytes: Uint8Array
  /** Where each byte came from; one more entry says where the last one ended. */
  readonly from: Int32Array
  length = 0

  constructor(size: number) {
    this.bytes = new Uint8Array(size)
    this.from = new Int32Array(size + 1)
  }

  /** Takes `source[start, end)`, as far as there is room. */
  read(source: Uint8Array, start: number, end: number): void {
    let length = 0
    let position = start
    while (position < end && length < this.bytes.length) {
      const byte = source[position]!
      const folded = byte < 0x80 ? 0 : foldedAt(source, position, end)
      const ascii = folded === 0 ? byte : folded >> 3
      if (ascii !== DROPPED || folded === 0) {
        this.bytes[length] = ascii
        this.from[length++] = position
      }
      position += folded === 0 ? 1 : folded & 7
    }
    this.from[length] = position
    this.length = length
  }

  /** Takes pluses that came from `source[start, end)` for blanks, as links and forms write them. */
  blankPluses(source: Uint8Array, start: number, end: number): void {
    for (let index = this.indexOf(start); index < this.length; index++) {
      const from = this.from[index]!
      if (from >= end) return
      if (from > start && isPlusForBlank(source, from)) this.bytes[index] = SPACE
    }
  }

  /** The first folded byte that came from `position` or from behind it. */
  indexOf(position: number): number {
    let low = 0
    let high = this.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.from[middle]! < position) low = middle + 1
      else high = middle
    }
    return low
  }
}
