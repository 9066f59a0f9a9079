/** Turns edits of a passing body into the pieces that may be forwarded: views where nothing changed. */
import { Buffer } from 'node:buffer'
import { KiB } from '../units.ts'
import { ByteWindow } from './window.ts'

/** Fewer decided bytes than this wait for more, so that tiny chunks do not become tiny pieces. */
const leastPiece = 4 * KiB
/** Stretches up to this length are copied together with the edits around them: many small pieces cost more. */
const joinedLength = 512
const joinCapacity = 16 * KiB

/** What parsers do to a body while they read it: edits come in the order of the body, and as indexes of the window. */
export interface BodyEdits {
  readonly window: ByteWindow
  /** Replaces the bytes between two indexes of the window. */
  edit(start: number, end: number, replacement: Uint8Array): void
  /** Nothing from `start` on is handed out any more. */
  refuse(start: number): void
  /** Says that everything before `index` is decided and that bytes from `keep` on are needed again. */
  settle(index: number, keep: number): void
}

/**
 * Edits come in the order of the body. Whatever stands before an edit is decided and ready; the rest becomes ready by
 * `settle`. From `refuse` on nothing more becomes ready.
 */
export class Rewriter implements BodyEdits {
  readonly window = new ByteWindow()
  changed = false
  lengthKept = true
  refused = false
  /** Offset in the body up to which bytes were handed out, replaced, or withheld for good. */
  #passed = 0
  #pieces: Uint8Array[] = []
  #join: Uint8Array | null = null
  #joinStart = 0
  #joinEnd = 0

  edit(start: number, end: number, replacement: Uint8Array): void {
    this.#pass(start)
    const from = Math.max(start, this.#passed - this.window.base)
    if (replacement.length !== end - from) this.lengthKept = false
    this.changed = true
    this.#passed = Math.max(this.#passed, this.window.base + end)
    if (!this.refused) this.#emit(replacement, 0, replacement.length)
  }

  refuse(start: number): void {
    this.#pass(start)
    this.refused = true
  }

  settle(index: number, keep: number): void {
    if (this.refused || this.window.base + index - this.#passed >= leastPiece) this.#pass(index)
    this.window.keepFrom(Math.min(keep, index, Math.max(0, this.#passed - this.window.base)))
  }

  /** Says that the body has ended and everything in it is decided. */
  finish(): void {
    this.#pass(this.window.end)
    this.window.keepFrom(this.window.end)
  }

  /** Puts what another inspector made of the bytes between two indexes in their place. */
  splice(start: number, end: number, pieces: readonly Uint8Array[]): void {
    this.#pass(start)
    this.#passed = Math.max(this.#passed, this.window.base + end)
    if (this.refused) return
    for (const piece of pieces) this.#emit(piece, 0, piece.length)
  }

  /** What was not handed out yet, as it came, and where in the body it begins. */
  remainder(): { rest: Uint8Array; offset: number } {
    const { window } = this
    return { rest: window.bytes.slice(this.#passed - window.base, window.end), offset: this.#passed }
  }

  /** The pieces that became ready since the last call. */
  take(): readonly Uint8Array[] {
    this.#closeJoin()
    const pieces = this.#pieces
    if (pieces.length > 0) this.#pieces = []
    return pieces
  }

  /** Hands out what stands before `index` as it is. */
  #pass(index: number): void {
    const from = this.#passed - this.window.base
    if (index <= from) return
    if (!this.refused) this.#emit(this.window.bytes, from, index)
    this.#passed = this.window.base + index
  }

  #emit(bytes: Uint8Array, from: number, to: number): void {
    const length = to - from
    if (length === 0) return
    if (length > joinedLength) {
      this.#closeJoin()
      this.#pieces.push(from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to))
      return
    }
    let join = this.#join
    if (join === null || join.length - this.#joinEnd < length) {
      this.#closeJoin()
      // The first join of a body is small, since most bodies are: it comes from Node's pool, which is never used twice.
      join = Buffer.allocUnsafe(join === null ? 4 * joinedLength : joinCapacity)
      this.#join = join
      this.#joinStart = 0
      this.#joinEnd = 0
    }
    if (length < 32) {
      for (let i = from, at = this.#joinEnd; i < to; i++, at++) join[at] = bytes[i] as number
    } else {
      join.set(bytes.subarray(from, to), this.#joinEnd)
    }
    this.#joinEnd += length
  }

  #closeJoin(): void {
    if (this.#join === null || this.#joinEnd === this.#joinStart) return
    this.#pieces.push(this.#join.subarray(this.#joinStart, this.#joinEnd))
    this.#joinStart = this.#joinEnd
  }
}
