/** Seals an authority's private key for the disk, so that the file alone signs nothing. */
import { createCipheriv, createDecipheriv, createHmac, createPrivateKey, type KeyObject } from 'node:crypto'
import type { Secret } from '../core/secret.ts'
import type { RandomBytes } from './certificate.ts'

const nonceLength = 12
const tagLength = 16

/** What a sealed key belongs to; bound to it, so that it cannot be put beside another root. */
export interface SealLabel {
  readonly kind: string
  /** The root's serial number, hexadecimal. */
  readonly serial: string
}

/** AES-256-GCM (NIST SP 800-38D): random 96-bit nonce, ciphertext of the PKCS#8 form, tag. */
export function sealPrivateKey(
  privateKey: KeyObject,
  label: SealLabel,
  { key, random }: { key: Secret; random: RandomBytes },
): Buffer {
  const nonce = Buffer.from(random(nonceLength))
  const plain = privateKey.export({ type: 'pkcs8', format: 'der' })
  const cipher = createCipheriv('aes-256-gcm', key.reveal(), nonce).setAAD(associatedData(label))
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  plain.fill(0)
  return sealed
}

/** Null where the bytes were changed, belong to another root, or were sealed with another key. */
export function openPrivateKey(sealed: Uint8Array, label: SealLabel, key: Secret): KeyObject | null {
  if (sealed.length <= nonceLength + tagLength) return null
  const nonce = sealed.subarray(0, nonceLength)
  const decipher = createDecipheriv('aes-256-gcm', key.reveal(), nonce, { authTagLength: tagLength })
  decipher.setAAD(associatedData(label)).setAuthTag(sealed.subarray(-tagLength))
  try {
    const plain = Buffer.concat([decipher.update(sealed.subarray(nonceLength, -tagLength)), decipher.final()])
    const privateKey = createPrivateKey({ key: plain, type: 'pkcs8', format: 'der' })
    plain.fill(0)
    return privateKey
  } catch {
    return null
  }
}

/** Tells one sealing key from another without revealing either: "wrong key" and "damaged" need different help. */
export function sealingKeyMark(key: Secret): string {
  return createHmac('sha256', key.reveal())
    .update('gatehouse authority sealing key')
    .digest('hex')
    .slice(0, 16)
}

function associatedData({ kind, serial }: SealLabel): Buffer {
  return Buffer.from(`gatehouse authority key 1\0${kind}\0${serial.toLowerCase()}`, 'utf8')
}
