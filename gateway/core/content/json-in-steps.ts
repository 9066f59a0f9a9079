/** Has documents in strings of JSON looked into a step at a time: it stops before a string ends that may hold one. */
import { Buffer } from 'node:buffer'
import type { BodyParser } from './body-inspector.ts'
import type { JsonParser } from './json.ts'
import type { JsonTexts } from './json-texts.ts'
import type { Steps } from './steps.ts'
import type { ByteWindow } from './window.ts'

/** What every package begins with in Base64. Where it is written otherwise, the string is opened when it is read. */
const beginning = 'UEsDB'
const QUOTE = 0x22
const BACKSLASH = 0x5c

/**
 * The parser reads the same however a body is cut. So it is shown the body up to the end of such a string; then the file
 * is looked into, and then the parser goes on, which finds it done.
 */
export class JsonInSteps implements BodyParser {
  work: Steps<void> | null = null
  readonly #parser: JsonParser
  readonly #window: ByteWindow
  readonly #texts: JsonTexts
  /** Offset in the body from which on strings are looked for. */
  #from = 0
  /** True where one has begun whose end has not come. */
  #hasBegun = false

  constructor(parser: JsonParser, window: ByteWindow, texts: JsonTexts) {
    this.#parser = parser
    this.#window = window
    this.#texts = texts
  }

  get opaqueParts(): number {
    return this.#parser.opaqueParts
  }

  advance(final: boolean): void {
    this.work = null
    // A second look that passes over texts which are as they were finds no files to open.
    while (this.#texts.unchanged === null) {
      const end = this.#nextEnd()
      if (end < 0) break
      this.#readUpTo(end)
      const text = this.#parser.openString
      this.work = text === null ? null : this.#texts.lookAhead(text)
      if (this.work !== null) return
    }
    this.#parser.advance(final)
  }

  #readUpTo(index: number): void {
    const window = this.#window
    const { end } = window
    window.end = index
    try {
      this.#parser.advance(false)
    } finally {
      window.end = end
    }
  }

  /** Index of the quote behind the next beginning; -1 where none is at hand. */
  #nextEnd(): number {
    const { base, bytes, end } = this.#window
    const view = Buffer.from(bytes.buffer, bytes.byteOffset, end)
    for (;;) {
      if (!this.#hasBegun && !this.#findBeginning(view)) return -1
      const quote = view.indexOf(QUOTE, Math.max(0, this.#from - base))
      this.#hasBegun = quote < 0
      this.#from = base + (quote < 0 ? end : quote)
      if (quote < 0) return -1
      if (view[quote - 1] !== BACKSLASH) return quote
    }
  }

  #findBeginning(view: Buffer): boolean {
    const { base } = this.#window
    const from = Math.max(0, this.#from - base)
    const found = view.indexOf(beginning, from, 'latin1')
    this.#from = base + (found < 0 ? Math.max(from, view.length - beginning.length + 1) : found)
    return found >= 0
  }
}
