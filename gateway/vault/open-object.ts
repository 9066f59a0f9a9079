/** Opens one object of the vault: whole, a range of it, or as the age file that its owner opens. */
import { GatewayError } from '../core/errors.ts'
import type { BucketIdentities } from '../core/ports.ts'
import { KiB } from '../core/units.ts'
import { createChunkOpener, openPayload, planRange, unreadable } from '../core/vault/open-payload.ts'
import {
  type ChunkPlace,
  payloadNonceLength,
  sealedChunkLength,
  sealedLength,
} from '../core/vault/payload.ts'
import type { IndexedObject } from '../store/vault-index.ts'
import type { BlobFolder, BlobReader } from './blob-folder.ts'
import { type ObjectHeader, openHeader } from './sealed-header.ts'

const readBytes = 256 * KiB

/** Throws OBJECT_UNREADABLE where the bucket's key is gone, or the header does not open. */
export async function headerOf(object: IndexedObject, identities: BucketIdentities): Promise<ObjectHeader> {
  const identity = identities.identityOf(object.bucket)
  if (identity === null) {
    throw new GatewayError(
      'OBJECT_UNREADABLE',
      { reason: 'key-destroyed' },
      { hint: 'Its key was destroyed when its time was over. Nothing can bring it back.' },
    )
  }
  try {
    return await openHeader(object.header, { id: object.id, identity })
  } finally {
    identity.destroy()
  }
}

/**
 * The plaintext, a chunk at a time, each proven before it is handed out. Throws OBJECT_UNREADABLE where the blob is
 * missing, was changed or cut off; a reader that stops before the end knows nothing of what comes after.
 */
export async function* plaintextOf(header: ObjectHeader, blobs: BlobFolder): AsyncGenerator<Uint8Array> {
  const opener = openPayload(header.fileKey)
  for await (const piece of payloadOf(header, blobs)) yield* opener.push(piece)
  yield* opener.end()
}

/** The payload as it lies on the disk. Throws OBJECT_UNREADABLE. */
export async function* payloadOf(header: ObjectHeader, blobs: BlobFolder): AsyncGenerator<Uint8Array> {
  await using blob = await blobOf(header, blobs)
  for (let at = 0; at < blob.bytes; ) {
    // Its own buffer each: whoever sends them on may gather some.
    const piece = await blob.read(Buffer.allocUnsafe(Math.min(readBytes, blob.bytes - at)), at)
    if (piece.length === 0) throw unreadable('cut-off')
    at += piece.length
    yield piece
  }
}

/**
 * Bytes `from` to before `from + length`, fewer where the object ends before. Reads the chunks that the range touches,
 * and the last one, which proves that nothing was cut off. Throws OBJECT_UNREADABLE.
 */
export async function* rangeOf(
  header: ObjectHeader,
  range: { from: number; length: number },
  blobs: BlobFolder,
): AsyncGenerator<Uint8Array> {
  await using blob = await blobOf(header, blobs)
  const plan = planRange(blob.bytes, range)
  const nonce = Buffer.from(await blob.read(Buffer.alloc(payloadNonceLength), 0))
  const opener = createChunkOpener(header.fileKey, nonce)
  const buffer = Buffer.allocUnsafe(sealedChunkLength)
  const openAt = async (place: ChunkPlace) =>
    opener.open(place, await blob.read(buffer.subarray(0, place.length), place.at))
  // The proof comes first: nothing of a file that was cut off is handed out.
  if (plan.proof !== null) await openAt(plan.proof)
  let [skip, left] = [plan.skip, plan.length]
  for (const place of plan.chunks) {
    const piece = (await openAt(place)).subarray(skip, skip + left)
    skip = 0
    left -= piece.length
    yield piece
  }
}

/** Throws OBJECT_UNREADABLE where the blob is missing or of another length: the header says how long it is. */
async function blobOf({ id, bytes }: ObjectHeader, blobs: BlobFolder): Promise<BlobReader> {
  const blob = await blobs.open(id)
  if (blob === null) throw unreadable('missing')
  if (blob.bytes === sealedLength(bytes)) return blob
  await blob[Symbol.asyncDispose]()
  throw unreadable('cut-off')
}
