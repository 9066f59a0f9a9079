/** Collects what is not whole yet of an answer, so that it is not copied anew with each chunk that comes. */
import { Buffer } from 'node:buffer'

const noBytes: Uint8Array = new Uint8Array(0)

/** What was handed out of it is never written over. */
export class GrowingBytes {
  #bytes = noBytes
  #length = 0
  /** False where the bytes are a chunk that belongs to somebody else. */
  #isOwn = false

  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length)
  }

  /** What is kept, and the chunk behind it. Say with `keep` what of that is still wanted, before the next chunk. */
  with(chunk: Uint8Array): Uint8Array {
    if (this.#length === 0) {
      this.#bytes = chunk
      this.#isOwn = false
    } else {
      // Twice what is needed: so each byte is copied twice in all, however small the chunks are.
      const needed = this.#length + chunk.length
      if (needed > this.#bytes.length) this.#move(0, 2 * needed)
      this.#bytes.set(chunk, this.#length)
    }
    this.#length += chunk.length
    return this.bytes
  }

  /** Drops what stands before `from`. */
  keep(from: number): void {
    if (from < this.#length && (from > 0 || !this.#isOwn)) this.#move(from, this.#length - from)
    else if (from >= this.#length) {
      this.#bytes = noBytes
      this.#length = 0
    }
  }

  #move(from: number, room: number): void {
    const moved = Buffer.allocUnsafeSlow(room)
    moved.set(this.#bytes.subarray(from, this.#length))
    this.#bytes = moved
    this.#length -= from
    this.#isOwn = true
  }
}
