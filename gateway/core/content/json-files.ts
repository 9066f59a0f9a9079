/** Opens the files that stand in strings of a JSON document as Base64, and writes them back as they were written. */
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
import type { FileOrders, Judge } from './inspector.ts'
import type { JsonPath } from './json-path.ts'
import type { JsonString } from './json-strings.ts'

export class JsonFiles {
  /** Files that were not looked into. */
  opaqueParts = 0
  /** True once a file was opened. */
  hasOpened = false
  readonly #editor: EntityEditor
  readonly #path: JsonPath
  #judge: Judge | null = null

  constructor(editor: EntityEditor, path: JsonPath) {
    this.#editor = editor
    this.#path = path
  }

  begin(judge: Judge): void {
    const opens = (judge.files?.base64Depth ?? 0) > 0 && this.#editor.context.openFile !== undefined
    this.#judge = opens ? judge : null
    this.opaqueParts = 0
    this.hasOpened = false
  }

  /** Forgets the body. */
  reset(): void {
    this.#judge = null
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
    if (files === undefined || end - start <= (4 * files.maxFileBytes) / 3) return true
    this.#countLarge(files, start)
    return false
  }

  /** Returns the number of entities in the file that the string is; null where it is none. */
  open({ start, end, escaped, isName }: JsonString): number | null {
    const judge = this.#judge
    const { context, rewriter } = this.#editor
    const { openFile } = context
    const { bytes, base } = rewriter.window
    if (judge === null || openFile === undefined || isName || end - start < leastEncoded) return null
    const file = readEncoded({ bytes, start, end, escaped }, judge)
    if (file === null) return null
    this.hasOpened = true
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
    if (refused) rewriter.refuse(start)
    else if (changed) rewriter.edit(file.from, end, encodeLike(file, body))
    return found
  }

  #countLarge(files: FileOrders, start: number): void {
    files.told('base64-large')
    this.opaqueParts++
    if (this.#editor.context.refusesOpaque === true) this.#editor.rewriter.refuse(start)
  }
}
