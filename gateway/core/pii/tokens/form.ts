/** The form of tokens: `PERSON_7K3QX2M9AB4F`, made of letters and digits that nobody mistakes for one another. */
import { Buffer } from 'node:buffer'
import { type EntityType, entityTypes } from '../entity.ts'

/**
 * ASCII digits and upper-case letters without 0 O, 1 I L, S (5) and U (V): 29 of them, a prime, so that the check
 * character below finds every wrong character and every two that changed places.
 */
export const tokenAlphabet = '23456789ABCDEFGHJKMNPQRTVWXYZ'

/** Eleven characters of 29 carry 53 bits; the twelfth checks them. */
export const codeLength = 12
const dataLength = codeLength - 1

/** RFC 6761 §6.4: a name under `.invalid` is never resolved, so no letter can ever be sent to a token. */
export const mailSuffix = '@token.invalid'

/** Longer runs of digits could be taken for a number of some kind. */
const longestDigits = 3

/** Value of a character, in either case, by its byte; -1 for every other byte. */
const values = new Int8Array(256).fill(-1)
for (let value = 0; value < tokenAlphabet.length; value++) {
  values[tokenAlphabet.charCodeAt(value)] = value
  values[tokenAlphabet.toLowerCase().charCodeAt(value)] = value
}

/** What stands for the value in texts. `code` as `codeOf` makes it. */
export function tokenText(type: EntityType, code: string): string {
  return type === 'EMAIL' ? `${type}_${code}${mailSuffix}` : `${type}_${code}`
}

/** The code of a value, from 32 bytes that a key made of it. */
export function codeOf(keyed: Uint8Array): string {
  const words = Buffer.from(keyed.buffer, keyed.byteOffset, keyed.byteLength)
  let code = ''
  // One of 22 has a long run of digits; that all four do is so rare that the last is then taken as it is.
  for (let offset = 0; offset + 8 <= words.length; offset += 8) {
    code = withCheck(words.readBigUInt64BE(offset))
    if (longestRun(code) <= longestDigits) return code
  }
  return code
}

/** True for a byte that may stand in a code, in either case. */
export function isCodeByte(byte: number): boolean {
  return values[byte] !== -1
}

/** The code that stands at `[start, start + codeLength)`, in upper case; null where none does. */
export function codeAt(bytes: Uint8Array, start: number): string | null {
  let sum = 0
  for (let i = 0; i < codeLength; i++) {
    const value = values[bytes[start + i] ?? 0] as number
    if (value < 0) return null
    sum += (i + 1) * value
  }
  if (sum % tokenAlphabet.length !== 0) return null
  return String.fromCharCode(...bytes.subarray(start, start + codeLength)).toUpperCase()
}

/** True for what is a token and nothing else, in any case: whoever sends it was given it. */
export function isTokenText(value: Uint8Array): boolean {
  const suffix = value.length - mailSuffix.length
  const isMail = suffix > codeLength && latin1(value, suffix, value.length).toLowerCase() === mailSuffix
  const code = (isMail ? suffix : value.length) - codeLength
  if (code < 2 || value[code - 1] !== UNDERSCORE || codeAt(value, code) === null) return false
  const type = latin1(value, 0, code - 1).toUpperCase()
  return isMail ? type === 'EMAIL' : Object.hasOwn(entityTypes, type)
}

export function isCode(text: string): boolean {
  return text.length === codeLength && codeAt(Buffer.from(text, 'latin1'), 0) === text
}

const UNDERSCORE = 0x5f

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end))
}

function withCheck(word: bigint): string {
  let rest = word
  let code = ''
  let sum = 0
  for (let i = 0; i < dataLength; i++) {
    const value = Number(rest % 29n)
    rest /= 29n
    code += tokenAlphabet[value]
    sum += (i + 1) * value
  }
  // The weighted sum over all twelve is 0 modulo 29; 17 is the inverse of the last one's weight, 12.
  return code + tokenAlphabet[((29 - (sum % 29)) * 17) % 29]
}

function longestRun(code: string): number {
  let longest = 0
  let run = 0
  for (const character of code) {
    run = character <= '9' ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
