/** Reads tables in text form (CSV, TSV) while they pass, cell by cell. */
import { GatewayError } from '../errors.ts'
import { triggerBytes } from '../pii/scanner.ts'
import type { BodyParser } from './body-inspector.ts'
import { cellClasses, LINE_END, PLAIN, TRIGGER } from './csv-classes.ts'
import type { CsvColumns } from './csv-columns.ts'
import { DelimiterGuess } from './csv-delimiter.ts'
import type { EntityEditor } from './entity-editor.ts'
import { BACKSLASH, PERCENT } from './inner-escape.ts'
import type { FieldOrder } from './inspector.ts'
import { longestName } from './name-buffer.ts'
import type { BodyEdits } from './rewriter.ts'
import { scanStep, TextReader } from './text-reader.ts'

const QUOTE = 0x22
const none = -1
const nothing = new Uint8Array(0)

const wantCell = 0
const inBare = 1
const inQuoted = 2

/**
 * RFC 4180, with the delimiter guessed. A quote opens a quoted cell only at the cell's beginning; what stands between
 * a closing quote and the next delimiter still belongs to the cell, as spreadsheets read it. Only an unclosed quote
 * is malformed.
 */
export class CsvParser implements BodyParser {
  readonly #rewriter: BodyEdits
  readonly #columns: CsvColumns
  readonly #reader: TextReader
  readonly #guess = new DelimiterGuess()
  #classes: Uint8Array = cellClasses(none)
  #delimiter = none
  #state = wantCell
  #order: FieldOrder = 'scan'
  #offset = 0
  /** Offset of the open cell's first byte, inside its quotes. */
  #cell = 0
  #triggered = false
  #escaped = false
  /** Offset up to which a long cell was given to the reader, or a dropped one was taken out; `none` before. */
  #given = none
  /** True behind a cell's closing quote. */
  #quotedCell = false

  constructor(editor: EntityEditor, parts: { columns: CsvColumns; maxValueBytes: number }) {
    this.#rewriter = editor.rewriter
    this.#columns = parts.columns
    this.#reader = new TextReader(editor, parts.maxValueBytes)
  }

  advance(final: boolean): void {
    const { window } = this.#rewriter
    if (this.#delimiter === none && !this.#begin(final)) return
    const at = this.#read(this.#offset - window.base, final)
    this.#offset = window.base + at
    if (!final) this.#pause(at)
    else if (this.#state === inQuoted) throw this.#malformed(at)
    else if (this.#state === inBare) this.#endCell(at)
  }

  /** Nothing can be read before the delimiter is known. */
  #begin(final: boolean): boolean {
    const { bytes, end } = this.#rewriter.window
    const delimiter = this.#guess.delimiter(bytes, end, final)
    if (delimiter === null) return false
    this.#delimiter = delimiter
    this.#classes = cellClasses(delimiter)
    const hasMark = end >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    if (hasMark) this.#offset = 3
    return true
  }

  #read(from: number, final: boolean): number {
    const { end } = this.#rewriter.window
    let at = from
    while (at < end) {
      if (this.#state === wantCell) {
        at = this.#beginCell(at)
      } else if (this.#state === inQuoted) {
        const next = this.#quoted(at, final)
        if (next < 0) return at
        at = next
      } else {
        at = this.#bare(at)
      }
    }
    return at
  }

  #beginCell(at: number): number {
    const c = this.#rewriter.window.bytes[at] as number
    // An empty line, or the second half of CR LF.
    if (this.#columns.column === 0 && this.#classes[c] === LINE_END) return at + 1
    const inside = c === QUOTE ? at + 1 : at
    this.#cell = this.#rewriter.window.base + inside
    this.#state = c === QUOTE ? inQuoted : inBare
    this.#triggered = false
    this.#escaped = false
    this.#given = none
    this.#order = this.#columns.order()
    return inside
  }

  #bare(from: number): number {
    const { bytes, end } = this.#rewriter.window
    let at = from
    let kind = PLAIN
    while (at < end) {
      kind = this.#classes[bytes[at] as number] as number
      if (kind > TRIGGER) break
      if (kind === TRIGGER) this.#triggered = true
      at++
    }
    if (at === end) return at
    this.#endCell(at)
    if (kind !== LINE_END) this.#columns.column++
    else if (this.#columns.endLine()) this.#columns.beginRows(bytes, { start: at + 1, end }, this.#delimiter)
    return at + 1
  }

  /** Inside quotes; -1 where the byte behind a quote must come first. */
  #quoted(from: number, final: boolean): number {
    const { bytes, end } = this.#rewriter.window
    let at = from
    while (at < end && bytes[at] !== QUOTE) {
      if (triggerBytes[bytes[at] as number] !== 0) this.#triggered = true
      at++
    }
    if (at === end) return at
    if (at + 1 === end && !final) return at > from ? at : -1
    if (at + 1 < end && bytes[at + 1] === QUOTE) {
      this.#escaped = true
      return at + 2
    }
    this.#endQuoted(at)
    return at + 1
  }

  /** Behind the closing quote a cell rarely goes on; what is there is a text of its own. */
  #endQuoted(at: number): void {
    this.#closeText(at)
    this.#state = inBare
    this.#cell = this.#rewriter.window.base + at + 1
    this.#triggered = false
    this.#escaped = false
    this.#given = none
    this.#quotedCell = true
  }

  #endCell(at: number): void {
    const isEmptyTail = this.#quotedCell && this.#rewriter.window.base + at === this.#cell
    if (!isEmptyTail) this.#closeText(at)
    this.#quotedCell = false
    this.#state = wantCell
  }

  /** The text `[cell, at)` is complete. */
  #closeText(at: number): void {
    const { window } = this.#rewriter
    const start = this.#cell - window.base
    if (this.#order === 'drop') this.#drop(at)
    if (this.#order !== 'scan') return
    const isName = this.#columns.inFirstLine && !this.#quotedCell && this.#given === none
    const name = isName ? window.text(start, Math.min(at, start + longestName)) : null
    let findings = 0
    if (this.#given !== none) {
      this.#give(at)
      findings = this.#reader.finish()
    } else if (
      at > start &&
      (this.#triggered || this.#columns.isTold() || at - start >= this.#reader.leastRead)
    ) {
      findings = this.#needsReader(start, at) ? this.#scanEscaped(start, at) : this.#scanPlain(start, at)
    }
    if (this.#columns.inFirstLine) this.#columns.firstLineCell(name, findings)
  }

  /** Where neither pairs of quotes nor escapes of a second layer are, a cell can be looked through where it stands. */
  #needsReader(start: number, end: number): boolean {
    const { bytes } = this.#rewriter.window
    let at = start
    while (at < end && bytes[at] !== PERCENT && bytes[at] !== BACKSLASH) at++
    return this.#escaped || at < end
  }

  #scanPlain(start: number, end: number): number {
    return this.#reader.whole(start, end, { isTold: this.#columns.isTold() })
  }

  #scanEscaped(start: number, end: number): number {
    this.#reader.begin(start)
    this.#given = this.#rewriter.window.base + start
    this.#give(end)
    return this.#reader.finish()
  }

  /** Gives the reader what it did not get yet, pairs of quotes as one (RFC 4180 §2.7). */
  #give(end: number): void {
    const { base, bytes } = this.#rewriter.window
    let at = this.#given - base
    while (at < end) {
      const run = at
      while (at < end && bytes[at] !== QUOTE) at++
      this.#reader.plain(run, at)
      if (at === end) break
      const pair = this.#escaped && bytes[at + 1] === QUOTE
      if (pair) this.#reader.character(QUOTE, at, at + 2)
      else this.#reader.plain(at, at + 1)
      at += pair ? 2 : 1
    }
    this.#given = base + at
  }

  #pause(at: number): void {
    const { base } = this.#rewriter.window
    if (this.#state === wantCell || this.#order !== 'scan') {
      if (this.#state !== wantCell && this.#order === 'drop') this.#drop(at)
      this.#rewriter.settle(at, at)
      return
    }
    const start = this.#cell - base
    if (this.#given === none) {
      if (at - start < scanStep) {
        this.#rewriter.settle(start, start)
        return
      }
      this.#reader.begin(start)
      this.#given = this.#cell
    }
    this.#give(at)
    this.#reader.progress()
    const hold = Math.min(at, this.#reader.hold())
    this.#rewriter.settle(hold, hold)
  }

  #drop(at: number): void {
    const { base } = this.#rewriter.window
    const from = Math.max(this.#cell, this.#given) - base
    if (at > from) this.#rewriter.edit(from, at, nothing)
    this.#given = base + at
  }

  #malformed(index: number): GatewayError {
    const offset = this.#rewriter.window.base + index
    return new GatewayError('CONTENT_MALFORMED', { format: 'csv', why: 'a quote is not closed', offset })
  }
}
