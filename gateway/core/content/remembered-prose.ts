/** Reads each free text of a body once, though the body is read twice: the second time it says again what it found. */
import { Buffer } from 'node:buffer'
import type { Finding, TextWindow } from '../pii/entity.ts'
import type { ProseReader } from '../pii/prose/prose-reader.ts'
import { KiB } from '../units.ts'

/** What was found in one text; positions count from its beginning. */
interface Reading {
  /** Where the text stands in the body or in a copy: two with the same findings before are the same only byte by byte. */
  readonly isCopy: boolean
  readonly from: number
  readonly to: number
  /** What others had found there. */
  readonly before: readonly Finding[]
  /** All of it afterwards; a number stands for one of `before`. */
  readonly after: readonly (Finding | number)[]
}

const noCopies = Buffer.alloc(0)
/** Bytes for which there is room at first: for all texts of a body, unless it is a long one. */
const leastCopies = 4 * KiB
const mostFirst = 64 * KiB

/** Texts come in the same order again; where another one comes instead, it is read as if for the first time. */
export class RememberedProse implements ProseReader {
  readonly #reader: ProseReader
  readonly #readings: Reading[] = []
  readonly #body: Buffer
  /** Where the reader of the body has it. */
  #held: Uint8Array | null = null
  /** Of texts that stand in the body otherwise than they are read. */
  #copies: Buffer = noCopies
  #copied = 0
  /** The reading that is expected next; -1 in the first look. */
  #next = -1
  /** Where texts stand in the body that hold the following readings: an offset and the number of a reading each. */
  readonly #places: number[] = []
  #place = 0

  /** `body`: what is read twice; most texts are read where they stand in it. */
  constructor(reader: ProseReader, body: Uint8Array) {
    this.#reader = reader
    this.#body = Buffer.from(body.buffer, body.byteOffset, body.length)
  }

  /** What is read in `bytes` stands at the same place of the body. */
  readFrom(bytes: Uint8Array): void {
    this.#held = bytes
  }

  /** From now on the texts come again. */
  beginAgain(): void {
    this.#next = 0
  }

  /** In the first look: a text of the body begins at `offset`. */
  note(offset: number): void {
    const places = this.#places
    const count = this.#readings.length
    if (places.length > 0 && places[places.length - 1] === count) places[places.length - 2] = offset
    else places.push(offset, count)
  }

  /** In the second: the next text is the one at `offset`, since those before it were passed over. */
  goTo(offset: number): void {
    const places = this.#places
    while (this.#place < places.length && places[this.#place]! < offset) this.#place += 2
    this.#next = places[this.#place + 1] ?? this.#readings.length
  }

  read(text: TextWindow, out: Finding[]): void {
    if (this.#next < 0) {
      this.#readFirst(text, out)
      return
    }
    const reading = this.#readings[this.#next]
    if (reading === undefined || !this.#isSame(reading, text, out)) {
      this.#reader.read(text, out)
      return
    }
    this.#next++
    if (reading.after.length === 0) return
    const before = out.slice()
    out.length = 0
    for (const one of reading.after)
      out.push(typeof one === 'number' ? (before[one] as Finding) : moved(one, text.start))
  }

  mayBeName(text: TextWindow): boolean {
    return this.#reader.mayBeName(text)
  }

  #readFirst(text: TextWindow, out: Finding[]): void {
    const { bytes, start, end } = text
    const before = out.length === 0 ? none : out.slice()
    this.#reader.read(text, out)
    const isCopy = !this.#standsInBody(bytes, start, end)
    const from = isCopy ? this.#copy(bytes, start, end) : start
    this.#readings.push({
      isCopy,
      from,
      to: from + end - start,
      before: before.length === 0 ? none : before.map((one) => moved(one, -start)),
      after: out.length === 0 ? none : out.map((one) => numbered(one, before, start)),
    })
  }

  #standsInBody(bytes: Uint8Array, start: number, end: number): boolean {
    if (this.#held !== null) return bytes === this.#held
    return end <= this.#body.length && this.#body.compare(bytes, start, end, start, end) === 0
  }

  /** Returns where the copy begins. */
  #copy(bytes: Uint8Array, start: number, end: number): number {
    const from = this.#copied
    this.#copied += end - start
    if (this.#copied > this.#copies.length) {
      const room = Math.min(Math.max(leastCopies, this.#body.length), mostFirst)
      const larger = Buffer.allocUnsafe(Math.max(room, 2 * this.#copied))
      this.#copies.copy(larger, 0, 0, from)
      this.#copies = larger
    }
    this.#copies.set(bytes.subarray(start, end), from)
    return from
  }

  #isSame(
    { isCopy, from, to, before }: Reading,
    { bytes, start, end }: TextWindow,
    out: readonly Finding[],
  ): boolean {
    if (to - from !== end - start || before.length !== out.length) return false
    for (const [index, one] of before.entries()) {
      const other = out[index] as Finding
      if (other.type !== one.type || other.start !== one.start + start || other.end !== one.end + start)
        return false
    }
    if (!isCopy && from === start && bytes === this.#held) return true
    return (isCopy ? this.#copies : this.#body).compare(bytes, start, end, from, to) === 0
  }
}

const none: readonly Finding[] = []

function numbered(one: Finding, before: readonly Finding[], start: number): Finding | number {
  const index = before.indexOf(one)
  return index < 0 ? moved(one, -start) : index
}

function moved(one: Finding, by: number): Finding {
  return { ...one, start: one.start + by, end: one.end + by }
}
