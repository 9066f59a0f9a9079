/** Does what a rule orders to the names, strings, numbers and fields that the JSON tokenizer points out. */
import { GatewayError } from '../errors.ts'
import { type FieldNames, noNames } from '../pii/fields/field-names.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { FieldOrder, Judge } from './inspector.ts'
import { NumberReader } from './json-number.ts'
import type { JsonPath } from './json-path.ts'
import { readEscaped } from './json-string.ts'
import type { RememberedProse } from './remembered-prose.ts'
import type { BodyEdits } from './rewriter.ts'
import { scanStep, TextReader } from './text-reader.ts'
import type { UnchangedTexts } from './unchanged-texts.ts'

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

/** Of a body that is looked at twice: what the first look is to note, and the second needs not read again. */
export interface TwoLooks {
  readonly prose: RememberedProse | null
  /** null in the first look, and in a second one that reads everything. */
  readonly unchanged: UnchangedTexts | null
  /** Names of columns tell what the elements of lists hold: every value is read. */
  readonly hasColumns: boolean
}

const oneLook: TwoLooks = { prose: null, unchanged: null, hasColumns: false }
const nullWord = Uint8Array.of(0x6e, 0x75, 0x6c, 0x6c)
const nothing = new Uint8Array(0)
const none = -1

export class JsonTexts {
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
  #looks = oneLook

  constructor(editor: EntityEditor, path: JsonPath) {
    this.#rewriter = editor.rewriter
    this.#path = path
    this.#reader = new TextReader(editor, 0)
    this.#numbers = new NumberReader(editor)
  }

  begin(judge: Judge, maxValueBytes: number, looks = oneLook): void {
    this.#judge = judge
    this.#maxValueBytes = maxValueBytes
    this.#names = judge.analyzer.names
    this.#looks = looks
    const isPlain = judge.known?.isComplete !== true || looks.unchanged !== null
    this.#dictionary = isPlain ? (this.#names === noNames ? null : this.#names) : {}
    this.#reader.maxValueBytes = maxValueBytes
  }

  /** Forgets the body. */
  reset(): void {
    this.#judge = null
    this.#reader.reset()
    this.#numbers.reset()
    this.#given = none
    this.#fieldDepth = none
    this.#fieldOrder = 'scan'
    this.#dropped = none
    this.#names = noNames
    this.#dictionary = null
    this.#looks = oneLook
  }

  /** Knows which texts need not be read; null where all must. */
  get unchanged(): UnchangedTexts | null {
    return this.#looks.unchanged
  }

  /** What is asked of names, another object where the answers differ; null where they tell nothing. */
  get dictionary(): object | null {
    return this.#dictionary
  }

  /** True where the name of the value tells what it holds; of arrays, the name above counts for each element. */
  get isTold(): boolean {
    return this.#path.isTold || this.#looks.hasColumns
  }

  /** Strings from this length on are read even if nothing in them anchors an entity. */
  get leastRead(): number {
    return this.isTold ? 1 : this.#reader.leastRead
  }

  /** The same where no name tells anything. */
  get leastUntold(): number {
    if (this.#looks.hasColumns) return 1
    return this.#looks.unchanged === null ? this.#reader.leastRead : this.#reader.leastProse
  }

  /**
   * True where what only programs write, and what has neither a space nor anything that anchors an entity, is not read but
   * below a telling name: nobody is known who may stand in it.
   */
  get passesIdentifiers(): boolean {
    if (this.#looks.hasColumns) return false
    return this.#reader.leastRead >= this.#reader.leastProse
  }

  /** The same for the value that was read just now, of what only programs write. */
  get passesMade(): boolean {
    return !this.isTold && this.passesIdentifiers
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
      this.#looks.unchanged?.read(this.#rewriter, start, end)
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
    const { prose, unchanged } = this.#looks
    if (unchanged === null) prose?.note(text.start)
    else if (!text.isName && this.#isUnchanged(unchanged, text)) return
    else unchanged.read(this.#rewriter, text.start, text.end)
    if (this.#given !== none) this.#endLong(text)
    else if (text.isName) this.#scanName(text)
    else this.#scan(text)
  }

  /** True where a second look would find what the first one did. A short text with escapes only the second one reads. */
  #isUnchanged(unchanged: UnchangedTexts, { start, end, escaped }: JsonString): boolean {
    return !(escaped && end - start < this.#reader.leastProse) && unchanged.nextFrom(start) >= end
  }

  /** A number that is long enough to hold an entity, or whose name tells what it holds. */
  number(start: number, end: number): void {
    if (this.#fieldDepth !== none) return
    const { unchanged } = this.#looks
    if (unchanged !== null && unchanged.nextFrom(start) >= end) return
    unchanged?.read(this.#rewriter, start, end)
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
      if (text.end - text.start < scanStep) {
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
    if (!text.escaped && !text.coded) {
      const { clearUntil, clearFrom = text.end } = text
      const isTold = this.isTold && !text.isName
      return this.#reader.whole(text.start, text.end, { clearUntil, clearFrom, isTold })
    }
    this.#reader.begin(text.start, text.coded)
    readEscaped(this.#reader, this.#rewriter.window.bytes, { from: text.start, to: text.end, final: true })
    return this.#reader.finish()
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
