/** Measures whether a run of characters looks drawn by lot, for values that a word beside them calls a secret. */
import { isDigit, isHex } from '../../bytes.ts'
import type { TextView } from '../../text-view.ts'

/** A run of hexadecimal digits with fewer is a colour, a short hash, or a number. */
const shortestHex = 32
const shortest = 16
/** Of what so many different characters could carry at most; words and names carry less. */
const leastShare = 0.76

const counts = new Uint16Array(256)

/**
 * True where the characters of `[start, end)` could have been drawn by lot from their alphabet: Shannon's entropy over
 * single characters, against the most that this many characters of this alphabet can have, and letters mixed with digits.
 */
export function looksRandom(text: TextView, start: number, end: number): boolean {
  const length = end - start
  if (length < shortest) return false
  counts.fill(0)
  let digits = 0
  let hex = 0
  let changes = 0
  let uppers = 0
  for (let index = start; index < end; index++) {
    const byte = text.bytes[index]!
    counts[byte]!++
    if (isDigit(byte)) digits++
    if (byte >= 0x41 && byte <= 0x5a) uppers++
    if (isHex(byte) || byte === 0x2d) hex++
    if (index > start && isDigit(byte) !== isDigit(text.bytes[index - 1]!)) changes++
  }
  if (digits === 0 || digits === length || changes < 2) return false
  const isOnlyHex = hex === length
  if (isOnlyHex && length < shortestHex) return false
  const isOneCase = uppers === 0 || uppers + digits === length
  const alphabet = isOnlyHex ? 16 : isOneCase ? 36 : 62
  return entropy(length) >= leastShare * Math.log2(Math.min(length, alphabet))
}

/** Bits per character of what was counted. */
function entropy(length: number): number {
  let sum = 0
  for (const count of counts) if (count > 0) sum += count * Math.log2(count)
  return Math.log2(length) - sum / length
}
