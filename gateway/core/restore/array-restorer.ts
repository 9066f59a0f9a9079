/** Restores JSON that may be a stream of events in one array, as Gemini sends it; each is handed on as soon as it is whole. */
import { Buffer } from 'node:buffer'
import { MiB } from '../units.ts'
import { DeltaEvents } from './delta-events.ts'
import { GrowingBytes } from './growing-bytes.ts'
import type { RestorePiece, Restorer } from './pieces.ts'
import { TextRestorer } from './text-restorer.ts'

/** ai.google.dev/api/generate-content: what the first object of such an array begins with. Other arrays are plain JSON. */
const firstNames = ['"candidates"', '"promptFeedback"', '"usageMetadata"'].map((name) => Buffer.from(name))
/** White space before that name; with more it is plain JSON. */
const longestBeginning = 256
/** A longer element is read on as plain JSON. */
const longestElement = MiB

const comma = Uint8Array.of(0x2c)

type State = 'begin' | 'between' | 'element' | 'plain'

export class ArrayRestorer implements Restorer {
  readonly #events = new DeltaEvents('json')
  readonly #plain = new TextRestorer('json')
  #state: State = 'begin'
  readonly #rest = new GrowingBytes()
  /** Of the element that is being read: what was looked at, open brackets, and whether a string is open. */
  #looked = 0
  #depth = 0
  #inString = false
  #isEscaped = false

  get held(): Uint8Array {
    if (this.#state === 'plain') return this.#plain.held
    const late = this.#events.held.flatMap(({ data }) =>
      this.#state === 'between' ? [comma, data] : [data, comma],
    )
    return Buffer.concat([...late, this.#rest.bytes])
  }

  push(chunk: Uint8Array): RestorePiece[] {
    if (this.#state === 'plain') return this.#plain.push(chunk)
    const all = this.#rest.with(chunk)
    let bytes = all
    const pieces: RestorePiece[] = []
    if (this.#state === 'begin') {
      const start = beginningOfEvents(bytes)
      if (start === null) return this.#keep(0)
      if (start < 0) return this.#readOn(bytes)
      pieces.push(bytes.subarray(0, start))
      bytes = bytes.subarray(start)
      this.#state = 'between'
    }
    for (;;) {
      const end = this.#state === 'between' ? this.#endOfGap(bytes) : this.#endOfElement(bytes)
      if (end < 0) break
      if (this.#state === 'between') pieces.push(bytes.subarray(0, end))
      else for (const piece of this.#element(bytes, end)) pieces.push(piece)
      bytes = bytes.subarray(end)
      if (this.#state === 'between' && bytes[0] !== 0x7b) return [...pieces, ...this.#giveUp(bytes)]
      this.#state = this.#state === 'between' ? 'element' : 'between'
    }
    if (this.#state === 'between') {
      this.#keep(all.length)
      return [...pieces, bytes]
    }
    if (bytes.length > longestElement) return [...pieces, ...this.#giveUp(bytes)]
    this.#keep(all.length - bytes.length)
    return pieces
  }

  end(): RestorePiece[] {
    if (this.#state === 'plain') return this.#plain.end()
    return [...this.#giveUp(this.#rest.bytes), ...this.#plain.end()]
  }

  #keep(from: number): RestorePiece[] {
    this.#rest.keep(from)
    return []
  }

  /** From here on it is read as any JSON. */
  #readOn(bytes: Uint8Array): RestorePiece[] {
    this.#state = 'plain'
    return this.#plain.push(bytes)
  }

  /** Where the next element, or what is none, begins; -1 where there is only white space and commas. */
  #endOfGap(bytes: Uint8Array): number {
    return bytes.findIndex((byte) => byte !== 0x2c && !isSpace(byte))
  }

  /** Behind the bracket that closes the object which `bytes` begin with; -1 where it is not there yet. */
  #endOfElement(bytes: Uint8Array): number {
    for (let at = this.#looked; at < bytes.length; at++) {
      const byte = bytes[at] as number
      if (this.#inString) this.#inside(byte)
      else if (byte === 0x22) this.#inString = true
      else if (byte === 0x7b || byte === 0x5b) this.#depth++
      else if (byte === 0x7d || byte === 0x5d) {
        this.#depth--
        if (this.#depth > 0) continue
        this.#looked = 0
        return at + 1
      }
    }
    this.#looked = bytes.length
    return -1
  }

  #inside(byte: number): void {
    if (this.#isEscaped) this.#isEscaped = false
    else if (byte === 0x5c) this.#isEscaped = true
    else if (byte === 0x22) this.#inString = false
  }

  /** What is held of texts that end with it stands in elements of its own before it. */
  #element(bytes: Uint8Array, end: number): RestorePiece[] {
    const events = this.#events.push({ name: null, data: bytes.subarray(0, end) })
    return events.flatMap(({ pieces }, i) => (i === 0 ? pieces : [comma, ...pieces]))
  }

  /** The end of the array, or what is no event: before it what is held, on the right side of the comma that stands there. */
  #giveUp(bytes: Uint8Array): RestorePiece[] {
    const isLast = bytes.length === 0 || bytes[0] === 0x5d
    const late = this.#events
      .end()
      .flatMap(({ pieces }) => (isLast ? [comma, ...pieces] : [...pieces, comma]))
    return [...late, ...this.#readOn(bytes)]
  }
}

/** Where the first object of an array of events begins; -1 where the JSON is another, null where more has to be seen. */
function beginningOfEvents(bytes: Uint8Array): number | null {
  let at = 0
  const skip = () => {
    while (at < bytes.length && isSpace(bytes[at] as number)) at++
  }
  const more = () => (bytes.length > longestBeginning ? -1 : null)
  skip()
  if (at === bytes.length) return more()
  if (bytes[at++] !== 0x5b) return -1
  skip()
  if (at === bytes.length) return more()
  const start = at
  if (bytes[at++] !== 0x7b) return -1
  skip()
  const name = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(at)
  if (firstNames.some((first) => name.length >= first.length && name.subarray(0, first.length).equals(first)))
    return start
  return firstNames.some((first) => name.length < first.length && first.subarray(0, name.length).equals(name))
    ? more()
    : -1
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}
