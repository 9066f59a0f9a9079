/** HMAC-SHA-256 (RFC 2104) under a key that is used again and again. */
import { Buffer } from 'node:buffer'
import { hash } from 'node:crypto'

/** Of SHA-256 (FIPS 180-4). */
const blockBytes = 64
const digestBytes = 32

/**
 * Made of two hashes in one call each, over blocks that are prepared once: node:crypto's own Hmac makes an object in
 * OpenSSL for each value, which costs ten times as much as hashing it.
 */
export class HmacKey {
  readonly #inner: Buffer
  /** The outer block, and room for the inner digest. */
  readonly #outer: Buffer

  /** `key`: at most 64 bytes; it is copied. */
  constructor(key: Uint8Array) {
    if (key.length > blockBytes) throw new RangeError('a key of HMAC-SHA-256 fits in one block')
    this.#inner = Buffer.alloc(blockBytes, 0x36)
    this.#outer = Buffer.alloc(blockBytes + digestBytes, 0x5c)
    for (const [i, byte] of key.entries()) {
      this.#inner[i] = byte ^ 0x36
      this.#outer[i] = byte ^ 0x5c
    }
  }

  /** 32 bytes. */
  digest(value: Uint8Array): Buffer {
    const message = Buffer.allocUnsafe(blockBytes + value.length)
    message.set(this.#inner)
    message.set(value, blockBytes)
    // A buffer of their own for 32 bytes takes twice as long to make as the hash itself; a string with a byte a character does not.
    this.#outer.write(hash('sha256', message, 'binary'), blockBytes, digestBytes, 'latin1')
    // What the pool gets back holds neither the key nor the value.
    message.fill(0)
    return Buffer.from(hash('sha256', this.#outer, 'binary'), 'latin1')
  }
}
