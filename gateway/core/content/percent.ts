/** Reads percent-encoded text: forms, URL queries, path segments, cookies and single header values. */
import type { BodyParser } from './body-inspector.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { FieldOrder, Judge } from './inspector.ts'
import { hiddenName, NameBuffer } from './name-buffer.ts'
import { hexValue } from './percent-encode.ts'
import type { BodyEdits } from './rewriter.ts'
import { TextReader } from './text-reader.ts'

/** What one kind of percent-encoded text looks like. */
export interface PercentSyntax {
  /** What stands between fields (`&`), or null where all is one text. */
  separator: string | null
  /** Whether a field is `name=value`; otherwise each is a text without a name. */
  pairs: boolean
  /** Whether `+` means a space (HTML forms), or itself. */
  plus: boolean
}

const EQUALS = 0x3d
const PERCENT = 0x25
const PLUS = 0x2b
const SPACE = 0x20
const nothing = new Uint8Array(0)

/** There are a handful of syntaxes and a parser for every form, query and cookie: one table for each syntax. */
const tables = new WeakMap<PercentSyntax, Uint8Array>()

function specialBytes(syntax: PercentSyntax): Uint8Array {
  const known = tables.get(syntax)
  if (known !== undefined) return known
  const table = new Uint8Array(256)
  if (syntax.separator !== null) table[syntax.separator.charCodeAt(0)] = 1
  if (syntax.pairs) table[EQUALS] = 1
  if (syntax.plus) table[PLUS] = 1
  table[PERCENT] = 1
  tables.set(syntax, table)
  return table
}

interface PercentParts {
  syntax: PercentSyntax
  judge: Judge
  maxValueBytes: number
}

/**
 * Nothing is malformed here: a percent sign without two hexadecimal digits stands for itself, as the WHATWG URL
 * standard (percent-decode) has it.
 */
export class PercentParser implements BodyParser {
  readonly #rewriter: BodyEdits
  readonly #reader: TextReader
  readonly #judge: Judge
  readonly #syntax: PercentSyntax
  /** 1 where a byte is not plain text. */
  readonly #special: Uint8Array
  readonly #name = new NameBuffer()
  #path: string | null = null
  #inName: boolean
  #begun = false
  #order: FieldOrder = 'scan'
  #offset = 0
  #valueStart = 0
  /** Offset up to which a dropped value was taken out. */
  #dropped = 0

  constructor(editor: EntityEditor, parts: PercentParts) {
    this.#rewriter = editor.rewriter
    this.#reader = new TextReader(editor, parts.maxValueBytes)
    this.#judge = parts.judge
    this.#syntax = parts.syntax
    this.#inName = parts.syntax.pairs
    this.#special = specialBytes(parts.syntax)
  }

  /** The field that is being read; a name's own text has the path `{…}`. */
  path(): string | null {
    if (!this.#syntax.pairs) return null
    if (this.#inName) return hiddenName
    this.#path ??= this.#name.toString().trim()
    return this.#path
  }

  advance(final: boolean): void {
    const { window } = this.#rewriter
    const at = this.#read(this.#offset - window.base, final)
    this.#offset = window.base + at
    if (final) this.#endField(at)
    else this.#pause(at)
  }

  #read(from: number, final: boolean): number {
    const { bytes, end } = this.#rewriter.window
    let at = from
    while (at < end) {
      if (!this.#begun) this.#beginText(at)
      const run = at
      while (at < end && this.#special[bytes[at] as number] === 0) at++
      if (at > run) this.#plain(run, at)
      if (at === end) break
      const c = bytes[at]
      if (c === PERCENT) {
        if (at + 3 > end && !final) break
        at = this.#percent(at)
      } else if (c === PLUS) {
        this.#plus(at)
        at++
      } else if (c === EQUALS && !this.#inName) {
        this.#plain(at, at + 1)
        at++
      } else {
        if (c === EQUALS) this.#endName(at)
        else this.#endField(at)
        at++
        this.#beginText(at)
      }
    }
    return at
  }

  /** Returns the index behind the percent sign and, if it has them, its digits. */
  #percent(at: number): number {
    const { bytes, end } = this.#rewriter.window
    const high = at + 2 < end ? hexValue(bytes[at + 1] as number) : -1
    const low = at + 2 < end ? hexValue(bytes[at + 2] as number) : -1
    if (high < 0 || low < 0) {
      this.#plain(at, at + 1)
      return at + 1
    }
    this.#byte(16 * high + low, at, at + 3)
    return at + 3
  }

  /** At the beginning of a value it was rather a phone number's that nobody encoded than a space's. */
  #plus(at: number): void {
    const leads = !this.#inName && this.#rewriter.window.base + at === this.#valueStart
    if (leads) this.#plain(at, at + 1)
    else this.#byte(SPACE, at, at + 1)
  }

  #plain(start: number, end: number): void {
    if (this.#order !== 'scan') return
    this.#reader.plain(start, end)
    if (this.#inName) this.#name.add(this.#rewriter.window.bytes, start, end)
  }

  #byte(byte: number, start: number, end: number): void {
    if (this.#order !== 'scan') return
    this.#reader.byte(byte, start, end)
    if (this.#inName) this.#name.addByte(byte)
  }

  #beginText(at: number): void {
    this.#begun = true
    this.#reader.begin(at)
  }

  #endName(at: number): void {
    const found = this.#reader.finish()
    this.#inName = false
    this.#path = found > 0 ? hiddenName : null
    if (this.#judge.judgesFields) this.#order = this.#judge.field(this.path() ?? '')
    this.#valueStart = this.#rewriter.window.base + at + 1
    this.#dropped = this.#valueStart
  }

  #endField(at: number): void {
    if (this.#order === 'drop') this.#drop(at)
    else if (this.#begun && this.#order === 'scan') this.#reader.finish()
    this.#inName = this.#syntax.pairs
    this.#order = 'scan'
    this.#begun = false
    this.#name.clear()
  }

  #pause(at: number): void {
    if (this.#order === 'drop') this.#drop(at)
    if (this.#order !== 'scan' || !this.#begun) {
      this.#rewriter.settle(at, at)
      return
    }
    this.#reader.progress()
    const hold = Math.min(at, this.#reader.hold())
    this.#rewriter.settle(hold, hold)
  }

  #drop(at: number): void {
    const from = this.#dropped - this.#rewriter.window.base
    if (at > from) this.#rewriter.edit(from, at, nothing)
    this.#dropped = this.#rewriter.window.base + at
  }
}

/** Gives a whole text, `bytes[from, to)`, to the reader with its percent-encoding undone. */
export function readPercent(reader: TextReader, bytes: Uint8Array, span: { from: number; to: number }): void {
  let at = span.from
  while (at < span.to) {
    const run = at
    while (at < span.to && bytes[at] !== PERCENT) at++
    reader.plain(run, at)
    if (at === span.to) break
    const high = at + 2 < span.to ? hexValue(bytes[at + 1] as number) : -1
    const low = at + 2 < span.to ? hexValue(bytes[at + 2] as number) : -1
    const valid = high >= 0 && low >= 0
    if (valid) reader.byte(16 * high + low, at, at + 3)
    else reader.plain(at, at + 1)
    at += valid ? 3 : 1
  }
}
