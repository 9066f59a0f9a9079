/** Reads the names of a JSON document's members: they tell what their values hold, and may name somebody themselves. */
import { type FieldNames, noNames } from '../pii/fields/field-names.ts'
import type { EntityEditor } from './entity-editor.ts'
import type { JsonPath } from './json-path.ts'
import type { JsonString, JsonStrings } from './json-strings.ts'
import type { UnchangedTexts } from './unchanged-texts.ts'

/** Of a body that is looked at twice: as in `TwoLooks`. */
interface NameLooks {
  readonly unchanged: UnchangedTexts | null
  /** Where names begin in which the first look found somebody; null where there is one look only. */
  readonly namesFound: Set<number> | null
}

const oneLook: NameLooks = { unchanged: null, namesFound: null }

export class JsonNames {
  readonly #editor: EntityEditor
  readonly #path: JsonPath
  readonly #strings: JsonStrings
  #names: FieldNames = noNames
  #looks = oneLook

  constructor(editor: EntityEditor, { path, strings }: { path: JsonPath; strings: JsonStrings }) {
    this.#editor = editor
    this.#path = path
    this.#strings = strings
  }

  begin(names: FieldNames, looks: NameLooks): void {
    this.#names = names
    this.#looks = looks
  }

  /** Forgets the body. */
  reset(): void {
    this.#names = noNames
    this.#looks = oneLook
  }

  /** A name in which nothing is anchored. False where somebody may stand in it who is known. */
  plain(start: number, end: number): boolean {
    const { rewriter } = this.#editor
    const { bytes } = rewriter.window
    if (this.#editor.knowsNext) {
      // What a name with escapes says is known once they are undone.
      const escaped = hasEscape(bytes, start, end)
      if (escaped || this.#strings.mayName(start, end)) {
        this.#looks.unchanged?.read(rewriter, start, end)
        this.scan({ start, end, isName: true, escaped, coded: false, clearUntil: end })
        return false
      }
    }
    this.#path.name(start, end)
    this.#path.isTold = this.#names.tells(bytes, start, end)
    return true
  }

  /** A name that may hold an entity. */
  scan(name: JsonString): void {
    const path = this.#path
    path.name(name.start, name.end)
    path.hidesName = true
    const found = this.#strings.read(name, false)
    if (found > 0) this.#hide(name.start)
    path.hidesName = false
    // A name with escapes is looked up where its value is read.
    const { bytes } = this.#editor.rewriter.window
    path.isTold = found === 0 && (name.escaped || this.#names.tells(bytes, name.start, name.end))
  }

  /** One begins that is not at hand as a whole. */
  beginLong({ start, end }: JsonString): void {
    this.#path.name(start, end)
    this.#path.save()
    this.#path.hidesName = true
  }

  /** The long one ended, in which so many entities were found. */
  endLong({ start }: JsonString, found: number): void {
    if (found > 0) this.#hide(start)
    this.#path.hidesName = false
    this.#path.isTold = false
  }

  #hide(start: number): void {
    const { namesFound } = this.#looks
    const offset = this.#editor.rewriter.window.base + start
    const isSecond = this.#editor.known?.isComplete === true
    if (!isSecond) namesFound?.add(offset)
    this.#path.hideName(isSecond && namesFound?.has(offset) === false)
  }
}

function hasEscape(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start
  while (at < end && bytes[at] !== 0x5c) at++
  return at < end
}
