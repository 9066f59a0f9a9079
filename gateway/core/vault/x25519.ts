/** The X25519 keys of age: which recipient belongs to a secret, and how a file key is wrapped for one. */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'
import type { Secret } from '../secret.ts'
import { bech32, parseBech32 } from './bech32.ts'

/** A file key wrapped for one recipient: what stands in an age header. C2SP age, "The X25519 recipient type". */
export interface X25519Stanza {
  /** The ephemeral public key, 32 bytes. */
  share: Uint8Array
  /** The wrapped file key, 32 bytes. */
  body: Uint8Array
}

const info = 'age-encryption.org/v1/X25519'
// Each wrapping key is used once, so its nonce may be zero (C2SP age).
const zeroNonce = Buffer.alloc(12)

/** The recipient (`age1…`) of a secret of 32 bytes. */
export function recipientOfSecret(secret: Secret): string {
  return bech32('age', rawPublic(privateKeyOf(secret.reveal())))
}

/** The public key of a recipient (`age1…`); null where the text is none. */
export function parseRecipient(text: string): Uint8Array | null {
  const bytes = parseBech32('age', text)
  return bytes?.length === 32 ? bytes : null
}

/** @param ephemeral 32 random bytes, used for this stanza alone */
export function wrapFileKey(fileKey: Secret, recipient: Uint8Array, ephemeral: Secret): X25519Stanza {
  const own = privateKeyOf(ephemeral.reveal())
  const share = rawPublic(own)
  const key = wrappingKey({ own, other: recipient, share, recipient })
  const cipher = createCipheriv('chacha20-poly1305', key, zeroNonce, { authTagLength: 16 })
  return {
    share,
    body: Buffer.concat([cipher.update(fileKey.reveal()), cipher.final(), cipher.getAuthTag()]),
  }
}

/** The file key, as the identity of `secret` unwraps it; null where the stanza is for somebody else. */
export function unwrapFileKey({ share, body }: X25519Stanza, secret: Secret): Uint8Array | null {
  if (share.length !== 32 || body.length !== 32) return null
  const own = privateKeyOf(secret.reveal())
  try {
    const key = wrappingKey({ own, other: share, share, recipient: rawPublic(own) })
    const cipher = createDecipheriv('chacha20-poly1305', key, zeroNonce, { authTagLength: 16 })
    cipher.setAuthTag(body.subarray(16))
    return Buffer.concat([cipher.update(body.subarray(0, 16)), cipher.final()])
  } catch {
    // Another recipient's stanza, or a share of low order, from which no secret can be agreed on (RFC 7748 §6.1).
    return null
  }
}

interface Agreement {
  own: KeyObject
  other: Uint8Array
  share: Uint8Array
  recipient: Uint8Array
}

function wrappingKey({ own, other, share, recipient }: Agreement): Buffer {
  const agreed = diffieHellman({ privateKey: own, publicKey: publicKeyOf(other) })
  return Buffer.from(hkdfSync('sha256', agreed, Buffer.concat([share, recipient]), info, 32))
}

// RFC 8410 §7 and §4: what stands before the 32 bytes of an X25519 key in PKCS#8 and in SubjectPublicKeyInfo.
const pkcs8Prefix = Buffer.from('302e020100300506032b656e04220420', 'hex')
const spkiPrefix = Buffer.from('302a300506032b656e032100', 'hex')

function privateKeyOf(secret: Uint8Array): KeyObject {
  const der = Buffer.concat([pkcs8Prefix, secret])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  return key
}

function publicKeyOf(bytes: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([spkiPrefix, bytes]), format: 'der', type: 'spki' })
}

function rawPublic(key: KeyObject): Buffer {
  return createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length)
}
