/** Tells values that only programs write, and in which nothing is looked for unless a name tells of a person. */
import { isHexDigit } from './json-tables.ts'

const HYPHEN = 0x2d
const COLON = 0x3a
const DOT = 0x2e

/** The vector code knows the same forms: json-reader.wat. Both are compared by a test. */
export function isMachineMade(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if (length === uuidLength) return isUuid(bytes, start)
  return length >= shortestMoment && length <= longestMoment && isTime(bytes, start, end)
}

const uuidLength = 36
const uuidHyphens = [8, 13, 18, 23]

/** RFC 9562 §4: 8-4-4-4-12 hexadecimal digits. Groups of decimal ones among them are no numbers of anything. */
function isUuid(bytes: Uint8Array, start: number): boolean {
  for (const at of uuidHyphens) if (bytes[start + at] !== HYPHEN) return false
  for (let at = 0; at < uuidLength; at++) {
    const byte = bytes[start + at] as number
    if (!isHexDigit(byte) && !(byte === HYPHEN && uuidHyphens.includes(at))) return false
  }
  return true
}

/** `2026-05-01T12:30:00Z` and with nine digits of a second and an offset. */
const shortestMoment = 20
const longestMoment = 35
const moment = '0000-00-00T00:00:00'

/** RFC 3339 §5.6, date-time with a capital T. */
function isTime(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = 0; at < moment.length; at++) {
    const byte = bytes[start + at] as number
    const wanted = moment.charCodeAt(at)
    if (wanted === 0x30 ? !isDigit(byte) : byte !== wanted) return false
  }
  let at = start + moment.length
  if (bytes[at] === DOT) {
    const first = ++at
    while (at < end && isDigit(bytes[at] as number)) at++
    if (at === first) return false
  }
  if (bytes[at] === 0x5a) return at + 1 === end
  const isOffset = bytes[at] === 0x2b || bytes[at] === HYPHEN
  return (
    isOffset && at + 6 === end && bytes[at + 3] === COLON && isPair(bytes, at + 1) && isPair(bytes, at + 4)
  )
}

function isPair(bytes: Uint8Array, at: number): boolean {
  return isDigit(bytes[at] as number) && isDigit(bytes[at + 1] as number)
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

/**
 * True for a number of ten or thirteen digits that is a moment from 2010 to 2029, in seconds or milliseconds since 1970:
 * by far the most frequent long numbers there are. No phone number begins so: no area code of North America has a 1.
 */
export function isMoment(bytes: Uint8Array, start: number, end: number): boolean {
  const length = end - start
  if ((length !== 10 && length !== 13) || bytes[start] !== 0x31) return false
  for (let at = start + 1; at < end; at++) if (!isDigit(bytes[at] as number)) return false
  const lead = 10 * (bytes[start + 1] as number) + (bytes[start + 2] as number) - 11 * 0x30
  return lead >= 26 && lead <= 89
}
