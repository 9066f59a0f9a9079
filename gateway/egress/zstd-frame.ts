/** Walks over the structure of a zstd body as it comes: one frame, and nothing beside it that no decoder gives back. */

import { Buffer } from 'node:buffer'

/** RFC 8878 §3.1.1. */
const magic = Buffer.of(0x28, 0xb5, 0x2f, 0xfd)
const reservedBlock = 3
const rleBlock = 1
const checksumBytes = 4

/** Holds nothing. Node's encoder ends what it was given in pieces with such a frame behind the one with the content. */
export const emptyFrame = Buffer.of(...magic, 0x20, 0x00, 0x01, 0x00, 0x00)

type Place = 'magic' | 'descriptor' | 'header' | 'block-header' | 'content' | 'behind'

/**
 * Skippable frames (RFC 8878 §3.1.2) hold whatever their writer likes and decode to nothing; a second frame is read by
 * some decoders and left by others: what is behind the frame is for the caller to refuse, however it is cut into chunks.
 */
export class ZstdFrame {
  #place: Place = 'magic'
  /** Bytes of the current place that are still to come. */
  #left: number = magic.length
  #blockHeader = 0
  #isLast = false
  #hasChecksum = false

  /** True where the frame is complete, and nothing came behind it. */
  get isWhole(): boolean {
    return this.#place === 'behind'
  }

  /** Index behind the last byte of the chunk that belongs to the frame; null where it is none. */
  take(chunk: Uint8Array): number | null {
    let at = 0
    while (at < chunk.length) {
      switch (this.#place) {
        case 'magic':
          if (chunk[at++] !== magic[magic.length - this.#left]) return null
          if (--this.#left === 0) this.#place = 'descriptor'
          break
        case 'descriptor':
          this.#readDescriptor(chunk[at++] as number)
          break
        case 'block-header':
          this.#blockHeader |= (chunk[at++] as number) << (8 * (3 - this.#left))
          if (--this.#left === 0 && !this.#readBlockHeader()) return null
          break
        case 'header':
        case 'content': {
          const taken = Math.min(this.#left, chunk.length - at)
          at += taken
          this.#left -= taken
          if (this.#left === 0) this.#next()
          break
        }
        case 'behind':
          return at
        default:
          this.#place satisfies never
      }
    }
    return at
  }

  /** RFC 8878 §3.1.1.1.1: sizes of what the header holds. */
  #readDescriptor(descriptor: number): void {
    const isSingle = (descriptor & 0x20) !== 0
    const size = descriptor >> 6
    const contentSize = size === 0 ? (isSingle ? 1 : 0) : 1 << size
    const dictionary = [0, 1, 2, 4][descriptor & 3] as number
    this.#hasChecksum = (descriptor & 4) !== 0
    this.#left = (isSingle ? 0 : 1) + dictionary + contentSize
    this.#place = 'header'
    if (this.#left === 0) this.#next()
  }

  /** RFC 8878 §3.1.1.2. */
  #readBlockHeader(): boolean {
    const type = (this.#blockHeader >> 1) & 3
    if (type === reservedBlock) return false
    this.#isLast = (this.#blockHeader & 1) === 1
    this.#left = type === rleBlock ? 1 : this.#blockHeader >> 3
    this.#place = 'content'
    if (this.#left === 0) this.#next()
    return true
  }

  #next(): void {
    if (this.#place === 'content' && this.#isLast) {
      this.#left = this.#hasChecksum ? checksumBytes : 0
      // The checksum is walked over as content that nothing follows.
      this.#hasChecksum = false
      this.#place = this.#left === 0 ? 'behind' : 'content'
    } else {
      this.#place = 'block-header'
      this.#blockHeader = 0
      this.#left = 3
    }
  }
}
