/** Reads the head of a part of a multipart body: what stands in it as text, and who is named in the name of its file. */
import type { EntityEditor } from './entity-editor.ts'
import { findInFileName } from './file-names.ts'
import { HeadEditor } from './head-editor.ts'
import type { Occurrence } from './occurrence.ts'
import { fileNamesIn, textEndsOf } from './part-texts.ts'
import { readPercent } from './percent.ts'
import { hexValue } from './percent-encode.ts'
import { TextReader } from './text-reader.ts'

const QUOTE = 0x22
const PERCENT = 0x25
const BACKSLASH = 0x5c

interface Span {
  readonly start: number
  readonly end: number
}

/** One for all parts of a body. */
export class PartHeadTexts {
  readonly #editor: HeadEditor
  readonly #reader: TextReader

  constructor(editor: EntityEditor, maxValueBytes: number) {
    // What the field is called says nothing of what stands in the name of its file.
    const context = { ...editor.context, memory: editor.memory, meaning: () => null }
    this.#editor = new HeadEditor(editor.rewriter, context)
    this.#reader = new TextReader(this.#editor, maxValueBytes)
  }

  /** `head` begins at index `at` of the window. */
  read(head: Uint8Array, at: number): void {
    const { bytes, base } = this.#editor.rewriter.window
    this.#editor.expect(fileNamesIn(head).flatMap((name) => this.#namesIn(head, name, at)))
    let from = 0
    for (const end of textEndsOf(head)) {
      this.#reader.begin(at + from)
      readHead(this.#reader, bytes, { start: at + from, end: at + end })
      this.#reader.finish()
      from = end
    }
    this.#editor.judgeBefore(base + at + head.length)
  }

  #namesIn(head: Uint8Array, { start, end }: Span, at: number): Occurrence[] {
    const { prose } = this.#editor.analyzer
    if (prose === null) return []
    const { bytes, places } = decoded(head, start, end)
    const { base } = this.#editor.rewriter.window
    return findInFileName(bytes, prose).map((finding) => {
      const stretch = {
        start: base + at + places[finding.start]!,
        end: base + at + places[finding.end]!,
      }
      return { finding, value: bytes.subarray(finding.start, finding.end), stretches: [stretch] }
    })
  }
}

/** Gives a stretch of a head to the reader with its percent-encoding and its quoted pairs undone. */
function readHead(reader: TextReader, bytes: Uint8Array, { start, end }: Span): void {
  let from = start
  for (let at = start; at < end; at++) {
    if (!isQuotedPair(bytes, at, end)) continue
    readPercent(reader, bytes, { from, to: at })
    reader.byte(bytes[at + 1] as number, at, at + 2)
    at++
    from = at + 1
  }
  readPercent(reader, bytes, { from, to: end })
}

/** `\"` or `\\` (RFC 822 §3.3); behind any other backslash that stands in a path of Windows. */
function isQuotedPair(bytes: Uint8Array, at: number, end: number): boolean {
  return bytes[at] === BACKSLASH && at + 1 < end && (bytes[at + 1] === QUOTE || bytes[at + 1] === BACKSLASH)
}

/** With both undone; `places` says where in the head each byte begins, and where the last one ends. */
function decoded(head: Uint8Array, start: number, end: number): { bytes: Uint8Array; places: number[] } {
  const bytes: number[] = []
  const places: number[] = []
  let at = start
  while (at < end) {
    const isPair = isQuotedPair(head, at, end)
    const high = head[at] === PERCENT && at + 2 < end ? hexValue(head[at + 1]!) : -1
    const low = high >= 0 ? hexValue(head[at + 2]!) : -1
    places.push(at)
    bytes.push(low >= 0 ? 16 * high + low : head[isPair ? at + 1 : at]!)
    at += low >= 0 ? 3 : isPair ? 2 : 1
  }
  places.push(end)
  return { bytes: Uint8Array.from(bytes), places }
}
