/** Finds the first frame of one side whose length is written in more bytes than it needs. */

/** A frame begins with two bytes, then come up to eight of its length and four of its mask (RFC 6455 §5.2). */
const shortHead = 2
const maskBytes = 4

/** Sees all bytes of one side, in order; what the frames say is none of its business. */
export class FrameLengths {
  /** Bytes of the open frame's head that were seen. */
  #seen = 0
  #lengthBytes = 0
  #length = 0
  /** What still comes of the open frame behind its length. */
  #left = 0
  #isMasked = false

  /**
   * RFC 6455 §5.2: "the minimal number of bytes MUST be used to encode the length". Index of the byte that shows that it
   * was not; -1 where all frames so far keep to it. After that it must not be asked again.
   */
  faultIn(bytes: Uint8Array): number {
    let at = 0
    while (at < bytes.length) {
      if (this.#left > 0) {
        const passed = Math.min(this.#left, bytes.length - at)
        this.#left -= passed
        at += passed
      } else if (!this.#head(bytes[at] as number)) return at
      else at++
    }
    return -1
  }

  /** One byte of a head; false where it is the last of a length that is too long. */
  #head(byte: number): boolean {
    this.#seen++
    if (this.#seen < shortHead) return true
    if (this.#seen === shortHead) {
      const short = byte & 0x7f
      this.#isMasked = byte >= 0x80
      this.#lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0
      this.#length = this.#lengthBytes === 0 ? short : 0
    } else this.#length = this.#length * 256 + byte
    if (this.#seen < shortHead + this.#lengthBytes) return true
    if (this.#length < leastIn(this.#lengthBytes)) return false
    this.#left = this.#length + (this.#isMasked ? maskBytes : 0)
    this.#seen = 0
    return true
  }
}

/** The least length that needs so many bytes. */
function leastIn(lengthBytes: number): number {
  if (lengthBytes === 0) return 0
  return lengthBytes === 2 ? 126 : 0x1_00_00
}
