/** Looks into base64 without decoding it whole: whether it holds a JWT's header, or a user name and password. */
import { asciiBytes } from '../../bytes.ts'
import type { TextView } from '../../text-view.ts'

const values = new Int8Array(256).fill(-1)
const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
for (let index = 0; index < letters.length; index++) values[letters.charCodeAt(index)] = index
// RFC 4648 §4 and §5.
values[0x2b] = values[0x2d] = 62
values[0x2f] = values[0x5f] = 63

/** Headers are short, and `alg` mostly comes first; of a long one the rest need not be read. */
const longest = 240
const decoded = new Uint8Array(longest)

/** Decodes at most the first 240 bytes of `[start, end)`; the length of what is in the shared buffer, or -1. */
function decode(text: TextView, start: number, end: number): number {
  let bits = 0
  let held = 0
  let length = 0
  for (let index = start; index < end && length < longest; index++) {
    const value = values[text.bytes[index]!]!
    if (value < 0) return text.bytes[index] === 0x3d ? length : -1
    bits = (bits << 6) | value
    held += 6
    if (held < 8) continue
    held -= 8
    decoded[length++] = (bits >> held) & 0xff
    bits &= (1 << held) - 1
  }
  return length
}

const algorithm = asciiBytes('"alg"')

/** RFC 7515 §4.1.1, RFC 7516 §4.1.1: the header is a JSON object that names its algorithm. */
export function isTokenHeader(text: TextView, start: number, end: number): boolean {
  const length = decode(text, start, end)
  if (length < 8 || decoded[0] !== 0x7b) return false
  for (let at = 1; at + algorithm.length <= length; at++) {
    if (algorithm.every((byte, offset) => decoded[at + offset] === byte)) return true
  }
  return false
}

/** RFC 7617 §2: a user name, a colon, a password, all of them printable. */
export function holdsCredentials(text: TextView, start: number, end: number): boolean {
  const length = decode(text, start, end)
  if (length < 3) return false
  let colon = -1
  for (let at = 0; at < length; at++) {
    const byte = decoded[at]!
    if (byte < 0x20 || byte === 0x7f) return false
    if (byte === 0x3a && colon < 0) colon = at
  }
  return colon >= 0 && colon < length - 1
}
