/** How the payload of an age file is cut into chunks, and how long what is: C2SP age v1, "Payload". */
import { hkdfSync } from 'node:crypto'
import { Secret } from '../secret.ts'
import { KiB } from '../units.ts'

export const fileKeyLength = 16
export const payloadNonceLength = 16
export const chunkLength = 64 * KiB
export const tagLength = 16
export const sealedChunkLength = chunkLength + tagLength

/** The key of a payload's chunks: HKDF-SHA-256 of the file key, salted with the payload's nonce. */
export function payloadKey(fileKey: Secret, nonce: Uint8Array): Secret {
  return new Secret(Buffer.from(hkdfSync('sha256', fileKey.reveal(), nonce, 'payload', 32)))
}

/** Bytes of the payload, its nonce included, of so many bytes of plaintext. An empty file has one empty chunk. */
export function sealedLength(plainBytes: number): number {
  const chunks = Math.max(1, Math.ceil(plainBytes / chunkLength))
  return payloadNonceLength + plainBytes + chunks * tagLength
}

/** The reverse of `sealedLength`; null where no payload is that long. */
export function plainLength(sealedBytes: number): number | null {
  const rest = sealedBytes - payloadNonceLength
  const chunks = Math.ceil(rest / sealedChunkLength)
  const plain = rest - chunks * tagLength
  return plain >= 0 && sealedLength(plain) === sealedBytes ? plain : null
}

/** One chunk: where it lies in the payload, its tag included. */
export interface ChunkPlace {
  index: number
  isLast: boolean
  /** From the payload's first byte, the nonce's. */
  at: number
  length: number
}

/** Null where the payload of so many sealed bytes has no such chunk. */
export function chunkAt(index: number, sealedBytes: number): ChunkPlace | null {
  const at = payloadNonceLength + index * sealedChunkLength
  const length = Math.min(sealedChunkLength, sealedBytes - at)
  if (index < 0 || length < tagLength) return null
  return { index, isLast: at + length === sealedBytes, at, length }
}

/**
 * The nonce of a chunk: a counter of 11 bytes, big-endian, and a byte that is 1 for the last chunk. Written into
 * `nonce`, 12 bytes whose first five stay zero: 2^48 chunks are more than any disk holds.
 */
export function setChunkNonce(nonce: Buffer, index: number, isLast: boolean): void {
  nonce.writeUIntBE(index, 5, 6)
  nonce[11] = isLast ? 1 : 0
}
