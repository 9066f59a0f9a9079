/** Reads numbers and length-prefixed vectors of the TLS presentation language (RFC 8446 §3.4) without ever running over. */

/** Where the bytes ended before what they promised. Caught by the parser that made the reader; never shown. */
export class CutShort extends Error {
  override readonly name = 'CutShort'
}

/** A position in bytes that only moves forward. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** @throws CutShort */
  take(length: number): Uint8Array {
    if (length > this.left) throw new CutShort()
    const taken = this.#bytes.subarray(this.#at, this.#at + length)
    this.#at += length
    return taken
  }

  /** A big-endian number of one to four bytes. @throws CutShort */
  number(bytes: 1 | 2 | 3 | 4): number {
    let value = 0
    for (const byte of this.take(bytes)) value = value * 256 + byte
    return value
  }

  /** A vector whose length stands in the given number of bytes before it. @throws CutShort */
  vector(lengthBytes: 1 | 2 | 3): ByteReader {
    return new ByteReader(this.take(this.number(lengthBytes)))
  }

  /** All that is left. */
  rest(): Uint8Array {
    return this.take(this.left)
  }
}
