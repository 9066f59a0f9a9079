/** Tells which digits may begin a number of a person, or an address, by how many there are and what stands beside them. */
import { isIsoDate } from './anchor-dates.ts'
import { isDigit, isLetter } from './bytes.ts'
import type { TextWindow } from './entity.ts'
import { foldedAt } from './folding.ts'
import { maySeparate } from './number-shape.ts'

/** No number of digits alone has fewer, but for an IPv4 address with its four groups. */
const fewestDigits = 7
const fewestGroups = 4
const fewestCardDigits = 12
const maxSeparatorBytes = 6
const shortDigits = 6
/** How many bytes may stand between a word and the digits behind it: `": "`, or the spaces of a table. */
const wordGap = 40
const DOT = 0x2e
const PLUS = 0x2b
const MINUS = 0x2d
const SPACE = 0x20
const SLASH = 0x2f
const TWO_POINTS = 0x3a
/** h */
const HOURS = 0x68

/** True where the digits from `at` to `runEnd` may begin a number, and those before them did not. */
export function mayBeNumber(window: TextWindow, at: number, runEnd: number): boolean {
  const { bytes, start, end } = window
  const before = at > start ? bytes[at - 1]! : -1
  const after = runEnd < end ? bytes[runEnd]! : -1
  // Behind `12.`, `12:` or `12-` the number goes on, unless digits enough for another follow (`number-joints.ts`).
  if ((before === DOT || before === TWO_POINTS || before === MINUS) && isInsideNumber(window, at - 1)) {
    return mayBeginBehindMark(window, at, { digits: runEnd - at, after }) && mayBeGrouped(window, at, runEnd)
  }
  if ((before === SPACE || before === SLASH) && isInsideNumber(window, at - 1)) {
    const goesOn = before === SLASH && after === SLASH && runEnd - at < fewestDigits
    const mayPart = before === SLASH ? !goesOn : mayBeBehindMoment(window, at)
    const isParted = mayPart && mayBeGrouped(window, at, runEnd)
    if (!isParted && !mayBeginBehindGroup(runEnd - at, after) && !isCardOfEight(window, at, runEnd))
      return false
  }
  if (maySeparate(after)) return mayBeGrouped(window, at, runEnd) || mayBeThrees(window, at, runEnd)
  if (after === TWO_POINTS && runEnd - at === 4) return mayBeFours(window, runEnd)
  if (after === PLUS && (runEnd - at === 6 || runEnd - at === 8) && mayBeOld(window, runEnd)) return true
  if (runEnd - at < fewestDigits) return false
  // Of letters, only an extension's may follow: x12, ext 12.
  return !isLetter(after) || (after | 0x20) === 0x78 || (after | 0x20) === 0x65
}

/** Six digits close behind a word, which may tell that they are a licence, a bank or a company: `driver license 612459`. */
export function mayBeShort({ bytes, start, end }: TextWindow, at: number, runEnd: number): boolean {
  if (runEnd - at !== shortDigits && !isSortCode(bytes, runEnd, end)) return false
  for (let position = at - 1; position >= start && position >= at - wordGap; position--) {
    const byte = bytes[position]!
    if (isDigit(byte)) return false
    if (isLetter(byte) || byte >= 0x80) return true
  }
  return false
}

/** 20-00-00 or 20 00 00, of which the first two digits end at `runEnd`. */
function isSortCode(bytes: Uint8Array, runEnd: number, end: number): boolean {
  const mark = bytes[runEnd]
  if (runEnd + 6 > end || (mark !== MINUS && mark !== SPACE) || bytes[runEnd + 3] !== mark) return false
  for (const place of [1, 2, 4, 5]) if (!isDigit(bytes[runEnd + place]!)) return false
  return true
}

/** 121212+1212: the birth date of who was born more than a hundred years ago, in Sweden and Finland. */
function mayBeOld({ bytes, end, final }: TextWindow, runEnd: number): boolean {
  return runEnd + 4 <= end ? isDigit(bytes[runEnd + 1]!) && isDigit(bytes[runEnd + 3]!) : !final
}

/** 12.ABC.345/01DE-35: a Brazilian company since 2026. */
function mayBeThrees({ bytes, end, final }: TextWindow, at: number, runEnd: number): boolean {
  if (runEnd - at !== 2 || bytes[runEnd] !== DOT) return false
  if (runEnd + 8 >= end) return !final
  return bytes[runEnd + 4] === DOT && bytes[runEnd + 8] === SLASH
}

/** 1234:5678:9012: fours of digits over colons, as Indian numbers are written. */
function mayBeFours({ bytes, end, final }: TextWindow, runEnd: number): boolean {
  if (runEnd + 5 >= end) return !final
  return isDigit(bytes[runEnd + 1]!) && bytes[runEnd + 5] === TWO_POINTS
}

/** An IPv4 address may be the second of a pair. Two digits behind a colon are a time, and few before a hyphen go on. */
function mayBeginBehindMark(
  { bytes, start }: TextWindow,
  at: number,
  { digits, after }: { digits: number; after: number },
): boolean {
  const before = bytes[at - 1]
  if (before === DOT) return false
  if (after === DOT && digits <= 3) return true
  if (before === MINUS) return digits >= fewestDigits || after !== MINUS
  return digits !== 2 || (at - 4 >= start && isDigit(bytes[at - 4]!))
}

/** 10:30, 10h30 and 2024-05-01 have a mark before their last two digits, 24.12.2024 before its last four (`moments.ts`). */
function mayBeBehindMoment({ bytes, start }: TextWindow, at: number): boolean {
  if (at - 5 < start) return false
  if (isMomentMark(bytes[at - 4]!) || at - 7 < start) return isMomentMark(bytes[at - 4]!)
  const isBehindWord = bytes[at - 6] === SPACE && isLetter(bytes[at - 7]!)
  return isBehindWord || isMomentMark(bytes[at - 6]!) || (at - 8 >= start && bytes[at - 8] === TWO_POINTS)
}

function isMomentMark(byte: number): boolean {
  return byte === TWO_POINTS || byte === DOT || byte === MINUS || byte === SLASH || byte === HOURS
}

/**
 * Behind another group no phone number begins, so that a run of groups is asked about once and not at each of them: only
 * what has the length of a card's or a social security number's first group, or of an address's, can be something.
 */
function mayBeginBehindGroup(digits: number, after: number): boolean {
  if (digits <= 3) return digits === 3 || after === DOT
  // 91170-1234: an American taxpayer number in two pieces.
  if (digits === 5) return after === MINUS
  return digits === 4 || digits === 6 || digits === 9 || digits >= fewestCardDigits
}

/** 41111111 1111 1111: a card on which a space was forgotten, as it stands behind another one. */
function isCardOfEight({ bytes, end, final }: TextWindow, at: number, runEnd: number): boolean {
  if (runEnd - at !== 8) return false
  if (runEnd + 5 >= end && !final) return true
  return digitsEnd(bytes, Math.min(end, runEnd + 1), end) === runEnd + 5
}

/** Enough digits, or groups, stand behind one another; and they are no date. */
function mayBeGrouped(window: TextWindow, at: number, runEnd: number): boolean {
  const { bytes, end, final } = window
  if (runEnd === at + 4 && isIsoDate(bytes, at, end)) return false
  let digits = runEnd - at
  let position = runEnd
  for (let groups = 1; groups < fewestGroups; groups++) {
    if (digits >= fewestDigits) return true
    const farthest = Math.min(end, position + maxSeparatorBytes)
    while (position < farthest && maySeparate(bytes[position]!)) position++
    const groupStart = position
    position = digitsEnd(bytes, position, end)
    if (position === end && !final) return true
    if (position === groupStart) return position < end && bytes[position]! >= 0x80 && mayBeFolded(window, at)
    digits += position - groupStart
  }
  return true
}

/** Enough digits follow, of any script, over separators and what shows nothing (`folding.ts`). */
export function mayBeFolded({ bytes, end, final }: TextWindow, from: number): boolean {
  let digits = 0
  let position = from
  while (position < end && digits < fewestDigits) {
    const byte = bytes[position]!
    const folded = byte < 0x80 ? 0 : foldedAt(bytes, position, end)
    if (isDigit(byte) || isDigit(folded >> 3)) digits++
    else if (folded === 0 && !maySeparate(byte) && !isLetter(byte)) break
    position += folded === 0 ? 1 : folded & 7
    if (position > from + foldedReach) return false
  }
  return digits >= fewestDigits || (!final && position + 3 >= end)
}

const foldedReach = 64

/** True where another digit stands right before. */
export function isInsideNumber({ bytes, start }: TextWindow, at: number): boolean {
  return at > start && isDigit(bytes[at - 1]!)
}

/** Where the run of digits ends that `from` is in. */
export function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let position = from
  while (position < end && isDigit(bytes[position]!)) position++
  return position
}
