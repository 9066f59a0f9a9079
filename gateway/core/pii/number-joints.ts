/** Decides whether a mark between digits makes one number of them or parts two: the same for every recognizer. */
import { isDigit, isLetter } from './bytes.ts'
import { isDecimalComma } from './decimal-comma.ts'
import { beginsMoment, endsMoment } from './moments.ts'
import { beginsAmount, endsAmount } from './money.ts'
import type { TextView } from './text-view.ts'

const SPACE = 0x20
const OPEN = 0x28
const CLOSE = 0x29
const COMMA = 0x2c
const HYPHEN = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const ZERO = 0x30
const COLON = 0x3a

/** No number of a person has fewer characters: with so many on each side, a mark stands between two numbers. */
export const fewestOfWhole = 7
/** Many numbers have a hyphen of their own, as `(11) 91234-5678`, with the code of a place behind it. */
export const fewestBesideHyphen = 9
/** So many of them are digits: `C01X00T47`, not `12-Adresse`. */
const fewestDigits = 4
/** Nine digits, each behind a separator of up to two marks. */
const reach = 28

/**
 * True where the mark or space at `at`, between two digits, makes one number of them: `12:30`, `030/1234567`, `536-90-4399`, `17,5`.
 * False where it parts two: `0612345678/0712345678`, `111222333-123456782`, `17:536-90-4399`, cells of a row, a
 * number and a time.
 */
export function joinsDigits(text: TextView, at: number): boolean {
  switch (text.byte(at)) {
    case COMMA:
      return isDecimalComma(text, at)
    case COLON:
      // Times, shares and parts of addresses are short on both sides.
      if (!isDigit(text.byte(at - 1)) || !isDigit(text.byte(at + 1))) return false
      return isTime(text, at) || !(isWhole(text, at, -1) || isWhole(text, at, 1))
    case HYPHEN:
    case SLASH:
      return !(isWhole(text, at, -1) && isWhole(text, at, 1))
    case SPACE:
      if (text.byte(at + 1) === OPEN) return !isOutside(text, at)
      return !(endsAnother(text, at + 1) || beginsAnother(text, at + 1))
    default:
      return true
  }
}

/** True where a date, a time or an amount begins at `at`, behind a space: it is none of a number's groups. */
export function beginsAnother(text: TextView, at: number): boolean {
  let end = at
  while (end < at + longestRun && isDigit(text.byte(end))) end++
  // Digits and a space are another group, and rows have many of them.
  if (text.byte(end) === SPACE && isDigit(text.byte(end + 1))) return false
  return beginsMoment(text, at) || beginsAmount(text, at)
}

/** Of an amount without marks. */
const longestRun = 8

/** True where a date, a time or an amount ends before the space at `at - 1`. */
export function endsAnother(text: TextView, at: number): boolean {
  return endsMoment(text, at) || endsAmount(text, at)
}

/** True where the digits at `at` go on with those that end before the mark on their left. */
export function goesOnFromDigits(text: TextView, at: number): boolean {
  const before = text.byte(at - 1)
  if (joining[before & 0x1ff] === 0 && !ties.has(before)) return false
  return isDigit(text.byte(at - 2)) && joinsDigits(text, at - 1)
}

const ties = new Set([COMMA, HYPHEN, SLASH, COLON])

/** True where what stands in brackets behind the space at `at` is another number: `12:30 (089) 7654321`, `Zimmer 12 (030 1234567)`. */
function isOutside(text: TextView, at: number): boolean {
  if (endsAnother(text, at + 1) || holdsWhole(text, at + 1)) return true
  // The code of an area, which the trunk's zero begins; that of a country stands before it with a plus or as a prefix.
  if (text.byte(at + 2) === ZERO && isDigit(text.byte(at + 3))) return true
  // 0171 2345678 (030) 1234567
  return isWhole(text, at, -1) && isWhole(text, at, 1)
}

/** True where the bracket at `open` closes behind digits enough for a number, and nothing but them. */
function holdsWhole(text: TextView, open: number): boolean {
  let digits = 0
  for (let at = open + 1; at <= open + reach; at++) {
    const byte = text.byte(at)
    if (byte === CLOSE) return digits >= fewestOfWhole
    if (isDigit(byte)) digits++
    else if (byte === OPEN || !(mayJoin(byte, SPACE) || byte === SLASH)) return false
  }
  return false
}

/** Up to two digits, a colon, two digits: hours and minutes, minutes and seconds. */
function isTime(text: TextView, colon: number): boolean {
  if (!isDigit(text.byte(colon + 1)) || !isDigit(text.byte(colon + 2)) || isDigit(text.byte(colon + 3)))
    return false
  // 12:06.12.34.56.78: the line of a list, and a number in pairs.
  if (text.byte(colon + 3) === DOT && text.byte(colon + 6) === DOT) return false
  return isDigit(text.byte(colon - 1)) && !(isDigit(text.byte(colon - 2)) && isDigit(text.byte(colon - 3)))
}

/**
 * True where the characters beside the mark at `mark`, to the left (`step` -1) or to the right (1), are enough for a number
 * of its own, over weaker separators. Letters count in the word that touches a slash; over hyphens they make names of things.
 */
function isWhole(text: TextView, mark: number, step: 1 | -1): boolean {
  const own = text.byte(mark)
  let count = 0
  let digits = 0
  const fewest = own === HYPHEN ? fewestBesideHyphen : fewestOfWhole
  let mayHaveLetters = own === SLASH
  for (let distance = 1; distance <= reach; distance++) {
    const at = mark + step * distance
    const byte = text.byte(at)
    if (isDigit(byte)) digits++
    else if (!(mayHaveLetters && isLetter(byte))) {
      if (!mayJoin(byte, own) || (count > 0 && isWideAt(text, at))) return false
      if (count > 0) mayHaveLetters = false
      continue
    }
    count++
    if (count >= fewest && digits >= fewestDigits) return true
  }
  return false
}

/** `. ` and ` (` part sentences. */
function isWideAt(text: TextView, at: number): boolean {
  const byte = text.byte(at)
  return byte === OPEN || (byte === SPACE && text.byte(at - 1) === DOT)
}

/** Separators inside of a number; a no-break space is C2 A0. A colon joins least, then a slash, then a hyphen. */
function mayJoin(byte: number, mark: number): boolean {
  if (byte === SLASH) return mark === COLON
  return joining[byte & 0x1ff] !== 0 || (byte === HYPHEN && mark !== HYPHEN)
}

const joining = new Uint8Array(512)
for (const byte of [SPACE, DOT, OPEN, CLOSE, 0xc2, 0xa0]) joining[byte] = 1
