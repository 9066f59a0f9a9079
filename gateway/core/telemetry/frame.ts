/** Follows the packets of an MQTT 3.1.1 stream by their lengths alone, before anything is put into memory. */

/** The packet types that a client may send (MQTT 3.1.1 §2.2.1); `other` ends the session. */
export type FrameKind = 'connect' | 'publish' | 'acknowledgement' | 'control' | 'disconnect' | 'other'

export type FrameEvent =
  /** A packet begins whose head was read whole. */
  | { event: 'packet'; kind: FrameKind; bytes: number }
  /** MQTT 3.1.1 §2.2.3: a length of more than four bytes. */
  | { event: 'malformed' }
  | { event: 'too-long'; bytes: number }

/** A push parser: bytes in, the place of the next decision out. Holds a few numbers, never bytes. */
export class FrameScanner {
  readonly #maxBytes: number
  #left = 0
  #type = -1
  #length = 0
  #lengthBytes = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** True where the next byte begins a packet. */
  get isBetween(): boolean {
    return this.#left === 0 && this.#type < 0
  }

  /** Reads one head or the rest of one packet, as far as the bytes go; says how far it read, and what began there. */
  push(bytes: Uint8Array, from: number): { at: number; found: FrameEvent | null } {
    let at = from
    if (this.#left > 0) {
      const skipped = Math.min(this.#left, bytes.length - at)
      this.#left -= skipped
      // Not on into the next packet: whoever reads decides before each one whether it may begin.
      return { at: at + skipped, found: null }
    }
    if (at < bytes.length && this.#type < 0) this.#type = bytes[at++] ?? 0
    while (at < bytes.length) {
      const byte = bytes[at++] ?? 0
      this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes++
      if (byte < 0x80) return { at, found: this.#begin() }
      if (this.#lengthBytes === 4) return { at, found: { event: 'malformed' } }
    }
    return { at, found: null }
  }

  #begin(): FrameEvent {
    const bytes = this.#length + this.#lengthBytes + 1
    const kind = frameKindOf(this.#type)
    this.#left = this.#length
    this.#type = -1
    this.#length = 0
    this.#lengthBytes = 0
    return bytes > this.#maxBytes ? { event: 'too-long', bytes } : { event: 'packet', kind, bytes }
  }
}

/** What the first byte of a packet announces. */
export function frameKindOf(first: number): FrameKind {
  const type = first >> 4
  if (type === 1) return 'connect'
  if (type === 3) return 'publish'
  if (type >= 4 && type <= 7) return 'acknowledgement'
  if (type === 14) return 'disconnect'
  return type === 8 || type === 10 || type === 12 ? 'control' : 'other'
}
