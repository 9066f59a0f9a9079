/** Keeps the chunks of a body for about as much memory as they have bytes, however small they come. */
import { KiB } from '../core/units.ts'

const smallBytes = 4 * KiB
const firstSlabBytes = 16 * KiB
const noSlab: Buffer = Buffer.alloc(0)

/**
 * Chunks that are kept until it is known what becomes of them. Small ones are copied together: each costs a hundred
 * bytes and more as an object and keeps all that was read with it in memory, so a sender of one-byte chunks would
 * take hundreds of times what it sends. The first and the big ones are kept as they came.
 */
export class Gathering {
  bytes = 0
  readonly #mostBytes: number
  readonly #kept: Buffer[] = []
  #slab = noSlab
  /** What lies in the slab between these two comes after all that is kept. */
  #from = 0
  #until = 0
  #nextSlabBytes = firstSlabBytes

  /** `mostBytes`: how much is expected at most; more is taken too. */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes
  }

  add(chunk: Buffer): void {
    if (this.bytes === 0 || chunk.length >= smallBytes) {
      this.#settle()
      this.#kept.push(chunk)
    } else {
      if (this.#until + chunk.length > this.#slab.length) this.#openSlab(chunk.length)
      chunk.copy(this.#slab, this.#until)
      this.#until += chunk.length
    }
    this.bytes += chunk.length
  }

  /** All of it, in order; the caller's own from now on, nothing may be added any more. */
  chunks(): Buffer[] {
    this.#settle()
    return this.#kept
  }

  /** All of it as one; not copied where it came as one. */
  whole(): Buffer {
    const chunks = this.chunks()
    return chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, this.bytes)
  }

  #openSlab(leastBytes: number): void {
    this.#settle()
    const expected = Math.min(this.#nextSlabBytes, this.#mostBytes - this.bytes)
    this.#slab = Buffer.allocUnsafeSlow(Math.max(leastBytes, expected))
    this.#from = 0
    this.#until = 0
    this.#nextSlabBytes *= 2
  }

  #settle(): void {
    if (this.#until > this.#from) this.#kept.push(this.#slab.subarray(this.#from, this.#until))
    this.#from = this.#until
  }
}
