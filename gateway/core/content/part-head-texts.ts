/** Reads the head of a part of a multipart body: what stands in it as text, and who is named in the name of its file. */
import type { EntityEditor } from './entity-editor.ts'
import { findInFileName } from './file-names.ts'
import { fileNamesIn, textEndsOf } from './part-texts.ts'
import { readPercent } from './percent.ts'
import { hexValue } from './percent-encode.ts'
import { TextReader } from './text-reader.ts'

const PERCENT = 0x25
const BACKSLASH = 0x5c

interface Span {
  readonly start: number
  readonly end: number
}

/** One for all parts of a body. */
export class PartHeadTexts {
  readonly #editor: EntityEditor
  readonly #reader: TextReader

  constructor(editor: EntityEditor, maxValueBytes: number) {
    this.#editor = editor
    this.#reader = new TextReader(editor, maxValueBytes)
  }

  /** `head` begins at index `at` of the window. */
  read(head: Uint8Array, at: number): void {
    const names = fileNamesIn(head)
    let from = 0
    for (const end of textEndsOf(head)) {
      this.#reader.begin(at + from)
      readPercent(this.#reader, this.#editor.rewriter.window.bytes, { from: at + from, to: at + end })
      const found = this.#reader.finish()
      // The extension is a text of its own.
      const isNamed = ({ start }: Span) => start >= from && start < end
      if (found === 0) for (const name of names.filter(isNamed)) this.#readName(head, name, at)
      from = end
    }
  }

  #readName(head: Uint8Array, { start, end }: Span, at: number): void {
    const { prose } = this.#editor.analyzer
    if (prose === null || head.subarray(start, end).includes(BACKSLASH)) return
    const { bytes, places } = decoded(head, start, end)
    const { base } = this.#editor.rewriter.window
    for (const finding of findInFileName(bytes, prose)) {
      const stretch = {
        start: base + at + places[finding.start]!,
        end: base + at + places[finding.end]!,
      }
      const value = bytes.subarray(finding.start, finding.end)
      this.#editor.handle({ finding, value, stretches: [stretch] })
    }
  }
}

/** With percent-encoding undone; `places` says where in the head each byte begins, and where the last one ends. */
function decoded(head: Uint8Array, start: number, end: number): { bytes: Uint8Array; places: number[] } {
  const bytes: number[] = []
  const places: number[] = []
  let at = start
  while (at < end) {
    const high = head[at] === PERCENT && at + 2 < end ? hexValue(head[at + 1]!) : -1
    const low = high >= 0 ? hexValue(head[at + 2]!) : -1
    places.push(at)
    bytes.push(low >= 0 ? 16 * high + low : head[at]!)
    at += low >= 0 ? 3 : 1
  }
  places.push(end)
  return { bytes: Uint8Array.from(bytes), places }
}
