/** Signs what must hold outside this box: checkpoints of the ledger and proofs of deletion, by one Ed25519 key. */
import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

export interface Signer {
  /** What its notes are signed as, and the ledger's origin: fixed by the key, so that two ledgers never share it. */
  readonly name: string
  /** 32 bytes. */
  readonly publicKey: Buffer
  sign(message: Uint8Array): Buffer
}

/** The signer whose private key is this seed (RFC 8032 §5.1.5): the same 32 bytes are always the same key. */
export function createSigner(seed: Uint8Array): Signer {
  const der = Buffer.concat([pkcs8Prefix, seed])
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  der.fill(0)
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-publicKeyLength)
  return { name: signerName(publicKey), publicKey, sign: (message) => sign(null, message, key) }
}

/** False for a key or a signature of any other form, too. */
export function verifySignature(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = publicKeyOf(publicKey)
  return key !== null && signature.length === signatureLength && verify(null, message, key, signature)
}

export function signerName(publicKey: Uint8Array): string {
  return `gatehouse-ledger-${createHash('sha256').update(publicKey).digest('hex').slice(0, 16)}`
}

function publicKeyOf(bytes: Uint8Array): KeyObject | null {
  if (bytes.length !== publicKeyLength) return null
  try {
    return createPublicKey({ key: Buffer.concat([spkiPrefix, bytes]), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

const publicKeyLength = 32
const signatureLength = 64
/** RFC 8410 §7 and §4: what stands before the 32 bytes of an Ed25519 key in DER. */
const pkcs8Prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex')
