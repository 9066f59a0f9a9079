/** Checks addresses of Monero and Stellar by their check characters, and knows the form of Solana's, which have none. */
import { isDigit } from '../bytes.ts'
import { keccak256 } from '../keccak.ts'
import type { TextView } from '../text-view.ts'

/** The value of each byte as a digit of base58; -1 of those that are none. */
type Alphabet = Int8Array

interface Span {
  readonly start: number
  readonly end: number
}

const moneroLength = 95
const blockCharacters = 11
const blockBytes = 8
/** Of the last seven characters. */
const lastBytes = 5
/** Network bytes of addresses, integrated addresses and subaddresses on the main net (Monero, cryptonote_config.h). */
const moneroNetworks = new Set([18, 19, 42])

/** Blocks of eight bytes in eleven characters each; the last four bytes are the first of Keccak-256 over the others. */
export function passesMonero(text: TextView, { start, end }: Span, alphabet: Alphabet): boolean {
  if (end - start !== moneroLength) return false
  const payload = new Uint8Array(8 * blockBytes + lastBytes)
  for (let block = 0; block * blockCharacters < moneroLength; block++) {
    const from = start + block * blockCharacters
    const to = Math.min(from + blockCharacters, end)
    const size = to - from === blockCharacters ? blockBytes : lastBytes
    const place = payload.subarray(block * blockBytes, block * blockBytes + size)
    if (!decode(text, { start: from, end: to }, { alphabet, into: place })) return false
  }
  if (!moneroNetworks.has(payload[0]!)) return false
  const hash = keccak256(payload.subarray(0, payload.length - 4))
  for (let index = 0; index < 4; index++)
    if (hash[index] !== payload[payload.length - 4 + index]) return false
  return true
}

const solanaKey = 32

/** Thirty-two bytes in base58, which is all that an address of Solana is: only a word tells it. */
export function isSolanaForm(text: TextView, span: Span, alphabet: Alphabet): boolean {
  const length = span.end - span.start
  if (length !== 43 && length !== 44) return false
  return decode(text, span, { alphabet, into: new Uint8Array(solanaKey) })
}

const stellarLength = 56
/** The version byte of account ids, which makes their first letter a G (Stellar SEP-23). */
const stellarAccount = 48

/** RFC 4648 base32: a version, the key, and CRC-16/XMODEM in little-endian order. */
export function passesStellar(text: TextView, { start, end }: Span): boolean {
  if (end - start !== stellarLength || text.byte(start) !== 0x47) return false
  const payload = new Uint8Array(35)
  let bits = 0
  let held = 0
  let count = 0
  for (let index = start; index < end; index++) {
    const value = base32(text.byte(index))
    if (value < 0) return false
    held = ((held << 5) | value) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    payload[count++] = (held >> bits) & 0xff
  }
  return payload[0] === stellarAccount && crc16(payload.subarray(0, 33)) === payload[33]! + payload[34]! * 256
}

function base32(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return byte - 0x41
  return isDigit(byte) && byte >= 0x32 && byte <= 0x37 ? byte - 0x32 + 26 : -1
}

function crc16(bytes: Uint8Array): number {
  let rest = 0
  for (const byte of bytes) {
    rest ^= byte << 8
    for (let bit = 0; bit < 8; bit++) rest = ((rest << 1) ^ (rest & 0x8000 ? 0x1021 : 0)) & 0xffff
  }
  return rest
}

/** False where a character is none of the alphabet, or the number does not fit. */
function decode(
  text: TextView,
  { start, end }: Span,
  { alphabet, into }: { alphabet: Alphabet; into: Uint8Array },
): boolean {
  into.fill(0)
  for (let index = start; index < end; index++) {
    let carry = alphabet[text.byte(index)]!
    if (carry < 0) return false
    for (let place = into.length - 1; place >= 0; place--) {
      carry += into[place]! * 58
      into[place] = carry & 0xff
      carry >>= 8
    }
    if (carry > 0) return false
  }
  return true
}
