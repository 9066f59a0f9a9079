/** Does what a rule orders to the names, strings, numbers and fields that the JSON tokenizer points out. */
import { GatewayError } from '../errors.ts'
import { type FieldNames, noNames } from '../pii/fields/field-names.ts'
import { mayBeginFile } from './encoded-beginning.ts'
import {
  encodeLike,
  judgeInText,
  leastEncoded,
  mayBeEncoded,
  openEncoded,
  readEncoded,
} from './encoded-file.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { FieldOrder, FileOrders, Judge } from './inspector.ts'
import { NumberReader } from './json-number.ts'
import type { JsonPath } from './json-path.ts'
import { readEscaped } from './json-string.ts'
import type { BodyEdits } from './rewriter.ts'
import { scanStep, TextReader } from './text-reader.ts'

/** A name or string, or as much of it as is at hand: indexes of its inside in the window. */
export interface JsonString {
  start: number
  end: number
  isName: boolean
  /** An escape is in it. */
  escaped: boolean
  /** Escapes of a second layer may be in it. */
  coded: boolean
  /** Before this index nothing is anchored in it, unless it has escapes. */
  clearUntil: number
  /** From this index on nothing is anchored in it; absent: nobody looked. */
  clearFrom?: number
}

const nullWord = Uint8Array.of(0x6e, 0x75, 0x6c, 0x6c)
const nothing = new Uint8Array(0)
const none = -1

export class JsonTexts {
  /** Files in the texts that were not looked into. */
  opaqueParts = 0
  readonly #editor: EntityEditor
  readonly #rewriter: BodyEdits
  readonly #path: JsonPath
  #judge: Judge | null = null
  readonly #reader: TextReader
  readonly #numbers: NumberReader
  /** `place` of the path at the last number. */
  #numbersAt = none
  #maxValueBytes = 0
  /** Offset up to which the open string was given to the reader; `none` while it was not begun. */
  #given = none
  /** Depth and order of the field that is kept or dropped; `none` outside of one. */
  #fieldDepth = none
  #fieldOrder: FieldOrder = 'scan'
  #fieldStart = 0
  /** Offset up to which the dropped field was taken out already; `none` before the first time. */
  #dropped = none
  #names: FieldNames = noNames
  #dictionary: object | null = null
  /** True where files are looked for that stand in strings as Base64. */
  #opens = false

  constructor(editor: EntityEditor, path: JsonPath) {
    this.#editor = editor
    this.#rewriter = editor.rewriter
    this.#path = path
    this.#reader = new TextReader(editor, 0)
    this.#numbers = new NumberReader(editor)
  }

  begin(judge: Judge, maxValueBytes: number): void {
    this.#judge = judge
    this.#maxValueBytes = maxValueBytes
    this.#names = judge.analyzer.names
    this.#opens = (judge.files?.base64Depth ?? 0) > 0 && this.#editor.context.openFile !== undefined
    this.opaqueParts = 0
    const isPlain = judge.known?.isComplete !== true
    this.#dictionary = isPlain ? (this.#names === noNames ? null : this.#names) : {}
    this.#reader.maxValueBytes = maxValueBytes
  }

  /** Forgets the body. */
  reset(): void {
    this.#judge = null
    this.#opens = false
    this.#reader.reset()
    this.#numbers.reset()
    this.#given = none
    this.#fieldDepth = none
    this.#fieldOrder = 'scan'
    this.#dropped = none
    this.#names = noNames
    this.#dictionary = null
  }

  /** What is asked of names, another object where the answers differ; null where they tell nothing. */
  get dictionary(): object | null {
    return this.#dictionary
  }

  /** True where the name of the value tells what it holds; of arrays, the name above counts for each element. */
  get isTold(): boolean {
    return this.#path.isTold
  }

  /** Strings from this length on are read even if nothing in them anchors an entity. */
  get leastRead(): number {
    return this.#path.isTold ? 1 : this.leastUntold
  }

  /** True where strings are looked at that would not be read but for the files that they may be. */
  get asksForFiles(): boolean {
    return this.#opens
  }

  /** True where a string of that length is to be read: of those that are asked for files, few may be one. */
  isWorthReading(start: number, end: number): boolean {
    const length = end - start
    if (length >= (this.#path.isTold ? 1 : this.#reader.leastRead)) return true
    if (!this.#opens || length < leastEncoded) return false
    return mayBeginFile(this.#rewriter.window.bytes, start, end)
  }

  /** The same where no name tells anything. */
  get leastUntold(): number {
    return this.#opens ? Math.min(leastEncoded, this.#reader.leastRead) : this.#reader.leastRead
  }

  /** A member's value begins at `index`: a field that the rule may know. */
  beginField(index: number): void {
    if (this.#fieldDepth !== none) return
    const order = this.#judge?.field(this.#path.path()) ?? 'scan'
    if (order === 'scan') return
    this.#fieldDepth = this.#path.depth
    this.#fieldOrder = order
    this.#fieldStart = this.#rewriter.window.base + index
  }

  /** A value ended before `index`. */
  endValue(index: number): void {
    if (this.#fieldDepth === none || this.#fieldDepth !== this.#path.depth) return
    if (this.#fieldOrder === 'drop') this.#endDrop(index)
    this.#fieldDepth = none
  }

  /** True while a string is open of which parts were given to the reader already. */
  get inLongString(): boolean {
    return this.#given !== none
  }

  /** A name ended in which nothing is anchored. False where somebody may stand in it who is known. */
  plainName(start: number, end: number): boolean {
    if (this.#fieldDepth !== none) return true
    if (this.#reader.mayName(start, end)) {
      this.#scanName({ start, end, isName: true, escaped: false, coded: false, clearUntil: end })
      return false
    }
    this.#path.name(start, end)
    this.#path.isTold = this.#names.tells(this.#rewriter.window.bytes, start, end)
    return true
  }

  /** A name or string ended that may hold an entity. */
  string(text: JsonString): void {
    if (this.#fieldDepth !== none) return
    // What a text holds may say more of the names around it.
    this.#numbers.beginList()
    if (this.#given !== none) this.#endLong(text)
    else if (text.isName) this.#scanName(text)
    else this.#scan(text)
  }

  /** A number that is long enough to hold an entity, or whose name tells what it holds. */
  number(start: number, end: number): void {
    if (this.#fieldDepth !== none) return
    if (this.#path.place !== this.#numbersAt) this.#numbers.beginList()
    this.#numbersAt = this.#path.place
    this.#numbers.read(start, end, this.isTold)
  }

  /** The window ended; nothing from `index` on is decided. */
  pause(index: number): void {
    if (this.#rewriter.window.end - index > this.#maxValueBytes) {
      throw new GatewayError('CONTENT_LIMIT', { limit: 'maxValueBytes' })
    }
    if (this.#fieldOrder === 'drop' && this.#fieldDepth !== none) this.#dropUpTo(index)
    this.#rewriter.settle(index, index)
  }

  /** The window ended inside a name or string, of which `[start, end)` was read. */
  pauseString(text: JsonString): void {
    if (this.#fieldDepth !== none) {
      this.pause(text.end)
      return
    }
    if (this.#given === none) {
      if (text.end - text.start < scanStep || this.#mayComplete(text)) {
        this.#rewriter.settle(text.start, text.start)
        return
      }
      this.#beginLong(text)
    }
    this.#give(text.end, false)
    this.#reader.progress()
    this.#rewriter.settle(this.#reader.hold(), this.#reader.hold())
  }

  #scanName(text: JsonString): void {
    this.#path.name(text.start, text.end)
    this.#path.hidesName = true
    const found = this.#scan(text)
    if (found > 0) this.#path.hideName()
    this.#path.hidesName = false
    // A name with escapes is looked up where its value is read.
    const { bytes } = this.#rewriter.window
    this.#path.isTold = found === 0 && (text.escaped || this.#names.tells(bytes, text.start, text.end))
  }

  #scan(text: JsonString): number {
    if (this.#opens && !text.isName && text.end - text.start >= leastEncoded) {
      const found = this.#open(text)
      if (found !== null) return found
    }
    if (!text.escaped && !text.coded) {
      const { clearUntil, clearFrom = text.end } = text
      const isTold = this.isTold && !text.isName
      return this.#reader.whole(text.start, text.end, { clearUntil, clearFrom, isTold })
    }
    this.#reader.begin(text.start, text.coded)
    readEscaped(this.#reader, this.#rewriter.window.bytes, { from: text.start, to: text.end, final: true })
    return this.#reader.finish()
  }

  /** True where the string may be a file that is not at hand whole, and not too long to be held. */
  #mayComplete({ start, end, escaped, isName }: JsonString): boolean {
    if (!this.#opens || isName) return false
    const { bytes } = this.#rewriter.window
    if (!mayBeEncoded({ bytes, start, end, escaped })) return false
    const files = this.#judge?.files
    if (files === undefined || end - start <= (4 * files.maxFileBytes) / 3) return true
    this.#countLarge(files, start)
    return false
  }

  #countLarge(files: FileOrders, start: number): void {
    files.told('base64-large')
    this.opaqueParts++
    if (this.#editor.context.refusesOpaque === true) this.#rewriter.refuse(start)
  }

  /** Returns the number of entities in the file that the string is; null where it is none. */
  #open({ start, end, escaped }: JsonString): number | null {
    const { openFile } = this.#editor.context
    const judge = this.#judge
    const { bytes, base } = this.#rewriter.window
    if (judge === null || openFile === undefined) return null
    const file = readEncoded({ bytes, start, end, escaped }, judge)
    if (file === null) return null
    let found = 0
    const within = judgeInText(judge, { path: this.#path.path(), start: base + start })
    const counting: Judge = {
      ...within,
      entity(one) {
        found++
        return within.entity(one)
      },
    }
    const { body, changed, refused, opaqueParts } = openEncoded(file, counting, openFile)
    this.opaqueParts += opaqueParts
    if (refused) this.#rewriter.refuse(start)
    else if (changed) this.#rewriter.edit(file.from, end, encodeLike(file, body))
    return found
  }

  #beginLong(text: JsonString): void {
    if (text.isName) {
      this.#path.name(text.start, text.end)
      this.#path.save()
      this.#path.hidesName = true
    }
    this.#reader.begin(text.start)
    this.#given = this.#rewriter.window.base + text.start
  }

  #give(end: number, final: boolean): void {
    const { base, bytes } = this.#rewriter.window
    this.#given = base + readEscaped(this.#reader, bytes, { from: this.#given - base, to: end, final })
  }

  #endLong(text: JsonString): void {
    this.#give(text.end, true)
    if (this.#reader.finish() > 0 && text.isName) this.#path.hideName()
    this.#path.hidesName = false
    this.#given = none
    if (text.isName) this.#path.isTold = false
  }

  #endDrop(end: number): void {
    const { base, bytes } = this.#rewriter.window
    const start = this.#fieldStart - base
    const first = bytes[start]
    if (this.#dropped !== none || first === 0x22 || first === 0x5b || first === 0x7b) this.#dropUpTo(end)
    else if (first !== nullWord[0]) this.#rewriter.edit(start, end, nullWord)
    this.#dropped = none
  }

  /** A long field is taken out as it passes, its `null` first. */
  #dropUpTo(index: number): void {
    const { base } = this.#rewriter.window
    if (this.#dropped === none) {
      if (base + index === this.#fieldStart) return
      this.#rewriter.edit(this.#fieldStart - base, this.#fieldStart - base, nullWord)
      this.#dropped = this.#fieldStart
    }
    this.#rewriter.edit(this.#dropped - base, index, nothing)
    this.#dropped = base + index
  }
}
