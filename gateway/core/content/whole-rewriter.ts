/** Collects the edits of a body that is held whole, and makes the edited body in one piece. */
import { Buffer } from 'node:buffer'
import { KiB } from '../units.ts'
import type { BodyEdits } from './rewriter.ts'
import { ByteWindow } from './window.ts'

/** Room that is kept for the next body; what a body with more edits needed is given back. */
const keptEdits = 256
const keptReplacements = 4 * KiB

/** An edit is three numbers: where it begins and ends in the body, and where its replacement ends in `#written`. */
export const editWidth = 3
const width = editWidth

/** Edits that were done, to be done again: places and replacements as `WholeRewriter` has them. */
export interface KeptEdits {
  readonly places: Int32Array
  readonly replacements: Uint8Array
}

/** One serves many bodies, one after another: what it holds of a body is numbers and stand-ins, in arrays it keeps. */
export class WholeRewriter implements BodyEdits {
  readonly window = new ByteWindow()
  changed = false
  lengthKept = true
  /** Where the body ends for its receiver: at the first refused entity; -1 while nothing was refused. */
  #refusedAt = -1
  #edits = new Int32Array(width * keptEdits)
  #count = 0
  #replacements = new Uint8Array(keptReplacements)
  #written = 0
  /** Index up to which everything is edited or passed. */
  #passed = 0

  get refused(): boolean {
    return this.#refusedAt >= 0
  }

  /** The bytes that are at hand are all there are. */
  begin(body: Buffer): void {
    this.window.hold(body)
  }

  edit(start: number, end: number, replacement: Uint8Array): void {
    const from = Math.max(start, this.#passed)
    const to = Math.max(end, this.#passed)
    const { length } = replacement
    this.changed = true
    if (length !== end - from) this.lengthKept = false
    this.#passed = to
    if (this.refused) return
    this.#reserve(length)
    for (let i = 0; i < length; i++) this.#replacements[this.#written++] = replacement[i] as number
    const at = width * this.#count++
    this.#edits[at] = from
    this.#edits[at + 1] = to
    this.#edits[at + 2] = this.#written
  }

  refuse(start: number): void {
    if (this.refused) return
    this.#refusedAt = Math.max(start, this.#passed)
    this.#passed = this.#refusedAt
  }

  settle(): void {
    // Everything is at hand until the end.
  }

  /** The body with its edits; the very same where there are none. */
  finish(body: Buffer): Buffer {
    const end = this.refused ? this.#refusedAt : body.length
    if (this.#count === 0) return end === body.length ? body : body.subarray(0, end)
    const out = Buffer.allocUnsafe(this.#lengthUpTo(end))
    if (this.lengthKept && end === body.length) {
      body.copy(out)
      for (let edit = 0; edit < this.#count; edit++) this.#put(edit, out, this.#edits[width * edit] as number)
      return out
    }
    let at = 0
    let passed = 0
    for (let edit = 0; edit < this.#count; edit++) {
      at += body.copy(out, at, passed, this.#edits[width * edit])
      at = this.#put(edit, out, at)
      passed = this.#edits[width * edit + 1] as number
    }
    body.copy(out, at, passed, end)
    return out
  }

  /** What was done to the body so far. */
  keepEdits(): KeptEdits {
    return {
      places: this.#edits.slice(0, width * this.#count),
      replacements: this.#replacements.slice(0, this.#written),
    }
  }

  /** Forgets the body and what was done to it. */
  reset(): void {
    this.window.release()
    this.changed = false
    this.lengthKept = true
    this.#refusedAt = -1
    this.#count = 0
    this.#written = 0
    this.#passed = 0
    if (this.#edits.length > width * keptEdits) this.#edits = new Int32Array(width * keptEdits)
    if (this.#replacements.length > keptReplacements) this.#replacements = new Uint8Array(keptReplacements)
  }

  #lengthUpTo(end: number): number {
    let length = end + this.#written
    for (let at = 0; at < width * this.#count; at += width) {
      length -= (this.#edits[at + 1] as number) - (this.#edits[at] as number)
    }
    return length
  }

  /** Writes an edit's replacement, and says where it ends. */
  #put(edit: number, out: Uint8Array, at: number): number {
    const from = edit === 0 ? 0 : (this.#edits[width * edit - 1] as number)
    const to = this.#edits[width * edit + 2] as number
    for (let i = from; i < to; i++) out[at + i - from] = this.#replacements[i] as number
    return at + to - from
  }

  /** Makes room for one more edit with a replacement of this length. */
  #reserve(length: number): void {
    if (this.#written + length > this.#replacements.length) {
      const grown = new Uint8Array(2 * (this.#written + length))
      grown.set(this.#replacements)
      this.#replacements = grown
    }
    if (width * (this.#count + 1) > this.#edits.length) {
      const grown = new Int32Array(2 * this.#edits.length)
      grown.set(this.#edits)
      this.#edits = grown
    }
  }
}
