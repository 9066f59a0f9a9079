/** The form of a file of keys on disk: what may be read without the key, what is sealed, and how damage shows. */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { GatewayError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'

/** What stands in a sealed file outside the seal. Bound to the seal: changing it makes the file refuse to open. */
export interface SealedHeader {
  /** The file's place: `root-wrapped`, `keyring`. Keeps one file from being passed off as another. */
  place: string
  [field: string]: unknown
}

interface SealedDocument {
  format: typeof format
  version: number
  header: SealedHeader
  nonce: string
  sealed: string
  checksum: string
}

const format = 'gatehouse-keys'
const version = 1
const nonceLength = 12
const tagLength = 16

/**
 * The bytes of a file that holds `content` under `key`: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce. One
 * key seals a few thousand files at most, far below the 2^32 at which random nonces become unsafe (SP 800-38D §8.3).
 */
export function sealFile(header: SealedHeader, content: Uint8Array, key: Secret): Buffer {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key.reveal(), nonce)
  cipher.setAAD(associatedData(header))
  const sealed = Buffer.concat([cipher.update(content), cipher.final(), cipher.getAuthTag()])
  const document = {
    format,
    version,
    header,
    nonce: nonce.toString('base64'),
    sealed: sealed.toString('base64'),
  }
  return Buffer.from(`${JSON.stringify({ ...document, checksum: checksumOf(document) }, null, 2)}\n`)
}

/**
 * The header of a sealed file, without opening it. Throws KEYRING_CORRUPT where the bytes are damaged (their checksum
 * says so without any key) and KEYRING_NEWER where a newer Gatehouse wrote them.
 */
export function readHeader(path: string, bytes: Uint8Array): SealedHeader {
  return readDocument(path, bytes).header
}

/**
 * The content of a sealed file. Throws as `readHeader`, and `wrongKey` where the file is undamaged but the key does
 * not open it: that is how a wrong key is told from a damaged file.
 */
export function openFile(path: string, bytes: Uint8Array, key: Secret, wrongKey: () => GatewayError): Buffer {
  const document = readDocument(path, bytes)
  const sealed = Buffer.from(document.sealed, 'base64')
  const nonce = Buffer.from(document.nonce, 'base64')
  if (nonce.length !== nonceLength || sealed.length < tagLength) throw corrupt(path, 'incomplete')
  const decipher = createDecipheriv('aes-256-gcm', key.reveal(), nonce, { authTagLength: tagLength })
  decipher.setAAD(associatedData(document.header))
  decipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
  try {
    return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - tagLength)), decipher.final()])
  } catch {
    throw wrongKey()
  }
}

/** The error of a file of keys that is damaged in itself, whatever the key. */
export function corrupt(path: string, reason: string): GatewayError {
  return new GatewayError(
    'KEYRING_CORRUPT',
    { path, reason },
    {
      hint: 'Keep the file, check the disk, and put the file back from your newest backup of the keys folder.',
    },
  )
}

function readDocument(path: string, bytes: Uint8Array): SealedDocument {
  let document: unknown
  try {
    document = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    throw corrupt(path, 'not-readable')
  }
  if (!isDocument(document)) throw corrupt(path, 'not-complete')
  if (document.version > version) {
    throw new GatewayError(
      'KEYRING_NEWER',
      { path, version: document.version },
      { hint: 'Start the newer Gatehouse again, or restore the backup made before the update.' },
    )
  }
  const { checksum, ...rest } = document
  if (checksum !== checksumOf(rest)) throw corrupt(path, 'checksum')
  return document
}

function isDocument(value: unknown): value is SealedDocument {
  if (typeof value !== 'object' || value === null) return false
  const document = value as Record<string, unknown>
  const header = document.header
  return (
    document.format === format &&
    typeof document.version === 'number' &&
    typeof header === 'object' &&
    header !== null &&
    'place' in header &&
    [document.nonce, document.sealed, document.checksum].every((field) => typeof field === 'string')
  )
}

function associatedData(header: SealedHeader): Buffer {
  return Buffer.from(JSON.stringify([format, version, header]))
}

function checksumOf(document: Omit<SealedDocument, 'checksum' | 'format'>): string {
  const { version: writtenVersion, header, nonce, sealed } = document
  return createHash('sha256')
    .update(JSON.stringify([format, writtenVersion, header, nonce, sealed]))
    .digest('hex')
}
