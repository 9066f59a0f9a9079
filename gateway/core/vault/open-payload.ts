/** Opens the payload of an age file: all of it as it comes, or single chunks of it; nothing unproven is handed out. */
import { createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import { GatewayError } from '../errors.ts'
import type { Secret } from '../secret.ts'
import {
  type ChunkPlace,
  chunkAt,
  chunkLength,
  payloadKey,
  payloadNonceLength,
  plainLength,
  sealedChunkLength,
  setChunkNonce,
  tagLength,
} from './payload.ts'

/** A push object: plaintext comes out a chunk at a time, once the chunk's tag has proven it. */
export interface PayloadOpener {
  /** Throws OBJECT_UNREADABLE where a chunk was changed, or is another's. */
  push(piece: Uint8Array): Uint8Array[]
  /** Throws OBJECT_UNREADABLE where anything was cut off, also at the border of two chunks. */
  end(): Uint8Array[]
}

export function openPayload(fileKey: Secret): PayloadOpener {
  let chunks: ChunkOpener | null = null
  const held = Buffer.allocUnsafe(sealedChunkLength)
  let heldLength = 0
  let index = 0

  const open = (isLast: boolean): Uint8Array => {
    const sealed = held.subarray(0, heldLength)
    if (chunks === null) throw unreadable('cut-off')
    // The last chunk is empty in an empty file alone (C2SP age, "Payload").
    if (heldLength < tagLength || (heldLength === tagLength && index > 0)) throw unreadable('cut-off')
    heldLength = 0
    return chunks.open({ index: index++, isLast }, sealed)
  }

  return {
    push(piece) {
      const opened: Uint8Array[] = []
      let from = 0
      while (from < piece.length) {
        const wanted = chunks === null ? payloadNonceLength : sealedChunkLength
        // A full chunk waits until more comes: only then is it known not to be the last one.
        if (chunks !== null && heldLength === wanted) opened.push(open(false))
        const taken = piece.subarray(from, from + wanted - heldLength)
        held.set(taken, heldLength)
        heldLength += taken.length
        from += taken.length
        if (chunks === null && heldLength === payloadNonceLength) {
          chunks = createChunkOpener(fileKey, held.subarray(0, payloadNonceLength))
          heldLength = 0
        }
      }
      return opened
    },
    end: () => [open(true)].filter((piece) => piece.length > 0),
  }
}

/** Opens chunks one by one, in any order. */
export interface ChunkOpener {
  /** The plaintext of one chunk. Throws OBJECT_UNREADABLE where it is not this payload's chunk of this place. */
  open(place: Pick<ChunkPlace, 'index' | 'isLast'>, sealed: Uint8Array): Uint8Array
}

export function createChunkOpener(fileKey: Secret, nonce: Uint8Array): ChunkOpener {
  const secret = payloadKey(fileKey, nonce)
  const key: KeyObject = createSecretKey(secret.reveal())
  secret.destroy()
  const chunkNonce = Buffer.alloc(12)
  return {
    open({ index, isLast }, sealed) {
      setChunkNonce(chunkNonce, index, isLast)
      const body = sealed.subarray(0, sealed.length - tagLength)
      const cipher = createDecipheriv('chacha20-poly1305', key, chunkNonce, { authTagLength: tagLength })
      cipher.setAuthTag(sealed.subarray(sealed.length - tagLength))
      const plain = cipher.update(body)
      try {
        cipher.final()
      } catch {
        throw unreadable('changed')
      }
      return plain
    },
  }
}

/** What has to be read for a range of plaintext: its own chunks, and the last one, which proves that nothing was cut off. */
export interface RangePlan {
  chunks: readonly ChunkPlace[]
  /** The last chunk, where it is not among `chunks`. */
  proof: ChunkPlace | null
  /** Of the first chunk's plaintext, what lies before the range. */
  skip: number
  /** Plaintext bytes of the range: fewer than asked for where the object ends before. */
  length: number
}

/**
 * @param sealedBytes the payload's length as it lies on the disk
 *
 * Throws OBJECT_UNREADABLE where no payload is that long.
 */
export function planRange(sealedBytes: number, range: { from: number; length: number }): RangePlan {
  const whole = plainLength(sealedBytes)
  if (whole === null) throw unreadable('cut-off')
  const from = Math.min(Math.max(0, range.from), whole)
  const length = Math.min(Math.max(0, range.length), whole - from)
  const lastIndex = Math.max(0, Math.ceil(whole / chunkLength) - 1)
  const chunks: ChunkPlace[] = []
  const first = Math.floor(from / chunkLength)
  const end = length === 0 ? first : Math.ceil((from + length) / chunkLength)
  for (let index = first; index < end; index++) chunks.push(placeOf(index, sealedBytes))
  const proof = chunks.at(-1)?.isLast === true ? null : placeOf(lastIndex, sealedBytes)
  return { chunks, proof, skip: from - first * chunkLength, length }
}

function placeOf(index: number, sealedBytes: number): ChunkPlace {
  const place = chunkAt(index, sealedBytes)
  if (place === null) throw unreadable('cut-off')
  return place
}

/** `reason`: `cut-off`, `changed`. */
export function unreadable(reason: string): GatewayError {
  return new GatewayError(
    'OBJECT_UNREADABLE',
    { reason },
    {
      hint: 'The file was damaged on the disk. Check the disk, and put the file back from your newest backup.',
    },
  )
}
