/** Seals one value of a database column under the key of its class and period, so that it dies with that key. */
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { Secret } from './secret.ts'

/** Where a sealed value stands. It opens nowhere else: a row copied to another place is refused. */
export interface SealPlace {
  table: string
  /** Names the row for good: `device 7 minute 29922310`. */
  row: string
  /** Of the key: `2026`, `2026-11` or `2026-11-22`. */
  period: string
}

/** NIST SP 800-38D §8.2.2: 96 random bits; one key seals far less than the 2^32 values that are allowed with them. */
export const sealNonceBytes = 12
const tagBytes = 16
const cipher = 'aes-256-gcm'

/** What sealing adds to the length of a value. */
export const sealOverheadBytes = sealNonceBytes + tagBytes

export interface SealOrder {
  /** 32 bytes: a column key of the keyring. Whoever seals many values in a row makes it ready for all of them. */
  key: Secret | KeyObject
  /** 12 fresh random bytes. */
  nonce: Uint8Array
  place: SealPlace
}

/** Nonce, ciphertext, tag (AES-256-GCM). */
export function sealColumn(plain: Uint8Array, { key, nonce, place }: SealOrder): Buffer {
  const sealing = createCipheriv(cipher, key instanceof Secret ? key.reveal() : key, nonce, {
    authTagLength: tagBytes,
  })
  sealing.setAAD(boundTo(place))
  return Buffer.concat([nonce, sealing.update(plain), sealing.final(), sealing.getAuthTag()])
}

/** Null where the key is another, the value stood elsewhere, or a bit of it was changed. */
export function openColumn(sealed: Uint8Array, key: Secret, place: SealPlace): Buffer | null {
  if (sealed.length < sealOverheadBytes) return null
  const opening = createDecipheriv(cipher, key.reveal(), sealed.subarray(0, sealNonceBytes), {
    authTagLength: tagBytes,
  })
  opening.setAAD(boundTo(place))
  opening.setAuthTag(sealed.subarray(sealed.length - tagBytes))
  const plain = opening.update(sealed.subarray(sealNonceBytes, sealed.length - tagBytes))
  try {
    return Buffer.concat([plain, opening.final()])
  } catch {
    return null
  }
}

/** As JSON, so that no two places make the same bytes. */
function boundTo({ table, row, period }: SealPlace): Buffer {
  return Buffer.from(JSON.stringify(['gatehouse column 1', table, row, period]))
}
