/** The one-time code of a device: a secret, and what tells the right gateway from a false one, in letters a person can type. */
import { createHash } from 'node:crypto'
import { typedAlphabet as alphabet, inGroups, plainTyped } from '../login/typed-code.ts'

/** Guessing has to find 80 random bits while the code can be used; 10 bytes. */
export const inviteSecretBytes = 10
/** 128 bits of the office root's SHA-256: a second root with the same ones cannot be made (2^128 tries). */
export const rootMarkBytes = 16
/** A mistyped code is told at once, without asking anybody; 16 bits. */
const checkBytes = 2

const codeBytes = inviteSecretBytes + rootMarkBytes + checkBytes
const groupLength = 5

const symbols = Math.ceil((codeBytes * 8) / 5)

export interface InviteCode {
  secret: Uint8Array
  /** The first 16 bytes of the SHA-256 of the office root's DER. */
  rootMark: Uint8Array
}

/** Nine groups of five: `7K3QX-…`. */
export function printInviteCode({ secret, rootMark }: InviteCode): string {
  const body = Buffer.concat([secret, rootMark])
  if (body.length !== inviteSecretBytes + rootMarkBytes) throw new RangeError('a part has another length')
  return inGroups(encode(Buffer.concat([body, checkOf(body)])), groupLength)
}

/** Null where it is none or was mistyped. Case, blanks and hyphens do not matter; O reads as 0, I and L as 1. */
export function parseInviteCode(text: string): InviteCode | null {
  if (text.length > 4 * symbols) return null
  const plain = plainTyped(text)
  const bytes = plain.length === symbols ? decode(plain) : null
  if (bytes === null) return null
  const body = bytes.subarray(0, codeBytes - checkBytes)
  if (!checkOf(body).equals(bytes.subarray(-checkBytes))) return null
  return { secret: body.subarray(0, inviteSecretBytes), rootMark: body.subarray(inviteSecretBytes) }
}

/** What stands for a root in a code. `der` is the whole certificate. */
export function rootMarkOf(der: Uint8Array): Buffer {
  return createHash('sha256').update(der).digest().subarray(0, rootMarkBytes)
}

/** What is kept of a secret: 80 random bits are not guessed from their hash, so a plain one will do. */
export function inviteSecretHash(secret: Uint8Array): Buffer {
  return createHash('sha256').update('gatehouse invite secret 1\0').update(secret).digest()
}

function checkOf(body: Uint8Array): Buffer {
  return createHash('sha256')
    .update('gatehouse invite check 1\0')
    .update(body)
    .digest()
    .subarray(0, checkBytes)
}

/** Bits in order, the last symbol filled up with zeros. */
function encode(bytes: Uint8Array): string {
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += alphabet[(held >> bits) & 31]
    }
    held &= (1 << bits) - 1
  }
  return bits === 0 ? text : text + alphabet[(held << (5 - bits)) & 31]
}

/** Null for a foreign symbol, and where the bits that fill up the last one are not zero: one code has one spelling. */
function decode(text: string): Buffer | null {
  const bytes = Buffer.alloc(codeBytes)
  let at = 0
  let held = 0
  let bits = 0
  for (const symbol of text) {
    const value = alphabet.indexOf(symbol)
    if (value < 0) return null
    held = (held << 5) | value
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at] = held >> bits
    at += 1
    held &= (1 << bits) - 1
  }
  return held === 0 && at === codeBytes ? bytes : null
}
