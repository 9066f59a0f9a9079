/** A text with its escapes undone, which remembers for each byte where in the body it came from. */
import type { Stretch } from './occurrence.ts'

const leastCapacity = 1024

/**
 * The text is a list of runs. In a plain run each byte stands for itself; an escape run is what one escape means.
 * A run is three numbers: where it starts in the text, where in the body, and how many bytes it takes there.
 */
export class DecodedText {
  bytes: Uint8Array = new Uint8Array(leastCapacity)
  length = 0
  /** Bytes of the text that were dropped before `bytes[0]`. */
  origin = 0
  #runs = new Float64Array(3 * 32)
  #count = 0

  reset(origin: number): void {
    this.length = 0
    this.origin = origin
    this.#count = 0
  }

  /** Adds `source[from, to)`, which stands at `offset` in the body as it is. */
  append(source: Uint8Array, span: { from: number; to: number }, offset: number): void {
    const length = span.to - span.from
    if (length === 0) return
    this.#reserve(length)
    this.#addRun(offset, length, true)
    if (length < 32) {
      for (let i = span.from, at = this.length; i < span.to; i++, at++) this.bytes[at] = source[i] as number
    } else {
      this.bytes.set(source.subarray(span.from, span.to), this.length)
    }
    this.length += length
  }

  /** Adds the character that the `rawLength` bytes at `offset` mean, in UTF-8. */
  appendCharacter(code: number, offset: number, rawLength: number): void {
    this.#reserve(4)
    this.#addRun(offset, rawLength, false)
    this.length = writeUtf8(this.bytes, this.length, code)
  }

  /** Adds the one byte that the `rawLength` bytes at `offset` mean. */
  appendByte(byte: number, offset: number, rawLength: number): void {
    this.#reserve(1)
    this.#addRun(offset, rawLength, false)
    this.bytes[this.length++] = byte
  }

  /** Offset in the body where byte `index` of the text begins; behind the text, where its last run ends. */
  offsetOf(index: number): number {
    if (this.#count === 0) return 0
    const run = this.#runAt(index)
    const at = 3 * run
    const within = index - (this.#runs[at] as number)
    const rawLength = this.#runs[at + 2] as number
    const start = this.#runs[at + 1] as number
    if (index >= this.length) return start + rawLength
    return rawLength === this.#runEnd(run) - (this.#runs[at] as number) ? start + within : start
  }

  /** Offset in the body where bytes `[start, end)` of the text stand as they are; -1 where an escape is among them. */
  plainOffset(start: number, end: number): number {
    const run = this.#runAt(start)
    if (end > this.#runEnd(run)) return -1
    const piece = this.#runs[3 * run] as number
    const isPlain = this.#runs[3 * run + 2] === this.#runEnd(run) - piece
    return isPlain ? (this.#runs[3 * run + 1] as number) + start - piece : -1
  }

  /** The stretches of the body that bytes `[start, end)` of the text came from; neighbours are joined. */
  stretches(start: number, end: number): Stretch[] {
    const out: Stretch[] = []
    for (let run = this.#runAt(start); run < this.#count; run++) {
      const at = this.#runs[3 * run] as number
      if (at >= end) break
      const piece = this.#stretchOf(run, Math.max(start, at) - at, Math.min(end, this.#runEnd(run)) - at)
      const last = out[out.length - 1]
      if (last !== undefined && last.end === piece.start) last.end = piece.end
      else out.push(piece)
    }
    return out
  }

  /** Forgets up to `count` bytes at the beginning, whole escapes only; returns how many. */
  drop(count: number): number {
    if (count <= 0 || this.#count === 0) return 0
    const first = this.#runAt(count)
    const at = 3 * first
    const start = this.#runs[at] as number
    const plain = this.#runs[at + 2] === this.#runEnd(first) - start
    const cut = plain ? count : start
    this.#runs[at + 1] = (this.#runs[at + 1] as number) + (cut - start)
    this.#runs[at + 2] = (this.#runs[at + 2] as number) - (cut - start)
    this.#runs[at] = cut
    this.#runs.copyWithin(0, at, 3 * this.#count)
    this.#count -= first
    for (let i = 0; i < this.#count; i++) this.#runs[3 * i] = (this.#runs[3 * i] as number) - cut
    this.bytes.copyWithin(0, cut, this.length)
    this.length -= cut
    this.origin += cut
    return cut
  }

  #stretchOf(run: number, from: number, to: number): Stretch {
    const at = 3 * run
    const start = this.#runs[at + 1] as number
    const rawLength = this.#runs[at + 2] as number
    const plain = rawLength === this.#runEnd(run) - (this.#runs[at] as number)
    return plain ? { start: start + from, end: start + to } : { start, end: start + rawLength }
  }

  #runEnd(run: number): number {
    return run + 1 < this.#count ? (this.#runs[3 * run + 3] as number) : this.length
  }

  /** The run that holds byte `index`, by halving. */
  #runAt(index: number): number {
    let low = 0
    let high = this.#count - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((this.#runs[3 * middle] as number) <= index) low = middle
      else high = middle - 1
    }
    return low
  }

  #addRun(offset: number, rawLength: number, plain: boolean): void {
    const last = 3 * (this.#count - 1)
    if (plain && last >= 0) {
      const lastRaw = this.#runs[last + 2] as number
      const lastIsPlain = lastRaw === this.length - (this.#runs[last] as number)
      if (lastIsPlain && (this.#runs[last + 1] as number) + lastRaw === offset) {
        this.#runs[last + 2] = lastRaw + rawLength
        return
      }
    }
    const at = 3 * this.#count
    if (at === this.#runs.length) {
      const grown = new Float64Array(2 * at)
      grown.set(this.#runs)
      this.#runs = grown
    }
    this.#runs[at] = this.length
    this.#runs[at + 1] = offset
    this.#runs[at + 2] = rawLength
    this.#count++
  }

  #reserve(length: number): void {
    if (this.length + length <= this.bytes.length) return
    const grown = new Uint8Array(2 * (this.length + length))
    grown.set(this.bytes.subarray(0, this.length))
    this.bytes = grown
  }
}

/**
 * RFC 3629 §3; half of a surrogate pair in three bytes, as in WTF-8, so that a value that comes back is the one that was
 * taken. Returns the index behind it.
 */
function writeUtf8(bytes: Uint8Array, at: number, c: number): number {
  if (c < 0x80) {
    bytes[at] = c
    return at + 1
  }
  if (c < 0x800) {
    bytes[at] = 0xc0 | (c >> 6)
    bytes[at + 1] = 0x80 | (c & 0x3f)
    return at + 2
  }
  if (c < 0x10000) {
    bytes[at] = 0xe0 | (c >> 12)
    bytes[at + 1] = 0x80 | ((c >> 6) & 0x3f)
    bytes[at + 2] = 0x80 | (c & 0x3f)
    return at + 3
  }
  bytes[at] = 0xf0 | (c >> 18)
  bytes[at + 1] = 0x80 | ((c >> 12) & 0x3f)
  bytes[at + 2] = 0x80 | ((c >> 6) & 0x3f)
  bytes[at + 3] = 0x80 | (c & 0x3f)
  return at + 4
}
