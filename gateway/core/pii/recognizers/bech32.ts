/** Checks addresses in the bech32 form, whose six last characters prove the others. */
import { isLetter } from '../bytes.ts'
import type { TextView } from '../text-view.ts'

/** What chains put before the last `1`. */
const prefixes = ['bc', 'tb', 'ltc', 'tltc', 'addr', 'stake', 'cosmos', 'osmo', 'grs', 'dgb', 'vtc']
const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const values = new Int8Array(256).fill(-1)
for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value
const ONE = 0x31
/** `q` stands for version 0. */
const FIRST_VERSION = 0x71
/** What the checksum leaves over: BIP 173, and BIP 350 for all versions of Bitcoin's witness programs but the first. */
const bech32 = 1
const bech32m = 0x2bc830a3
const segwit = new Set(['bc', 'tb', 'ltc', 'tltc'])
const generators = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]

/** The chain's prefix where `[start, end)` is an address of its own, all in one case; else null. */
export function passesBech32(text: TextView, start: number, end: number): string | null {
  const prefix = prefixes.find((one) => isPrefix(text, start, one))
  if (!prefix) return null
  const data = start + prefix.length + 1
  const isUpper = (text.byte(start) & 0x20) === 0
  let check = expand(prefix)
  for (let index = data; index < end; index++) {
    const byte = text.byte(index)
    if (isLetter(byte) && ((byte & 0x20) === 0) !== isUpper) return null
    const value = values[isLetter(byte) ? byte | 0x20 : byte]!
    if (value < 0) return null
    check = step(check, value)
  }
  const version = text.byte(data) | 0x20
  const isLater = segwit.has(prefix) && version !== FIRST_VERSION
  return check === (isLater ? bech32m : bech32) ? prefix : null
}

function isPrefix(text: TextView, start: number, prefix: string): boolean {
  for (let index = 0; index < prefix.length; index++) {
    if ((text.byte(start + index) | 0x20) !== prefix.charCodeAt(index)) return false
  }
  return text.byte(start + prefix.length) === ONE
}

function expand(prefix: string): number {
  let check = 1
  for (const character of prefix) check = step(check, character.charCodeAt(0) >> 5)
  check = step(check, 0)
  for (const character of prefix) check = step(check, character.charCodeAt(0) & 31)
  return check
}

function step(check: number, value: number): number {
  const top = check >>> 25
  let next = ((check & 0x1ffffff) << 5) ^ value
  for (let bit = 0; bit < generators.length; bit++) if ((top >> bit) & 1) next ^= generators[bit]!
  return next
}
