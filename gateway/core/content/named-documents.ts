/** Has JSON read document by document where names stand in it elsewhere than right before their values. */
import { Buffer } from 'node:buffer'
import type { FieldDictionary } from '../pii/fields/field-dictionary.ts'
import { mayNameElsewhere, type NamesElsewhere, namesElsewhere } from '../pii/fields/names-elsewhere.ts'
import { lineColumns } from '../pii/fields/row-columns.ts'
import type { BodyParser } from './body-inspector.ts'
import type { JsonTexts } from './json-texts.ts'
import type { Steps } from './steps.ts'
import type { ByteWindow } from './window.ts'

export interface DocumentReading {
  /** Reads what it is shown, the same however that is cut. */
  readonly inner: BodyParser
  readonly window: ByteWindow
  readonly texts: JsonTexts
  readonly fields: FieldDictionary
  /** Each line is a document (NDJSON); else the body is one. */
  readonly lines: boolean
  /** Of a longer document nothing is known before it is read. */
  readonly mostBytes: number
}

const LINE = 0x0a
const BRACKET = 0x5b

/** Of the names of columns themselves. */
const headings: NamesElsewhere = { hasUntold: false, meaningAt: () => null }

/**
 * A document waits until its end is at hand, or more than is held of one. Then the parser is shown the body up to there, and
 * knows what names tell in this document alone: paths of lines are alike.
 */
export class NamedDocuments implements BodyParser {
  work: Steps<void> | null = null
  readonly #reading: DocumentReading
  /** Offset up to which the parser is shown the body under the names that it knows. */
  #shown = 0
  /** Offset up to which lines were asked whether they may have such names, and the answer. */
  #asked = 0
  #mayName = false
  /** What is shown belongs to a document whose beginning was shown already. */
  #isLong = false
  /** What the first line says of all others, where it names the columns of a table. */
  #columns: NamesElsewhere | null = null
  /** Something was made ready that the parser was not shown to its end. */
  #isDue = false

  constructor(reading: DocumentReading) {
    this.#reading = reading
  }

  get opaqueParts(): number {
    return this.#reading.inner.opaqueParts ?? 0
  }

  advance(final: boolean): void {
    const { inner, window } = this.#reading
    this.work = null
    for (;;) {
      const isLast = final && this.#shown === window.base + window.end
      if (this.#isDue || isLast) this.#showInner(isLast)
      this.work = inner.work ?? null
      if (this.work !== null) return
      this.#isDue = this.#next(final)
      if (!this.#isDue && (isLast || !final)) return
    }
  }

  #showInner(isLast: boolean): void {
    const { inner, window } = this.#reading
    const { end } = window
    window.end = this.#shown - window.base
    try {
      inner.advance(isLast)
    } finally {
      window.end = end
    }
  }

  /** What comes next is made ready to be shown; false where its end must come first. */
  #next(final: boolean): boolean {
    const { window, mostBytes } = this.#reading
    const from = this.#shown - window.base
    if (from === window.end) return false
    if (this.#isLong) return this.#showLong(from)
    const end = this.#endOfLines(from)
    if (end > from) return this.#showLines(from, end)
    if (final) return this.#showLines(from, window.end)
    if (window.end - from <= mostBytes) return false
    this.#isLong = true
    this.#tell(this.#columns)
    return this.#showLong(from)
  }

  /** Up to the end of a document that is too long to be held, as far as it is at hand. */
  #showLong(from: number): boolean {
    const { window, lines } = this.#reading
    const line = lines ? window.bytes.subarray(0, window.end).indexOf(LINE, from) : -1
    this.#isLong = line < 0
    this.#shown = window.base + (line < 0 ? window.end : line + 1)
    return true
  }

  /** Index behind the last line that ends; `from` where none does. */
  #endOfLines(from: number): number {
    const { window, lines } = this.#reading
    if (!lines) return from
    return Math.max(from, window.bytes.subarray(0, window.end).lastIndexOf(LINE) + 1)
  }

  /** As many lines as know the same names. */
  #showLines(from: number, end: number): boolean {
    const { window, lines, fields } = this.#reading
    const { base, bytes } = window
    const isFirst = this.#shown === 0
    if (this.#asked <= base + from) {
      this.#asked = base + end
      this.#mayName = mayNameElsewhere(bytes.subarray(from, end), fields)
    }
    let to = this.#asked - base
    if (lines && (this.#mayName || (isFirst && bytes[from] === BRACKET))) {
      const line = bytes.subarray(0, to).indexOf(LINE, from)
      if (line >= 0) to = line + 1
    }
    this.#tell(this.#namesIn(bytes.subarray(from, to), isFirst))
    this.#shown = base + to
    return true
  }

  #namesIn(document: Uint8Array, isFirst: boolean): NamesElsewhere | null {
    const { fields, lines, mostBytes } = this.#reading
    if (document.length > mostBytes) return this.#columns
    const text = Buffer.from(document.buffer, document.byteOffset, document.length)
    if (isFirst && lines && document[0] === BRACKET) {
      const meaningAt = lineColumns(text, fields)
      this.#columns = meaningAt && { hasUntold: true, meaningAt }
      if (this.#columns !== null) return headings
    }
    return (this.#mayName ? namesElsewhere(text, fields) : null) ?? this.#columns
  }

  #tell(names: NamesElsewhere | null): void {
    this.#reading.texts.tellElsewhere(names)
  }
}
