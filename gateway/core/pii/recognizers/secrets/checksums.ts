/** Checks the CRC-32 that some providers put at the end of their tokens. */
import type { TextView } from '../../text-view.ts'
import type { Check } from './token-format.ts'

const base62Length = 6
const hexLength = 8
const UNDERSCORE = 0x5f

/** True where the token at `start` carries the checksum of what stands before it. */
export function carriesChecksum(text: TextView, span: { start: number; end: number }, check: Check): boolean {
  switch (check) {
    case 'crc32-base62':
      return checksBase62(text, span)
    case 'crc32-hex':
      return checksHex(text, span)
  }
}

/** GitHub, npm: the sum covers what stands between the prefix and the sum, and is written with leading zeros. */
function checksBase62(text: TextView, { start, end }: { start: number; end: number }): boolean {
  let from = start
  while (text.bytes[from] !== UNDERSCORE) from++
  const sumStart = end - base62Length
  let rest = crc32(text.bytes, from + 1, sumStart)
  for (let index = end - 1; index >= sumStart; index--) {
    if (base62Digit(text.bytes[index]!) !== rest % 62) return false
    rest = Math.floor(rest / 62)
  }
  return rest === 0
}

/** Grafana: the sum covers everything before its underscore. */
function checksHex(text: TextView, { start, end }: { start: number; end: number }): boolean {
  const sumStart = end - hexLength
  let rest = crc32(text.bytes, start, sumStart - 1)
  for (let index = end - 1; index >= sumStart; index--) {
    if (hexDigit(text.bytes[index]!) !== rest % 16) return false
    rest = Math.floor(rest / 16)
  }
  return true
}

/** In the order 0-9, A-Z, a-z. */
function base62Digit(byte: number): number {
  if (byte <= 0x39) return byte - 0x30
  return byte <= 0x5a ? byte - 0x41 + 10 : byte - 0x61 + 36
}

function hexDigit(byte: number): number {
  return byte <= 0x39 ? byte - 0x30 : (byte & 0x1f) + 9
}

/** ISO/IEC 8802-3, polynomial reversed (0xEDB88320). Tokens are short: no table is worth its memory. */
function crc32(bytes: Uint8Array, from: number, end: number): number {
  let sum = 0xffffffff
  for (let index = from; index < end; index++) {
    sum ^= bytes[index]!
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ ((sum & 1) * 0xedb88320)
  }
  return ~sum >>> 0
}
