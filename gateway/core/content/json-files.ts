/** Opens the files that stand in strings of a JSON document as Base64, and writes them back as they were written. */
import { GatewayError } from '../errors.ts'
import { fileKindOf } from '../files/file-kind.ts'
import { HeldRoom } from '../files/held-room.ts'
import { mayBeginFile } from './encoded-beginning.ts'
import {
  type EncodedFile,
  encodeLike,
  judgeInText,
  leastEncoded,
  mayBeEncoded,
  type OpenedFile,
  openEncoded,
  readEncoded,
} from './encoded-file.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { FileOrders, Judge } from './inspector.ts'
import type { JsonPath } from './json-path.ts'
import type { JsonString } from './json-strings.ts'
import { atOnce, type Steps } from './steps.ts'

interface Opened {
  file: EncodedFile
  /** Entities in it. */
  found: number
  result: OpenedFile
}

export class JsonFiles {
  /** Files that were not looked into. */
  opaqueParts = 0
  /** True once a file was opened. */
  hasOpened = false
  readonly #editor: EntityEditor
  readonly #path: JsonPath
  #judge: Judge | null = null
  /** What of a long string is held, in a body that streams, until its end comes. */
  #room = new HeldRoom(undefined)
  /** A document that was looked into before its string is read, and where that begins. */
  #opened: { at: number; file: Opened } | null = null

  constructor(editor: EntityEditor, path: JsonPath) {
    this.#editor = editor
    this.#path = path
  }

  begin(judge: Judge): void {
    this.#room = new HeldRoom(judge.files)
    const opens = (judge.files?.base64Depth ?? 0) > 0 && this.#editor.context.openFile !== undefined
    this.#judge = opens ? judge : null
    this.opaqueParts = 0
    this.hasOpened = false
  }

  /** Forgets the body. */
  reset(): void {
    this.#judge = null
    this.#opened = null
    this.#room.letGo()
  }

  /** True where files are looked for. */
  get isOn(): boolean {
    return this.#judge !== null
  }

  /** True where a string without escapes may be a file by its first letters. */
  mayBegin(start: number, end: number): boolean {
    if (this.#judge === null || end - start < leastEncoded) return false
    return mayBeginFile(this.#editor.rewriter.window.bytes, start, end)
  }

  /** True where the string may be a file that is not at hand whole, and not too long to be held. */
  mayComplete({ start, end, escaped, isName }: JsonString): boolean {
    if (this.#judge === null || isName) return false
    const { bytes } = this.#editor.rewriter.window
    if (!mayBeEncoded({ bytes, start, end, escaped })) return false
    const { files } = this.#judge
    if (files === undefined || end - start <= (4 * files.maxFileBytes) / 3) {
      this.#room.takeUpTo(end - start)
      return true
    }
    this.#room.letGo()
    this.#countLarge(files, start)
    return false
  }

  /** What looks into the document that the string is; null where it is none. `open` then finds it done. */
  lookAhead(text: JsonString): Steps<void> | null {
    const file = this.#fileIn(text)
    return file === null || fileKindOf(file.body) !== 'package' ? null : this.#look(file, text.start)
  }

  *#look(file: EncodedFile, start: number): Steps<void> {
    const { base } = this.#editor.rewriter.window
    this.#opened = { at: base + start, file: yield* this.#openFile(file, start) }
  }

  /** Returns the number of entities in the file that the string is; null where it is none. */
  open(text: JsonString): number | null {
    const { rewriter } = this.#editor
    const { start, end } = text
    const opened =
      this.#opened?.at === rewriter.window.base + start ? this.#opened.file : this.#openAtOnce(text)
    this.#opened = null
    this.#room.letGo()
    if (opened === null) return null
    this.hasOpened = true
    const { file, found, result } = opened
    this.opaqueParts += result.opaqueParts
    if (result.refused) rewriter.refuse(start)
    else if (result.changed) rewriter.edit(file.from, end, encodeLike(file, result.body))
    return found
  }

  #openAtOnce(text: JsonString): Opened | null {
    const file = this.#fileIn(text)
    return file === null ? null : atOnce(this.#openFile(file, text.start))
  }

  #fileIn({ start, end, escaped, isName }: JsonString): EncodedFile | null {
    const judge = this.#judge
    if (judge === null || isName || end - start < leastEncoded) return null
    return readEncoded({ bytes: this.#editor.rewriter.window.bytes, start, end, escaped }, judge)
  }

  *#openFile(file: EncodedFile, start: number): Steps<Opened> {
    const { context, rewriter } = this.#editor
    const { openFile } = context
    if (this.#judge === null || openFile === undefined) throw new GatewayError('INTERNAL', { why: 'files' })
    let found = 0
    const path = this.#path.path()
    const { memory } = this.#editor
    const within = judgeInText(this.#judge, { path, start: rewriter.window.base + start, memory })
    const counting: Judge = {
      ...within,
      entity(one) {
        found++
        return within.entity(one)
      },
    }
    const result = yield* openEncoded(file, counting, openFile)
    return { file, found, result }
  }

  #countLarge(files: FileOrders, start: number): void {
    files.told('base64-large')
    this.opaqueParts++
    if (this.#editor.context.refusesOpaque === true) this.#editor.rewriter.refuse(start)
  }
}
