/** Takes metadata out of a PNG while it passes: texts, EXIF, times, private chunks, and what stands behind the end. */
import type { BodyEdits } from '../content/rewriter.ts'
import type { ImageStripper } from './metadata-image.ts'

/**
 * PNG (third edition) §11, and its extensions: without these chunks the pixels would look different. Chunks whose name
 * begins with a capital are critical (§5.4): those that nobody knows stay.
 */
const kept = new Set(
  'tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT oFFs pCAL sCAL sTER'.split(
    ' ',
  ),
)

const signatureLength = 8
const nothing = new Uint8Array(0)

export class PngStripper implements ImageStripper {
  stripped = false
  readonly #edits: BodyEdits
  #offset = signatureLength
  /** Offset where the present chunk ends, and whether it goes; 0 before the first. */
  #chunkEnd = signatureLength
  #drops = false
  #ended = false

  constructor(edits: BodyEdits) {
    this.#edits = edits
  }

  advance(_final: boolean): void {
    const { window } = this.#edits
    while (this.#offset < window.base + window.end) {
      if (this.#offset === this.#chunkEnd && !this.#begin(this.#offset - window.base)) break
      const stop = Math.min(this.#chunkEnd, window.base + window.end)
      if (this.#drops) {
        this.#edits.edit(this.#offset - window.base, stop - window.base, nothing)
        this.stripped = true
      }
      this.#offset = stop
    }
    const at = Math.min(this.#offset - window.base, window.end)
    this.#edits.settle(at, at)
  }

  /** Length, name, content, checksum; false where more must come first. */
  #begin(at: number): boolean {
    const { bytes, end, base } = this.#edits.window
    if (this.#ended) {
      this.#chunkEnd = Number.POSITIVE_INFINITY
      this.#drops = true
      return true
    }
    if (end - at < 8) return false
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, 8)
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    this.#chunkEnd = base + at + 12 + view.getUint32(0)
    this.#drops = !/^[A-Z]/.test(name) && !kept.has(name)
    this.#ended = name === 'IEND'
    return true
  }
}
