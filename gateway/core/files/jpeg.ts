/** Takes metadata out of a JPEG while it passes: EXIF, XMP, IPTC, comments, and what stands behind the picture. */
import type { BodyEdits } from '../content/rewriter.ts'
import { orientationSegment } from './exif-orientation.ts'
import type { ImageStripper } from './metadata-image.ts'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const COM = 0xfe
const APP0 = 0xe0
const APP1 = 0xe1
const APP2 = 0xe2
const APP14 = 0xee
const APP15 = 0xef

const inSegments = 0
const inScan = 1
const behindEnd = 2

const nothing = new Uint8Array(0)

/**
 * ITU-T T.81 annex B. Of the application segments only those stay that the pixels need: JFIF (APP0), the colour profile
 * (APP2) and Adobe's colour transform (APP14). Of EXIF the orientation stays: without it a picture lies on its side.
 * Behind the end stand previews and videos, with metadata of their own.
 */
export class JpegStripper implements ImageStripper {
  stripped = false
  readonly #edits: BodyEdits
  #state = inSegments
  #offset = 0

  constructor(edits: BodyEdits) {
    this.#edits = edits
  }

  advance(final: boolean): void {
    const { window } = this.#edits
    let at = this.#offset - window.base
    while (at < window.end) {
      const next = this.#step(at)
      if (next < 0) break
      at = next
    }
    // A segment that is cut off shows no pixels, but may show where it was taken.
    if (final && at < window.end && this.#state === inSegments) this.#drop(at, window.end)
    this.#offset = window.base + at
    this.#edits.settle(at, at)
  }

  /** Reads one segment or a stretch of pixels; -1 where more must come first. */
  #step(at: number): number {
    const { end } = this.#edits.window
    if (this.#state === inSegments) return this.#segment(at)
    if (this.#state === inScan) return this.#scan(at)
    this.#drop(at, end)
    return end
  }

  #segment(at: number): number {
    const { bytes, end } = this.#edits.window
    if (end - at < 2) return -1
    if (bytes[at] !== 0xff) return this.#skip(at)
    const marker = bytes[at + 1] as number
    // B.1.1.2: any number of fill bytes may stand before a marker.
    if (marker === 0xff) return at + 1
    if (marker === SOI || (marker >= 0xd0 && marker <= 0xd7) || marker === 0x01) return at + 2
    if (marker === EOI) return this.#to(behindEnd, at + 2)
    if (end - at < 4) return -1
    const length = 256 * (bytes[at + 2] as number) + (bytes[at + 3] as number)
    // No program reads on: nothing behind it belongs to the picture.
    if (length < 2) return this.#to(behindEnd, at)
    const stop = at + 2 + length
    if (stop > end) return -1
    if (marker === SOS) return this.#to(inScan, stop)
    if (isMetadata(marker, bytes.subarray(at + 4, stop))) this.#take(marker, at, stop)
    return stop
  }

  /** Entropy-coded data ends at a marker that is no restart (B.1.1.5); other scans and segments may follow. */
  #scan(at: number): number {
    const { bytes, end } = this.#edits.window
    let stop = at
    while (stop < end) {
      const ahead = bytes.subarray(stop, end).indexOf(0xff)
      if (ahead < 0) return end
      const found = stop + ahead
      if (found + 1 >= end) return found > at ? found : -1
      const next = bytes[found + 1] as number
      if (next !== 0x00 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return this.#to(inSegments, found)
      stop = found + (next === 0xff ? 1 : 2)
    }
    return stop
  }

  #take(marker: number, at: number, stop: number): void {
    const { bytes } = this.#edits.window
    const left = marker === APP1 ? orientationSegment(bytes.subarray(at + 4, stop)) : nothing
    if (left.length === stop - at && left.every((byte, i) => byte === bytes[at + i])) return
    this.#edits.edit(at, stop, left)
    this.stripped = true
  }

  #drop(at: number, end: number): void {
    this.#edits.edit(at, end, nothing)
    this.stripped = true
  }

  #to(state: number, at: number): number {
    this.#state = state
    return at
  }

  /** Programs look for the next marker, and pass over what stands before it. */
  #skip(at: number): number {
    const { bytes, end } = this.#edits.window
    const found = bytes.subarray(at, end).indexOf(0xff)
    const stop = found < 0 ? end : at + found
    this.#drop(at, stop)
    return stop
  }
}

function isMetadata(marker: number, content: Uint8Array): boolean {
  if (marker === COM) return true
  if (marker < APP0 || marker > APP15) return false
  if (marker === APP14) return !begins(content, 'Adobe')
  if (marker === APP0) return !begins(content, 'JFIF\0')
  // ICC.1:2022 annex B.4. Multi-picture files (CIPA DC-007) list pictures that stand behind the end.
  return marker !== APP2 || !begins(content, 'ICC_PROFILE\0')
}

function begins(bytes: Uint8Array, mark: string): boolean {
  for (let i = 0; i < mark.length; i++) if (bytes[i] !== mark.charCodeAt(i)) return false
  return true
}
