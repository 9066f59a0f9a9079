/** Remembers what of a body was taken and not handed on yet, so that all of it can still leave as it came. */
import { Buffer } from 'node:buffer'

/** Only for bodies of which nothing was changed: what is handed on is then as long as what was taken. */
export class OwedBytes {
  #chunks: Uint8Array[] = []
  /** So many bytes of the first chunk were handed on. */
  #paid = 0
  /** Bytes of the body that were handed on. */
  offset = 0

  take(chunk: Uint8Array): void {
    if (chunk.length > 0) this.#chunks.push(chunk)
  }

  pay(pieces: readonly Uint8Array[]): void {
    const bytes = pieces.reduce((sum, piece) => sum + piece.length, 0)
    this.offset += bytes
    this.#paid += bytes
    let done = 0
    for (const { length } of this.#chunks) {
      if (length > this.#paid) break
      this.#paid -= length
      done++
    }
    this.#chunks.splice(0, done)
  }

  rest(): Uint8Array {
    return Buffer.concat(this.#chunks).subarray(this.#paid)
  }
}
