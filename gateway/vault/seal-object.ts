/** One file of a device on its way into the vault: sealed as it comes, safe when it is acknowledged, or gone. */
import { GatewayError } from '../core/errors.ts'
import type { BucketRecipients } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import { timedId } from '../core/timed-id.ts'
import { MiB } from '../core/units.ts'
import { ageHeader } from '../core/vault/header.ts'
import type { IncomingObject, ObjectOffer } from '../core/vault/intake.ts'
import type { Bucket } from '../core/vault/object.ts'
import { fileKeyLength, payloadNonceLength, sealedChunkLength, sealedLength } from '../core/vault/payload.ts'
import { type PayloadSealer, sealPayload } from '../core/vault/seal-payload.ts'
import type { VaultIndex } from '../store/vault-index.ts'
import type { BlobFolder, BlobWriter } from './blob-folder.ts'
import { sealHeader } from './sealed-header.ts'

export interface SealingParts {
  blobs: BlobFolder
  index: Pick<VaultIndex, 'insert' | 'remove' | 'get'>
  recipients: BucketRecipients
  random(length: number): Uint8Array
  /** Milliseconds since 1970. */
  now(): number
  /** The owner's recipient; null where none is configured. */
  owner(): string | null
  maxObjectBytes: number
  minFreeBytes: number
  /** Ids that are being put in their place, which tidying up must leave alone. */
  underWay: Set<string>
  sealed(object: { id: string; bucket: Bucket; bytes: number; at: number }): void
}

/** Bytes that are handed to the disk at once: eight chunks, and what a piece of 64 KiB may add to them. */
const batchBytes = 8 * sealedChunkLength
const bytesBetweenRoomChecks = 64 * MiB

/** Throws OBJECT_TOO_LARGE, VAULT_FULL, VAULT_UNWRITABLE. */
export async function beginObject(offer: ObjectOffer, parts: SealingParts): Promise<IncomingObject> {
  if ((offer.bytes ?? 0) > parts.maxObjectBytes) throw tooLarge(parts.maxObjectBytes)
  await checkRoom(parts, offer.bytes === null ? 0 : sealedLength(offer.bytes))
  const at = parts.now()
  const id = timedId(at, parts.random)
  return new SealingObject({ offer, id, at, blob: await parts.blobs.begin(id), parts })
}

interface Begun {
  offer: ObjectOffer
  id: string
  at: number
  blob: BlobWriter
  parts: SealingParts
}

/**
 * Sealing runs on the event loop, chunk by chunk: 0.1 ms each, and the caller waits for the disk between batches, so
 * that nobody else is held up. A thread of its own would only pay on boxes that take in more than one core can seal.
 */
class SealingObject implements IncomingObject {
  readonly #begun: Begun
  readonly #fileKey: Secret
  readonly #sealer: PayloadSealer
  readonly #batches = createBatches()
  #checkRoomAt = bytesBetweenRoomChecks
  /** One batch is written while the next one is sealed. */
  #writing: Promise<void> = Promise.resolve()
  #state: 'open' | 'finishing' | 'ended' = 'open'

  constructor(begun: Begun) {
    const { random } = begun.parts
    this.#begun = begun
    this.#fileKey = new Secret(random(fileKeyLength))
    this.#sealer = sealPayload({ fileKey: this.#fileKey, nonce: random(payloadNonceLength) })
  }

  async write(piece: Uint8Array): Promise<void> {
    if (this.#state !== 'open') throw incomplete('ended')
    const { parts } = this.#begun
    try {
      if (this.#sealer.bytes + piece.length > parts.maxObjectBytes) throw tooLarge(parts.maxObjectBytes)
      await this.#keep(this.#sealer.push(piece))
      if (this.#sealer.bytes >= this.#checkRoomAt) {
        this.#checkRoomAt += bytesBetweenRoomChecks
        await checkRoom(parts, 0)
      }
    } catch (error) {
      await this.abort()
      throw error
    }
  }

  async finish(): Promise<{ id: string; bytes: number }> {
    if (this.#state !== 'open') throw incomplete('ended')
    const { offer, parts, id } = this.#begun
    const { bytes } = this.#sealer
    if (offer.bytes !== null && offer.bytes !== bytes) {
      await this.abort()
      throw incomplete('length')
    }
    this.#state = 'finishing'
    parts.underWay.add(id)
    try {
      await this.#keep(this.#sealer.end())
      await this.#writeBatch()
      await this.#writing
      await this.#begun.blob.commit()
      await this.#enter(bytes)
      return { id, bytes }
    } catch (error) {
      await this.#forget()
      throw error
    } finally {
      this.#state = 'ended'
      this.#fileKey.destroy()
      parts.underWay.delete(id)
    }
  }

  async abort(): Promise<void> {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    this.#fileKey.destroy()
    await this.#writing.catch(() => undefined)
    await this.#begun.blob.discard()
  }

  /** Seals the header and enters the object into the index; again where the bucket's key was destroyed meanwhile. */
  async #enter(bytes: number): Promise<void> {
    const { offer, id, at, parts } = this.#begun
    const bucket = { source: offer.source, class: offer.class, period: utcDay(at) }
    const owner = parts.owner()
    const ephemeral = new Secret(parts.random(32))
    const ownerHeader = owner === null ? null : ageHeader(this.#fileKey, { recipient: owner, ephemeral })
    ephemeral.destroy()
    const { name, contentType } = offer
    const content = { id, name, contentType, bytes, fileKey: this.#fileKey, ownerHeader }
    for (;;) {
      const recipient = parts.recipients.recipientOf(bucket)
      const header = await sealHeader(content, recipient)
      await parts.index.insert({ id, bucket, at, bytes, sealedBytes: sealedLength(bytes), header })
      if (recipient === parts.recipients.recipientOf(bucket)) break
      // A sweep came between: nobody could open it, so it must not be acknowledged like this.
      await parts.index.remove([id])
    }
    parts.sealed({ id, bucket, bytes, at })
  }

  /** A row without bytes would be listed and unreadable: first the row goes, then the bytes. */
  async #forget(): Promise<void> {
    const { id, parts, blob } = this.#begun
    await this.#writing.catch(() => undefined)
    await blob.discard()
    try {
      if ((await parts.index.get(id)) !== null) await parts.index.remove([id])
      await parts.blobs.remove([id])
    } catch {
      // Nobody knows whether the row is there. The bytes stay until the next start has looked.
    }
  }

  /** Full batches are on their way to the disk when it resolves, the last one at most being written. */
  async #keep(pieces: readonly Uint8Array[]): Promise<void> {
    for (const piece of pieces) if (this.#batches.add(piece)) await this.#writeBatch()
  }

  async #writeBatch(): Promise<void> {
    await this.#writing
    this.#writing = this.#begun.blob.write(this.#batches.take())
    // Whoever waits next hears of it; until then it must not count as unheard.
    this.#writing.catch(() => undefined)
  }
}

interface Batches {
  /** True where the batch is full and has to be taken before anything is added. `piece` is no longer than a chunk. */
  add(piece: Uint8Array): boolean
  /** Counts until the batch after the next begins. */
  take(): Uint8Array
}

/**
 * Two buffers that take turns: while one is written, the other is filled. What ciphers hand out is copied and let go at
 * once, as it would outlive the quick part of garbage collection if it were kept for a batch: that costs more.
 */
function createBatches(): Batches {
  const buffers: (Buffer | null)[] = [null, null]
  let turn = 0
  let length = 0
  return {
    add(piece) {
      const buffer = buffers[turn] ?? Buffer.allocUnsafeSlow(batchBytes + sealedChunkLength)
      buffers[turn] = buffer
      buffer.set(piece, length)
      length += piece.length
      giveBack(piece)
      return length >= batchBytes
    },
    take() {
      const batch = (buffers[turn] ?? Buffer.alloc(0)).subarray(0, length)
      turn = 1 - turn
      length = 0
      return batch
    },
  }
}

/**
 * Gives the memory of what a cipher handed out back at once. Left to garbage collection, every 32 MiB of sealed bytes
 * would make V8 mark the whole heap, which costs as much as the sealing and holds up everybody.
 */
function giveBack({ buffer, byteLength }: Uint8Array): void {
  // Only memory that nobody else has a part in.
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0)
}

async function checkRoom({ blobs, minFreeBytes }: SealingParts, wanted: number): Promise<void> {
  const freeBytes = await blobs.freeBytes()
  if (freeBytes - wanted >= minFreeBytes) return
  throw new GatewayError(
    'VAULT_FULL',
    { freeBytes, minFreeBytes },
    { hint: 'Make room on the disk, shorten the retention of files, or lower ingest.minFreeBytes.' },
  )
}

function utcDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10)
}

function tooLarge(maxObjectBytes: number): GatewayError {
  return new GatewayError(
    'OBJECT_TOO_LARGE',
    { maxObjectBytes },
    { hint: 'Let the device send shorter files, or raise ingest.maxObjectBytes.' },
  )
}

function incomplete(reason: string): GatewayError {
  return new GatewayError(
    'OBJECT_INCOMPLETE',
    { reason },
    { hint: 'Send the file again from its beginning.' },
  )
}
