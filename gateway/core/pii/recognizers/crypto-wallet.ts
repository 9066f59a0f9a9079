/** Recognises addresses of crypto wallets by their check characters: Bitcoin and its kin, Ripple, Tron, Ethereum, others. */
import { createHash } from 'node:crypto'
import { isRunByte } from '../anchor-words.ts'
import { isAlphanumeric, isDigit, isHex } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { keccak256 } from '../keccak.ts'
import { wordBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { passesBech32 } from './bech32.ts'
import { isSolanaForm, passesMonero, passesStellar } from './other-wallets.ts'
import type { Recognizer } from './recognizer.ts'

/** Asked at the first byte of a run; the address is the first of its pieces that is one. */
export const cryptoWallet = {
  name: 'crypto-wallet',
  trigger: 'word',
  source:
    'Bitcoin base58check and version bytes (BIP 13, BIP 44 chains), BIP 173 and BIP 350 (bech32), XRPL address encodings, ' +
    'EIP-55 (the case of the letters in Ethereum addresses), Monero and Stellar SEP-23 (other-wallets.ts)',
  recognize: recognizeWallet,
} as const satisfies Recognizer

/** Where a run begins that is looked at, an address may stand behind a name: `wallet=bc1…`. */
const farthestPiece = 64
const shortest = 25
const longest = 108

function recognizeWallet(text: TextView, at: number): Finding | null {
  let start = at
  while (start <= at + farthestPiece && isRunByte(text.byte(start))) {
    let end = start
    while (end <= start + longest && isAlphanumeric(text.byte(end))) end++
    const length = end - start
    const reasons = length < shortest || length > longest ? null : walletReasons(text, start, end)
    if (reasons) return judge(text, { start, end, reasons })
    start = end === start ? start + 1 : end
  }
  return null
}

function judge(
  text: TextView,
  { start, end, reasons }: Pick<Finding, 'start' | 'end'> & { reasons: string[] },
) {
  const isChecked = !reasons[0]?.startsWith('form:')
  const told = !isChecked && wordBefore(text, start) === 'wallet'
  // Thirty-two bytes in base58 may be anything.
  if (!told && reasons[0] === 'form:sol') return null
  if (told) reasons.push('word:wallet')
  const score = isChecked ? 0.97 : told ? 0.95 : 0.65
  return { type: 'CRYPTO_WALLET', start, end, score, reasons } as const
}

/** What proves that the piece is an address; null where nothing does. */
function walletReasons(text: TextView, start: number, end: number): string[] | null {
  const first = text.byte(start)
  if (first === 0x30 && (text.byte(start + 1) | 0x20) === 0x78) return ethereumReasons(text, start, end)
  const chain = passesBech32(text, start, end)
  if (chain) return ['bech32', `chain:${chain}`]
  if (passesMonero(text, { start, end }, bitcoin)) return ['base58check', 'chain:xmr']
  if (passesStellar(text, { start, end })) return ['crc16', 'chain:xlm']
  if (isSolanaForm(text, { start, end }, bitcoin)) return ['form:sol']
  if (end - start > 36) return null
  if (first === 0x72)
    return passesBase58(text, { start, end, alphabet: ripple }) ? ['base58check', 'chain:xrp'] : null
  const version = passesBase58(text, { start, end, alphabet: bitcoin })
  return version ? ['base58check', `chain:${version}`] : null
}

/** Forty hexadecimal digits behind 0x. In both cases, the case of each letter must be right; in one, it proves nothing. */
function ethereumReasons(text: TextView, start: number, end: number): string[] | null {
  if (end - start !== 42) return null
  const lower = new Uint8Array(40)
  let digits = 0
  let cases = 0
  for (let place = 0; place < 40; place++) {
    const byte = text.byte(start + 2 + place)
    if (!isHex(byte)) return null
    lower[place] = byte | 0x20
    if (!isDigit(byte)) cases |= byte & 0x20 ? 1 : 2
    else if (byte !== 0x30) digits++
  }
  // One digit throughout is nobody's address.
  if (cases !== 3) return digits > 4 ? ['form:eth'] : null
  const hash = keccak256(lower)
  for (let place = 0; place < 40; place++) {
    const byte = text.byte(start + 2 + place)
    const nibble = (hash[place >> 1]! >> (place & 1 ? 0 : 4)) & 15
    if (!isDigit(byte) && nibble > 7 !== ((byte & 0x20) === 0)) return null
  }
  return ['eip55', 'chain:eth']
}

const bitcoin = valuesOf('123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz')
const ripple = valuesOf('rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz')

function valuesOf(alphabet: string): Int8Array {
  const values = new Int8Array(256).fill(-1)
  for (let value = 0; value < alphabet.length; value++) values[alphabet.charCodeAt(value)] = value
  return values
}

/** Chains by the version byte of their addresses (SLIP-132 and the chains' own parameters). */
const versions = new Map([
  [0x00, 'btc'],
  [0x05, 'btc'],
  [0x6f, 'btc-test'],
  [0xc4, 'btc-test'],
  [0x30, 'ltc'],
  [0x32, 'ltc'],
  [0x1e, 'doge'],
  [0x16, 'doge'],
  [0x4c, 'dash'],
  [0x10, 'dash'],
  [0x41, 'trx'],
])
const payloadLength = 25

/** The chain whose version, payload and checksum (the first four bytes of a double SHA-256) the piece has; else null. */
function passesBase58(
  text: TextView,
  { start, end, alphabet }: { start: number; end: number; alphabet: Int8Array },
): string | null {
  const payload = new Uint8Array(payloadLength)
  for (let index = start; index < end; index++) {
    let carry = alphabet[text.byte(index)]!
    if (carry < 0) return null
    for (let place = payloadLength - 1; place >= 0; place--) {
      carry += payload[place]! * 58
      payload[place] = carry & 0xff
      carry >>= 8
    }
    if (carry > 0) return null
  }
  const chain = versions.get(payload[0]!)
  if (!chain) return null
  const once = createHash('sha256').update(payload.subarray(0, 21)).digest()
  const twice = createHash('sha256').update(once).digest()
  for (let index = 0; index < 4; index++) if (twice[index] !== payload[21 + index]) return null
  return chain
}
