/** The root key as a person prints it, keeps it in a safe, and types it in again on a bad day. */
import { createHash } from 'node:crypto'
import { Secret } from '../core/secret.ts'

/** Crockford's base 32: no I, L, O, U, so that nothing looks like something else on paper. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const rowBytes = 8
const rows = 4
/** 64 bits as 13 characters, and one check character for the row. */
const rowLength = 14
const finalCheckLength = 4

export type ParsedRecoveryKey = { ok: true; key: Secret } | { ok: false; problem: string }

/**
 * Four rows of 14 characters and a last one of four, in groups; the last character of each row checks that row, so
 * that a slip of the pen is found by its row, and the last row checks all of it (20 bits of SHA-256).
 */
export function printRecoveryKey(key: Secret): string {
  const bytes = key.reveal()
  const lines = Array.from({ length: rows }, (_, row) => {
    const part = bytes.subarray(row * rowBytes, (row + 1) * rowBytes)
    return grouped(encode(part) + checkCharacters(part, `row ${row + 1}`, 1))
  })
  return [...lines, checkCharacters(bytes, 'all', finalCheckLength)].join('\n')
}

/** Reads what a person typed: case, spaces, dashes and line breaks do not matter; O, I and L count as 0, 1 and 1. */
export function parseRecoveryKey(text: string): ParsedRecoveryKey {
  const typed = text.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  if ([...typed].some((character) => !alphabet.includes(character))) {
    return { ok: false, problem: 'There is a character that no recovery key has.' }
  }
  const expected = rows * rowLength + finalCheckLength
  if (typed.length !== expected) {
    return { ok: false, problem: `The key has ${expected} characters; ${typed.length} were typed.` }
  }
  const bytes = Buffer.alloc(rows * rowBytes)
  for (let row = 0; row < rows; row++) {
    const part = decode(typed.slice(row * rowLength, (row + 1) * rowLength - 1))
    if (part === null || checkCharacters(part, `row ${row + 1}`, 1) !== typed[(row + 1) * rowLength - 1]) {
      return { ok: false, problem: `Row ${row + 1} has a mistake.` }
    }
    part.copy(bytes, row * rowBytes)
  }
  if (checkCharacters(bytes, 'all', finalCheckLength) !== typed.slice(-finalCheckLength)) {
    return { ok: false, problem: 'The last row does not fit the rows above it.' }
  }
  return { ok: true, key: new Secret(bytes) }
}

function encode(part: Uint8Array): string {
  let value = Buffer.from(part).readBigUInt64BE(0)
  let text = ''
  for (let place = 0; place < rowLength - 1; place++) {
    text = alphabet[Number(value & 31n)] + text
    value >>= 5n
  }
  return text
}

/** Null where 13 characters say more than 64 bits. */
function decode(text: string): Buffer | null {
  let value = 0n
  for (const character of text) value = (value << 5n) | BigInt(alphabet.indexOf(character))
  if (value >> 64n !== 0n) return null
  const part = Buffer.alloc(rowBytes)
  part.writeBigUInt64BE(value)
  return part
}

function checkCharacters(bytes: Uint8Array, label: string, count: number): string {
  const digest = createHash('sha256').update(`gatehouse recovery key 1 ${label}\0`).update(bytes).digest()
  return Array.from({ length: count }, (_, index) => alphabet[(digest[index] ?? 0) & 31]).join('')
}

function grouped(text: string): string {
  return `${text.slice(0, 5)}-${text.slice(5, 10)}-${text.slice(10)}`
}
