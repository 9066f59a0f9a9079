/** Blanks metadata in a WebP image while it passes; its length stays, since it stands at the very beginning. */
import { Buffer } from 'node:buffer'
import type { BodyEdits } from '../content/rewriter.ts'
import type { ImageStripper } from './metadata-image.ts'

const headLength = 12
const chunkHead = 8
/** RFC 9649 §2.7.1: the flags of an extended file that has EXIF and XMP. */
const metadataFlags = 0x0c

/** RFC 9649 §2.7: readers pass over chunks that they do not know. */
const unknownName = Buffer.from('VOID')

const pixels = new Set(['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ANIM', 'ANMF', 'ICCP', 'VOID'])

export class WebpStripper implements ImageStripper {
  stripped = false
  readonly #edits: BodyEdits
  #offset = headLength
  #chunkEnd = headLength
  #blanks = false

  constructor(edits: BodyEdits) {
    this.#edits = edits
  }

  advance(_final: boolean): void {
    const { window } = this.#edits
    while (this.#offset < window.base + window.end) {
      if (this.#offset === this.#chunkEnd && !this.#begin(this.#offset - window.base)) break
      const stop = Math.min(this.#chunkEnd, window.base + window.end)
      if (this.#blanks && stop > this.#offset)
        this.#edits.edit(this.#offset - window.base, stop - window.base, new Uint8Array(stop - this.#offset))
      this.#offset = stop
    }
    const at = Math.min(this.#offset - window.base, window.end)
    this.#edits.settle(at, at)
  }

  /** False where more must come first. */
  #begin(at: number): boolean {
    const { bytes, end, base } = this.#edits.window
    // The flags of an extended file are the first byte behind its head.
    if (end - at < chunkHead + 1) return false
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, chunkHead)
    const name = String.fromCharCode(...bytes.subarray(at, at + 4))
    const length = view.getUint32(4, true)
    this.#chunkEnd = base + at + chunkHead + length + (length % 2)
    this.#blanks = !pixels.has(name)
    this.#offset = base + at + chunkHead
    if (this.#blanks) {
      this.#edits.edit(at, at + 4, unknownName)
      this.stripped = true
    } else if (name === 'VP8X') this.#clearFlags(at + chunkHead)
    return true
  }

  #clearFlags(at: number): void {
    const flags = this.#edits.window.bytes[at] as number
    if ((flags & metadataFlags) === 0) return
    this.#edits.edit(at, at + 1, Uint8Array.of(flags & ~metadataFlags))
  }
}
