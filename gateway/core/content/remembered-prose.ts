/** Reads each free text of a body once, though the body is read twice: the second time it says again what it found. */
import { Buffer } from 'node:buffer'
import type { Finding, TextWindow } from '../pii/entity.ts'
import type { ProseReader } from '../pii/prose/prose-reader.ts'

/** What was found in one text; positions count from its beginning. */
interface Reading {
  readonly text: Uint8Array
  /** What others had found there. */
  readonly before: readonly Finding[]
  /** All of it afterwards; a number stands for one of `before`. */
  readonly after: readonly (Finding | number)[]
}

/** Texts come in the same order again; where another one comes instead, it is read as if for the first time. */
export class RememberedProse implements ProseReader {
  readonly #reader: ProseReader
  readonly #readings: Reading[] = []
  /** The reading that is expected next; -1 in the first look. */
  #next = -1

  constructor(reader: ProseReader) {
    this.#reader = reader
  }

  /** From now on the texts come again. */
  beginAgain(): void {
    this.#next = 0
  }

  read(text: TextWindow, out: Finding[]): void {
    if (this.#next < 0) {
      const before = out.slice()
      this.#reader.read(text, out)
      this.#readings.push(readingOf(text, before, out))
      return
    }
    const reading = this.#readings[this.#next]
    if (reading === undefined || !isSame(reading, text, out)) {
      this.#reader.read(text, out)
      return
    }
    this.#next++
    const before = out.slice()
    out.length = 0
    for (const one of reading.after)
      out.push(typeof one === 'number' ? (before[one] as Finding) : moved(one, text.start))
  }
}

function readingOf({ bytes, start, end }: TextWindow, before: Finding[], out: readonly Finding[]): Reading {
  return {
    text: bytes.slice(start, end),
    before: before.map((one) => moved(one, -start)),
    after: out.map((one) => {
      const index = before.indexOf(one)
      return index < 0 ? moved(one, -start) : index
    }),
  }
}

function isSame(
  { text, before }: Reading,
  { bytes, start, end }: TextWindow,
  out: readonly Finding[],
): boolean {
  if (text.length !== end - start || before.length !== out.length) return false
  for (const [index, one] of before.entries()) {
    const other = out[index] as Finding
    if (other.type !== one.type || other.start !== one.start + start || other.end !== one.end + start)
      return false
  }
  return Buffer.from(text.buffer, text.byteOffset, text.length).compare(bytes, start, end) === 0
}

function moved(one: Finding, by: number): Finding {
  return { ...one, start: one.start + by, end: one.end + by }
}
