/** Seals bytes as they come into the payload of an age file. */
import { createCipheriv, createSecretKey, type KeyObject } from 'node:crypto'
import type { Secret } from '../secret.ts'
import { chunkLength, payloadKey, payloadNonceLength, setChunkNonce, tagLength } from './payload.ts'

/** A push object. The pieces of all calls, in order, are the payload; each is the caller's own. */
export interface PayloadSealer {
  /** Plaintext bytes taken so far. */
  readonly bytes: number
  /** Keeps no part of `piece` but a copy of what begins a chunk that is not full yet. */
  push(piece: Uint8Array): Uint8Array[]
  /** The last chunk. Nothing can be pushed after it, since a counter must never be used twice under one key. */
  end(): Uint8Array[]
}

export interface SealPayloadOptions {
  fileKey: Secret
  /** 16 random bytes. */
  nonce: Uint8Array
}

/**
 * One buffer of a chunk's length is reused for what is not full yet; full chunks are sealed where they lie, without a
 * copy. (Node's ciphers give each output a buffer of its own; it is handed on as it is.) A chunk takes about 0.1 ms.
 */
export function sealPayload({ fileKey, nonce }: SealPayloadOptions): PayloadSealer {
  if (nonce.length !== payloadNonceLength) throw new RangeError('the nonce of a payload has 16 bytes')
  return new ChunkSealer(payloadKey(fileKey, nonce), Buffer.from(nonce))
}

class ChunkSealer implements PayloadSealer {
  readonly #key: KeyObject
  readonly #chunkNonce = Buffer.alloc(12)
  readonly #held = Buffer.allocUnsafe(chunkLength)
  #heldLength = 0
  #index = 0
  #bytes = 0
  #begin: Uint8Array | null
  #ended = false

  constructor(key: Secret, nonce: Uint8Array) {
    this.#key = createSecretKey(key.reveal())
    key.destroy()
    this.#begin = nonce
  }

  get bytes(): number {
    return this.#bytes
  }

  push(piece: Uint8Array): Uint8Array[] {
    if (this.#ended) throw new Error('the payload has ended')
    const sealed = this.#takeBegin()
    this.#bytes += piece.length
    let from = 0
    // A full chunk waits until more comes: only then is it known not to be the last one.
    while (this.#heldLength + piece.length - from > chunkLength) {
      if (this.#heldLength === 0) {
        this.#seal(piece.subarray(from, from + chunkLength), false, sealed)
        from += chunkLength
      } else {
        from += this.#hold(piece.subarray(from, from + chunkLength - this.#heldLength))
        this.#seal(this.#held, false, sealed)
        this.#heldLength = 0
      }
    }
    this.#hold(piece.subarray(from))
    return sealed
  }

  end(): Uint8Array[] {
    if (this.#ended) throw new Error('the payload has ended')
    this.#ended = true
    const sealed = this.#takeBegin()
    this.#seal(this.#held.subarray(0, this.#heldLength), true, sealed)
    this.#held.fill(0)
    return sealed
  }

  #takeBegin(): Uint8Array[] {
    const begin = this.#begin
    this.#begin = null
    return begin === null ? [] : [begin]
  }

  #hold(bytes: Uint8Array): number {
    this.#held.set(bytes, this.#heldLength)
    this.#heldLength += bytes.length
    return bytes.length
  }

  #seal(chunk: Uint8Array, isLast: boolean, sealed: Uint8Array[]): void {
    setChunkNonce(this.#chunkNonce, this.#index++, isLast)
    const cipher = createCipheriv('chacha20-poly1305', this.#key, this.#chunkNonce, {
      authTagLength: tagLength,
    })
    const body = cipher.update(chunk)
    cipher.final()
    if (body.length > 0) sealed.push(body)
    sealed.push(cipher.getAuthTag())
  }
}
