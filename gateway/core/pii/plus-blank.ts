/** Tells where a plus stands for a blank: in the query of a link, or in what a form sends, that is written in a text. */
import { isAlphanumeric, isDigit, isLetter } from './bytes.ts'
import type { TextWindow } from './entity.ts'
import { maySeparate } from './number-shape.ts'

const OPEN = 0x28
const CLOSE = 0x29
const PLUS = 0x2b
const TWO_POINTS = 0x3a
const EQUALS = 0x3d
const QUESTION = 0x3f

/** How far behind the sign that a value follows its words are read: less than a scan looks back. */
const reach = 64
/** So many words over pluses, without a blank, are those of a value whose sign stands farther off. */
const leastWords = 5
/** No number of a person has fewer digits; a longer one shows within this many bytes. */
const fewestDigits = 6
const numberReach = 32

/** 1 for what no link or form has in it: blanks, and what stands around them in sentences, markup and commands. */
const ends = new Uint8Array(256)
ends.fill(1, 0, 0x21)
for (const mark of '"\'<>\\`') ends[mark.charCodeAt(0)] = 1
/** 1 for what a word may end in. Behind `=`, `:`, `/` and their like a plus is rather a phone number's that nobody encoded. */
const endsWord = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) endsWord[byte] = byte >= 0x80 || isAlphanumeric(byte) ? 1 : 0
for (const mark of ').,;!?%-_*') endsWord[mark.charCodeAt(0)] = 1

/** True where a number may go on over pluses behind `to`, where a word with digits ends that begins at `from`. */
export function mayGoOnOverPlus(window: TextWindow, from: number, to: number): boolean {
  const { bytes, start, end, final } = window
  const plus = to < end && bytes[to] === CLOSE ? to + 1 : to
  if (plus >= end || bytes[plus] !== PLUS || isBehindGroup(bytes, { start, from, to })) return false
  if (plus + 3 >= end && !final) return true
  const next = bytes[plus + 1]!
  if ((!isDigit(next) && next !== OPEN) || isBeforeZone(window, plus)) return false
  return hasDigits(window, from) && blanksFrom(window, plus) >= 0
}

/** Of many groups behind one another only those that may be a number's first are asked about. */
function isBehindGroup(
  bytes: Uint8Array,
  { start, from, to }: { start: number; from: number; to: number },
): boolean {
  const isBehind = from - 2 >= start && bytes[from - 1] === PLUS && isDigit(bytes[from - 2]!)
  return isBehind && to - from < shortestFirst
}

const shortestFirst = 3

/** `10:30:00+0200`, `10:30:00.5+02:00`: the hours that a time is ahead (RFC 3339 §5.6). */
function isBeforeZone({ bytes, start, end }: TextWindow, plus: number): boolean {
  if (plus + 3 < end && bytes[plus + 3] === TWO_POINTS) return true
  return plus - 3 >= start && bytes[plus - 3] === TWO_POINTS
}

function hasDigits({ bytes, end, final }: TextWindow, from: number): boolean {
  const farthest = Math.min(end, from + numberReach)
  let digits = 0
  for (let at = from; at < farthest; at++) {
    const byte = bytes[at]!
    if (isDigit(byte) && ++digits === fewestDigits) return true
    if (byte !== PLUS && !isAlphanumeric(byte) && !maySeparate(byte)) return false
  }
  return farthest === end && !final
}

/**
 * The position behind `?`, or behind `=` and a name, from which on a plus before `at` is a blank (WHATWG URL §5.1); that of
 * the nearest. Behind many words, as far as is looked; -1 where none is.
 */
export function blanksFrom({ bytes, start }: TextWindow, at: number): number {
  const farthest = Math.max(start, at - reach)
  let words = 0
  for (let index = at - 1; index >= farthest; index--) {
    const byte = bytes[index]!
    if (byte === QUESTION || (byte === EQUALS && index > start)) return index + 1
    if (ends[byte] === 1) return -1
    if (byte === PLUS && isLetter(bytes[index + 1]!)) words++
  }
  return words >= leastWords ? farthest : -1
}

/** True where a plus stands at `at`, behind the sign, and is a blank. */
export function isPlusForBlank(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === PLUS && endsWord[bytes[at - 1]!] === 1
}

/** Where the link or form ends that `from` is in; `end` where it goes on so far. */
export function linkEnd(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end && ends[bytes[at]!] === 0) at++
  return at
}
