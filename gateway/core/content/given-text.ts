/** Holds a text as far as it was given, with its escapes undone, and knows where in the body its bytes came from. */
import type { TextWindow } from '../pii/entity.ts'
import { KiB } from '../units.ts'
import { DecodedText } from './decoded-text.ts'
import { LooseBytes } from './loose-bytes.ts'
import type { Stretch } from './occurrence.ts'
import type { BodyEdits } from './rewriter.ts'

/** Of a longer text what is no longer needed is let go of in pieces of this length. */
const dropStep = 16 * KiB
/** A longer text's decoded form is not kept for the next body. */
const keptDecoded = 64 * KiB

/**
 * A text stays where it stands until its first escape, or its first byte that is no UTF-8; from there on it is decoded
 * beside the body. Indexes that come in
 * are those of the window; those of what is shown are either, as `isDecoded` says.
 */
export class GivenText {
  isDecoded = false
  /** Offset up to which the text was given. */
  given = 0
  readonly #edits: BodyEdits
  #decoded: DecodedText | null = null
  /** Null until a byte comes of which nobody knows that it is UTF-8. */
  #loose: LooseBytes | null = null
  /** Offset where the text begins. */
  #origin = 0
  /** Up to where the text is decided, where its last entity ended, and from where it is kept: offsets, or indexes of what is decoded. */
  #decided = 0
  #floor = 0
  #kept = 0

  constructor(edits: BodyEdits) {
    this.#edits = edits
  }

  /** Forgets the texts that were read, for another body. */
  reset(): void {
    if (this.#decoded !== null && this.#decoded.bytes.length > keptDecoded) this.#decoded = null
  }

  begin(index: number): void {
    const offset = this.#edits.window.base + index
    this.#origin = offset
    this.given = offset
    this.#decided = offset
    this.#floor = offset
    this.#kept = offset
    this.isDecoded = false
    this.#loose?.begin(this.#edits.window.isLatin9)
  }

  /** The next stretch of the text stands for itself; the first may stand behind where the text was to begin. */
  plain(start: number, end: number): void {
    const { window } = this.#edits
    const { base, bytes, isUtf8 } = window
    if (!this.isDecoded) {
      if (this.given === this.#origin) this.begin(start)
      if (base + start === this.given && (isUtf8 || isAscii(bytes, start, end))) {
        this.given = base + end
        return
      }
      this.decode()
    }
    if (isUtf8 && this.#loose?.isOpen !== true)
      this.text.append(bytes, { from: start, to: end }, base + start)
    else this.#looseBytes().plain(this.text, bytes, { from: start, to: end, offset: base + start })
    this.given = base + end
  }

  /** The next stretch of the text is an escape that means one character. */
  character(code: number, start: number, end: number): void {
    this.decode()
    this.#loose?.close(this.text)
    this.text.appendCharacter(code, this.#edits.window.base + start, end - start)
    this.given = this.#edits.window.base + end
  }

  /** The next stretch of the text is an escape that means one byte. */
  byte(byte: number, start: number, end: number): void {
    this.decode()
    const offset = this.#edits.window.base + start
    const isPlain = byte < 0x80 && this.#loose?.isOpen !== true
    if (isPlain) this.text.appendByte(byte, offset, end - start)
    else this.#looseBytes().byte(this.text, byte, { offset, length: end - start })
    this.given = offset + end - start
  }

  /** Offset from which on bytes of this text are undecided or needed again. */
  get heldFrom(): number {
    if (!this.isDecoded) return this.#kept
    if (this.text.length > 0) return this.text.offsetOf(this.#kept)
    return this.#loose?.isOpen === true ? this.#loose.openFrom : this.given
  }

  /** What is decoded; to be asked for only where `isDecoded`. */
  get text(): DecodedText {
    this.#decoded ??= new DecodedText()
    return this.#decoded
  }

  /** Position in the text of the first byte of what is shown. */
  get viewOrigin(): number {
    return this.isDecoded ? this.text.origin : this.#edits.window.base - this.#origin
  }

  /** From now on, as from the first escape on, the text is decoded beside the body. */
  decode(): void {
    if (this.isDecoded) return
    const { base, bytes } = this.#edits.window
    const kept = this.#kept
    this.text.reset(kept - this.#origin)
    this.text.append(bytes, { from: kept - base, to: this.given - base }, kept)
    this.#decided -= kept
    this.#floor -= kept
    this.#kept = 0
    this.isDecoded = true
  }

  /** What is kept of the text, to be scanned from where it is decided. */
  show(view: TextWindow, final: boolean): void {
    const { base, bytes } = this.#edits.window
    const shift = this.isDecoded ? 0 : base
    if (final && this.isDecoded) this.#loose?.close(this.text)
    view.bytes = this.isDecoded ? this.text.bytes : bytes
    view.start = this.#kept - shift
    view.from = this.#decided - shift
    view.floor = this.#floor - shift
    view.end = this.isDecoded ? this.text.length : this.given - base
    view.final = final
  }

  /** Of what was shown all before `decided` is decided, and nothing before `needed` is needed again. */
  settle(view: TextWindow, decided: number, needed: number): void {
    const shift = this.isDecoded ? 0 : this.#edits.window.base
    this.#floor = (view.floor ?? view.from) + shift
    this.#decided = decided + shift
    this.#kept = Math.max(this.#kept, needed + shift)
    if (!this.isDecoded || this.#kept <= dropStep) return
    const dropped = this.text.drop(this.#kept)
    this.#decided -= dropped
    this.#floor -= dropped
    this.#kept -= dropped
  }

  /** Where in the body bytes `[start, end)` of what is shown stand. */
  stretches(start: number, end: number): Stretch[] {
    const { base } = this.#edits.window
    return this.isDecoded ? this.text.stretches(start, end) : [{ start: base + start, end: base + end }]
  }

  #looseBytes(): LooseBytes {
    if (this.#loose === null) {
      this.#loose = new LooseBytes()
      this.#loose.begin(this.#edits.window.isLatin9)
    }
    return this.#loose
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end && (bytes[at] as number) < 0x80) at++
  return at === end
}
