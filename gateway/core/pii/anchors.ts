/** Finds the positions of a text at which an entity can be anchored, ruling most out by their neighbours alone. */
import { isAlphanumeric, isDigit, isHex, isLetter } from './bytes.ts'
import type { TextWindow } from './entity.ts'
import { maySeparate } from './number-shape.ts'
import type { Trigger } from './recognizers/recognizer.ts'

const NONE = 0
const DIGIT = 1
const AT = 2
const COLON = 3
const HYPHEN = 4

/** 1 where a byte may anchor an entity. A text without such bytes has no findings. */
export const triggerBytes: Uint8Array = new Uint8Array(256)
const classes = new Uint8Array(256)
for (let byte = 0x30; byte <= 0x39; byte++) classes[byte] = DIGIT
classes[0x40] = AT
classes[0x3a] = COLON
classes[0x2d] = HYPHEN
for (let byte = 0; byte < 256; byte++) triggerBytes[byte] = classes[byte] === NONE ? 0 : 1

const triggers: readonly (Trigger | null)[] = [null, 'digits', 'at', 'colon', 'hyphen']

/** Which recognizers are to be asked at a byte. */
export function triggerOf(byte: number): Trigger | null {
  return triggers[classes[byte]!]!
}

/** The fewest digits of anything but an IPv4 address: of a phone number. */
export const fewestDigits = 6
const maxSeparatorMarks = 3
const DOT = 0x2e

/**
 * The first position from `from` on at which recognizers must be asked, or the window's end. Positions are passed over
 * only where every recognizer would say no; where the window ends too soon to know, the position counts.
 */
export function nextAnchor(window: TextWindow, from: number): number {
  const { bytes, start, end, final } = window
  let at = from
  while (at < end) {
    const kind = classes[bytes[at]!]!
    if (kind === NONE) {
      at++
    } else if (kind === DIGIT) {
      const runEnd = digitsEnd(bytes, at + 1, end)
      const isInside = at > start && isDigit(bytes[at - 1]!)
      const isCut = !final && runEnd + 2 * maxSeparatorMarks >= end
      if (!isInside && (isCut || mayBeNumber(window, at, runEnd))) return at
      at = runEnd
    } else {
      if (kind === AT || (!final && at + 1 === end) || mayBeMark(window, at)) return at
      at++
    }
  }
  return end
}

/** Where the run of digits ends that `from` is in. */
export function digitsEnd(bytes: Uint8Array, from: number, end: number): number {
  let position = from
  while (position < end && classes[bytes[position]!] === DIGIT) position++
  return position
}

/** A colon between hexadecimal digits or colons; a hyphen before another, or in the header of a key. */
function mayBeMark({ bytes, start, end }: TextWindow, at: number): boolean {
  const before = at > start ? bytes[at - 1]! : -1
  const next = at + 1 < end ? bytes[at + 1]! : -1
  if (bytes[at] === 0x3a) return next === 0x3a ? before !== 0x3a : isHex(before) && isHex(next)
  return next === 0x2d || ((next === 0x53 || next === 0x55) && isLetter(before))
}

function mayBeNumber(window: TextWindow, at: number, runEnd: number): boolean {
  const { bytes, start, end } = window
  const before = at > start ? bytes[at - 1]! : -1
  if (isLetter(before)) return mayBeCheckDigits(window, at, runEnd)
  const after = runEnd < end ? bytes[runEnd]! : -1
  const length = runEnd - at
  // Behind `12.`, `12:` or `12-` the number goes on; only an IPv4 address may be the second of a pair.
  if ((before === DOT || before === 0x3a || before === 0x2d) && at - 1 > start && isDigit(bytes[at - 2]!)) {
    return before !== DOT && after === DOT && length <= 3
  }
  if (maySeparate(after) && hasNextGroup(window, runEnd)) return true
  if (length < fewestDigits) return false
  // Of letters, only an extension's may follow: x12, ext 12.
  return !isLetter(after) || (after | 0x20) === 0x78 || (after | 0x20) === 0x65
}

/** Behind two letters that begin a word only an IBAN's check digits can stand; behind one, nothing. */
function mayBeCheckDigits({ bytes, start }: TextWindow, at: number, runEnd: number): boolean {
  if (runEnd - at < 2 || at - 2 < start || !isLetter(bytes[at - 2]!)) return false
  return at - 2 === start || !isAlphanumeric(bytes[at - 3]!)
}

/** True when digits follow behind a separator. */
function hasNextGroup({ bytes, end }: TextWindow, from: number): boolean {
  const farthest = Math.min(end, from + 2 * maxSeparatorMarks)
  let position = from
  while (position < farthest && maySeparate(bytes[position]!)) position++
  return position < end && isDigit(bytes[position]!)
}
