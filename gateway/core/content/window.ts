/** The stretch of a passing body that is at hand: it grows at its end and is let go at its beginning. */
import { Buffer, isUtf8 } from 'node:buffer'
import { KiB } from '../units.ts'
import { looseText, openAtEnd } from './loose-bytes.ts'

/** Small chunks are gathered in buffers of at least this size, so that one-byte chunks cost no allocation each. */
const leastCapacity = 16 * KiB
/** Whole bodies up to this length are copied. */
const wholeCapacity = 64 * KiB

/** Stands where there are no bytes yet. */
export const noBytes = new Uint8Array(0)

/**
 * Positions inside `bytes` are indexes and change with the next `append`; `base + index` is the offset in the body
 * and never changes. A chunk is used as it came while nothing of an earlier one is held. Bytes that were seen once are
 * never overwritten, because views of them may still be on their way to the destination.
 */
export class ByteWindow {
  bytes: Uint8Array = noBytes
  /** Offset in the body of `bytes[0]`. */
  base = 0
  /** Index behind the last byte at hand. */
  end = 0
  /** True where the body says that what is no UTF-8 in it is ISO-8859-15. */
  isLatin9 = false
  /** Index of the first byte that is still needed; set through `keepFrom`. */
  #floor = 0
  #own = false
  #text: Buffer | null = null
  /** Where small whole bodies are put, and its view; null before the first. */
  #memory: Buffer | null = null
  #bytes: Uint8Array | null = null
  #isUtf8 = true
  /** What may be the beginning of a character that the next chunk ends. */
  #openEnd: Uint8Array = noBytes

  /** False where a byte is no UTF-8, and where it is not known yet whether the last ones are. */
  get isUtf8(): boolean {
    return this.#isUtf8 && this.#openEnd.length === 0
  }

  append(chunk: Uint8Array): void {
    if (this.#isUtf8) this.#look(chunk)
    const held = this.end - this.#floor
    if (held === 0) {
      this.#adopt(chunk)
    } else if (this.#own && this.end + chunk.length <= this.bytes.length) {
      this.bytes.set(chunk, this.end)
      this.end += chunk.length
    } else {
      this.#move(held, chunk)
    }
  }

  /** A whole body. A small one is copied to where the last one was, so that views of it need not be made. */
  hold(body: Buffer): void {
    if (body.length > wholeCapacity) {
      this.#adopt(body)
    } else {
      this.#memory ??= Buffer.alloc(wholeCapacity)
      const { buffer, byteOffset } = this.#memory
      this.#bytes ??= new Uint8Array(buffer, byteOffset, wholeCapacity)
      this.#bytes.set(body)
      this.bytes = this.#bytes
      this.end = body.length
      this.#text = this.#memory
    }
    this.base = 0
    this.#isUtf8 = isUtf8(body)
  }

  /** Lets go of all bytes, of which nothing stays behind; the next ones begin a body. */
  release(): void {
    if (this.bytes === this.#bytes) this.#bytes.fill(0, 0, this.end)
    this.bytes = noBytes
    this.base = 0
    this.end = 0
    this.#floor = 0
    this.#own = false
    this.#text = null
    this.isLatin9 = false
    this.#isUtf8 = true
    this.#openEnd = noBytes
  }

  /** Bytes before `index` are not asked for again. */
  keepFrom(index: number): void {
    if (index > this.#floor) this.#floor = index
  }

  /** The bytes between two indexes as a string, for names and paths. */
  text(start: number, end: number): string {
    if (!this.isUtf8) return looseText(this.bytes.subarray(start, end), this.isLatin9)
    this.#text ??= Buffer.from(this.bytes.buffer, this.bytes.byteOffset, this.bytes.length)
    return this.#text.toString('utf8', start, end)
  }

  #look(chunk: Uint8Array): void {
    const open = this.#openEnd
    const bytes = open.length === 0 ? chunk : Buffer.concat([open, chunk])
    const end = bytes.length - openAtEnd(bytes)
    this.#isUtf8 = isUtf8(end === bytes.length ? bytes : bytes.subarray(0, end))
    this.#openEnd = end === bytes.length ? noBytes : bytes.slice(end)
  }

  #adopt(chunk: Uint8Array): void {
    this.base += this.end
    // A Buffer has another hidden class than a plain array: loops that meet both run slower.
    this.bytes =
      chunk.constructor === Uint8Array
        ? chunk
        : new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    this.end = chunk.length
    this.#floor = 0
    this.#own = false
    this.#text = chunk instanceof Buffer ? chunk : null
  }

  /** Twice of what is held fits, so each byte is moved a bounded number of times however small the chunks are. */
  #move(held: number, chunk: Uint8Array): void {
    const capacity = 2 * held + Math.max(chunk.length, leastCapacity)
    const memory = Buffer.allocUnsafeSlow(capacity)
    const bytes = new Uint8Array(memory.buffer, memory.byteOffset, capacity)
    bytes.set(this.bytes.subarray(this.#floor, this.end))
    bytes.set(chunk, held)
    this.base += this.#floor
    this.bytes = bytes
    this.end = held + chunk.length
    this.#floor = 0
    this.#own = true
    this.#text = null
  }
}
