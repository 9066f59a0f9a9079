/** Does what a rule orders to the names, strings, numbers and fields that the JSON tokenizer points out. */
import { GatewayError } from '../errors.ts'
import { noNames } from '../pii/fields/field-names.ts'
import type { NamesElsewhere } from '../pii/fields/names-elsewhere.ts'
import { leastEncoded } from './encoded-file.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { Judge } from './inspector.ts'
import { JsonFields } from './json-fields.ts'
import { JsonFiles } from './json-files.ts'
import { JsonNames } from './json-names.ts'
import { NumberReader } from './json-number.ts'
import type { JsonPath } from './json-path.ts'
import { type JsonString, JsonStrings } from './json-strings.ts'
import type { RememberedProse } from './remembered-prose.ts'
import type { BodyEdits } from './rewriter.ts'
import type { Steps } from './steps.ts'
import { scanStep } from './text-reader.ts'
import type { UnchangedTexts } from './unchanged-texts.ts'

/** Of a body that is looked at twice: what the first look is to note, and the second needs not read again. */
export interface TwoLooks {
  readonly prose: RememberedProse | null
  /** null in the first look, and in a second one that reads everything. */
  readonly unchanged: UnchangedTexts | null
  /** Names of columns tell what the elements of lists hold: every value is read. */
  readonly hasColumns: boolean
  /** Where names begin in which the first look found somebody; null where there is one look only. */
  readonly namesFound: Set<number> | null
}

const oneLook: TwoLooks = { prose: null, unchanged: null, hasColumns: false, namesFound: null }
const none = -1

export class JsonTexts {
  readonly #editor: EntityEditor
  readonly #rewriter: BodyEdits
  readonly #path: JsonPath
  readonly #strings: JsonStrings
  readonly #memberNames: JsonNames
  readonly #fields: JsonFields
  readonly #files: JsonFiles
  readonly #numbers: NumberReader
  /** `place` of the path at the last number. */
  #numbersAt = none
  #maxValueBytes = 0
  #dictionary: object | null = null
  /** Of the memory, when names were asked for. */
  #version = 0
  #looks = oneLook
  /** Names of columns tell what the elements of lists hold: every value is read. */
  hasColumns = false

  constructor(editor: EntityEditor, path: JsonPath) {
    this.#editor = editor
    this.#rewriter = editor.rewriter
    this.#path = path
    this.#strings = new JsonStrings(editor)
    this.#memberNames = new JsonNames(editor, { path, strings: this.#strings })
    this.#fields = new JsonFields(editor.rewriter, path)
    this.#files = new JsonFiles(editor, path)
    this.#numbers = new NumberReader(editor)
  }

  begin(judge: Judge, maxValueBytes: number, looks = oneLook): void {
    this.#fields.begin(judge)
    this.#files.begin(judge)
    this.#strings.begin(maxValueBytes)
    this.#maxValueBytes = maxValueBytes
    const { names } = judge.analyzer
    this.#memberNames.begin(names, looks)
    this.#looks = looks
    this.hasColumns = looks.hasColumns
    looks.prose?.readFrom(this.#rewriter.window.bytes)
    const isPlain = judge.known?.isComplete !== true || looks.unchanged !== null
    this.#dictionary = isPlain ? (names === noNames ? null : names) : {}
  }

  /** Forgets the body. */
  reset(): void {
    this.#fields.reset()
    this.#files.reset()
    this.#strings.reset()
    this.#numbers.reset()
    this.#memberNames.reset()
    this.#dictionary = null
    this.#version = 0
    this.#looks = oneLook
    this.tellElsewhere(null)
  }

  /** What names tell in the document that comes next, where they stand elsewhere than right before their values. */
  tellElsewhere(names: NamesElsewhere | null): void {
    this.#editor.elsewhere = names
    this.hasColumns = names === null ? this.#looks.hasColumns : names.hasUntold
  }

  /** Files in the texts that were not looked into. */
  get opaqueParts(): number {
    return this.#files.opaqueParts
  }

  /** True where strings without a space may be files. */
  get opensFiles(): boolean {
    return this.#files.isOn
  }

  /** Knows which texts need not be read; null where all must. */
  get unchanged(): UnchangedTexts | null {
    return this.#looks.unchanged
  }

  /** What is asked of names, another object where the answers differ; null where they tell nothing. */
  get dictionary(): object | null {
    // Of a body that streams, another one whenever somebody more is known, who may stand in a name that was read before.
    const version = this.#editor.known === null ? this.#editor.memory.version : 0
    if (version !== this.#version) this.#dictionary = {}
    this.#version = version
    return this.#dictionary
  }

  /** True where the name of the value tells what it holds; of arrays, the name above counts for each element. */
  get isTold(): boolean {
    return this.#path.isTold || this.hasColumns
  }

  /** Strings from this length on are read even if nothing in them anchors an entity. */
  get leastRead(): number {
    return this.isTold ? 1 : this.#leastOf(this.#strings.leastRead)
  }

  /** True where a string of that length is to be read: of those that are asked for files, few may be one. */
  isWorthReading(start: number, end: number): boolean {
    const least = this.isTold ? 1 : this.#strings.leastRead
    return end - start >= least || this.#files.mayBegin(start, end)
  }

  /** The same where no name tells anything. */
  get leastUntold(): number {
    if (this.hasColumns) return 1
    const { leastRead, leastProse } = this.#strings
    return this.#looks.unchanged === null ? this.#leastOf(leastRead) : leastProse
  }

  /**
   * True where what only programs write, and what has neither a space nor anything that anchors an entity, is not read but
   * below a telling name: nobody is known who may stand in it.
   */
  get passesIdentifiers(): boolean {
    if (this.hasColumns) return false
    return this.#strings.leastRead >= this.#strings.leastProse
  }

  /** The same for the value that was read just now, of what only programs write. */
  get passesMade(): boolean {
    return !this.isTold && this.passesIdentifiers
  }

  /** A member's value begins at `index`: a field that the rule may know. */
  beginField(index: number): void {
    this.#fields.beginValue(index)
  }

  /** A value ended before `index`. */
  endValue(index: number): void {
    this.#fields.endValue(index)
  }

  /** True while a string is open of which parts were read already. */
  get inLongString(): boolean {
    return this.#strings.isOpen
  }

  /** A name ended in which nothing is anchored. False where somebody may stand in it who is known. */
  plainName(start: number, end: number): boolean {
    return this.#fields.isDecided || this.#memberNames.plain(start, end)
  }

  /** A name or string ended that may hold an entity. */
  string(text: JsonString): void {
    if (this.#fields.isDecided) return
    // What a text holds may say more of the names around it.
    this.#numbers.beginList()
    const { prose, unchanged } = this.#looks
    if (unchanged === null) prose?.note(text.start)
    else if (!text.isName && this.#isUnchanged(unchanged, text)) return
    else unchanged.read(this.#rewriter, text.start, text.end)
    if (this.#strings.isOpen) this.#endLong(text)
    else if (text.isName) this.#memberNames.scan(text)
    else if (!this.#open(text)) this.#strings.read(text, this.isTold)
  }

  /** True where a second look would find what the first one did. A short text with escapes only the second one reads. */
  #isUnchanged(unchanged: UnchangedTexts, { start, end, escaped }: JsonString): boolean {
    return !(escaped && end - start < this.#strings.leastProse) && unchanged.nextFrom(start) >= end
  }

  /** A string is at hand to its end, which comes next: what is to be done first, where it is a long file. */
  lookAhead(text: JsonString): Steps<void> | null {
    return this.#fields.isDecided || this.#strings.isOpen ? null : this.#files.lookAhead(text)
  }

  /** A number that is long enough to hold an entity, or whose name tells what it holds. */
  number(start: number, end: number): void {
    if (this.#fields.isDecided) return
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
    this.#fields.pause(index)
    this.#rewriter.settle(index, index)
  }

  /** The window ended inside a name or string, of which `[start, end)` was read. */
  pauseString(text: JsonString): void {
    if (this.#fields.isDecided) {
      this.pause(text.end)
      return
    }
    if (!this.#strings.isOpen) {
      if (text.end - text.start < scanStep || this.#files.mayComplete(text)) {
        this.#rewriter.settle(text.start, text.start)
        return
      }
      this.#beginLong(text)
    }
    const needed = this.#strings.progress(text.end)
    this.#rewriter.settle(needed, needed)
  }

  #leastOf(least: number): number {
    return this.#files.isOn ? Math.min(leastEncoded, least) : least
  }

  /** True where the string was a file, which is read as what it is. */
  #open(text: JsonString): boolean {
    const isFile = this.#files.open(text) !== null
    const { known } = this.#editor
    if (this.#files.hasOpened && known !== null) known.standsInFiles = true
    return isFile
  }

  #beginLong(text: JsonString): void {
    if (text.isName) this.#memberNames.beginLong(text)
    this.#strings.open(text.start)
  }

  #endLong(text: JsonString): void {
    const found = this.#strings.close(text.end)
    if (text.isName) this.#memberNames.endLong(text, found)
  }
}
