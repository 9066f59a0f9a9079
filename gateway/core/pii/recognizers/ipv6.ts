/** Recognises IPv6 addresses: shortened, with an IPv4 tail, a zone, or a prefix length. */
import { isAlphanumeric, isDigit, isHex } from '../bytes.ts'
import { closesEmphasis, opensEmphasis } from '../emphasis.ts'
import type { Finding } from '../entity.ts'
import type { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the first colon, with up to four hexadecimal digits before it. */
export const ipv6 = {
  name: 'ipv6',
  trigger: 'colon',
  source: 'RFC 4291 §2.2 and §2.3, RFC 4007 §11 (zones)',
  recognize: recognizeIpv6,
} as const satisfies Recognizer

const COLON = 0x3a
const DOT = 0x2e
const SLASH = 0x2f
const PERCENT = 0x25
const UNDERSCORE = 0x5f
const maxPieces = 8

/** What was read so far of one address. */
interface Reading {
  pieces: number
  /** Two colons in a row were seen. */
  shortened: boolean
  /** A decimal digit was seen: `face::bad` is code, not an address. */
  hasDigit: boolean
  /** Every piece has two digits, as in a hardware address or a fingerprint. */
  allPairs: boolean
}

function recognizeIpv6(text: TextView, at: number): Finding | null {
  const start = startOfAddress(text, at)
  if (start < text.floor) return null
  const reading: Reading = { pieces: 0, shortened: false, hasDigit: false, allPairs: true }
  const end = readPieces(text, start, reading)
  if (end < 0 || !isComplete(reading)) return null
  const after = text.byte(end)
  if (isAlphanumeric(after) || (after === COLON && goesOn(text.byte(end + 1)))) return null
  if (after === UNDERSCORE && !closesEmphasis(text, end)) return null
  if (after === DOT && isDigit(text.byte(end + 1))) return null
  const reasons = [reading.shortened ? 'ipv6-shortened' : 'ipv6-full']
  return { type: 'IP_ADDRESS', start, end: withZoneAndPrefix(text, end), score: 0.9, reasons }
}

/** False behind a colon of the sentence, as logs write it: `from 2001:db8::1: timeout`. */
function goesOn(behindColon: number): boolean {
  return isAlphanumeric(behindColon) || behindColon === COLON
}

/** Where an address with its first colon at `at` would start; -1 where none can. */
function startOfAddress(text: TextView, at: number): number {
  let start = at
  while (start > at - 4 && isHex(text.byte(start - 1))) start--
  const before = text.byte(start - 1)
  if (isAlphanumeric(before) || before === DOT) return -1
  if (before === UNDERSCORE && !opensEmphasis(text, start)) return -1
  if (start === at) return before !== COLON && text.byte(at + 1) === COLON ? start : -1
  return before === COLON && continuesAddress(text, start - 1) ? -1 : start
}

/** True when the colon at `colon` follows another piece or colon: the address, or what only looks like one, began
 * earlier. A label such as `IP:` or `node:` is no piece. */
function continuesAddress(text: TextView, colon: number): boolean {
  if (isDigit(text.byte(colon - 1)) || text.byte(colon - 1) === COLON) return true
  let position = colon
  while (position > colon - 5 && isAlphanumeric(text.byte(position - 1))) {
    if (!isHex(text.byte(position - 1))) return false
    position--
  }
  return position < colon && position > colon - 5
}

/** Reads pieces and colons; the end of the address, or -1 where it is malformed. */
function readPieces(text: TextView, start: number, reading: Reading): number {
  let position = start
  while (reading.pieces < maxPieces) {
    if (text.byte(position) === COLON && text.byte(position + 1) === COLON) {
      if (reading.shortened) return -1
      reading.shortened = true
      position += 2
      if (!isHex(text.byte(position))) return position
    } else if (position !== start) {
      if (text.byte(position) !== COLON || !isHex(text.byte(position + 1))) return position
      position++
    }
    const tail = readIpv4Tail(text, position)
    if (tail > 0) {
      reading.pieces += 2
      reading.hasDigit = true
      return tail
    }
    const end = readPiece(text, position, reading)
    if (end < 0) return -1
    position = end
  }
  // RFC 5952 §4.2.2 forbids `::` for nothing, yet parsers accept it behind the last piece.
  return position
}

function readPiece(text: TextView, start: number, reading: Reading): number {
  let end = start
  while (end < start + 4 && isHex(text.byte(end))) {
    if (isDigit(text.byte(end))) reading.hasDigit = true
    end++
  }
  if (end === start || isHex(text.byte(end))) return -1
  if (end - start !== 2) reading.allPairs = false
  reading.pieces++
  return end
}

/** The end of a dotted quad at `start`, or -1. */
function readIpv4Tail(text: TextView, start: number): number {
  let position = start
  for (let part = 0; part < 4; part++) {
    if (part > 0 && text.byte(position++) !== DOT) return -1
    let value = 0
    const first = position
    while (position < first + 3 && isDigit(text.byte(position)))
      value = value * 10 + text.byte(position++) - 0x30
    if (position === first || value > 255) return -1
  }
  return position
}

function isComplete(reading: Reading): boolean {
  if (reading.shortened) return reading.pieces > 0 && reading.pieces < maxPieces && reading.hasDigit
  return reading.pieces === maxPieces && !reading.allPairs
}

function withZoneAndPrefix(text: TextView, addressEnd: number): number {
  let end = addressEnd
  if (text.byte(end) === PERCENT && isAlphanumeric(text.byte(end + 1))) {
    end++
    while (end < addressEnd + 16 && isAlphanumeric(text.byte(end))) end++
  }
  if (text.byte(end) !== SLASH || !isDigit(text.byte(end + 1))) return end
  let prefix = 0
  let position = end + 1
  while (position < end + 4 && isDigit(text.byte(position)))
    prefix = prefix * 10 + text.byte(position++) - 0x30
  return prefix <= 128 && !isAlphanumeric(text.byte(position)) ? position : end
}
