/** Reads a body that is one text: plain text, scripts, queries of any language. */
import type { BodyParser } from './body-inspector.ts'
import type { EntityEditor } from './entity-editor.ts'
import { isHexDigit } from './json-tables.ts'
import { TextReader } from './text-reader.ts'

const BACKSLASH = 0x5c
/** The backslash's own too: what stands behind it belongs to JSON inside of JSON. */
const SHORT_ESCAPES = new Map([
  [BACKSLASH, BACKSLASH],
  [0x62, 8],
  [0x66, 12],
  [0x6e, 10],
  [0x72, 13],
  [0x74, 9],
])
const longestEscape = 6

/**
 * Backslash escapes are undone where they are valid: browsers send JSON as `text/plain` by default, and scripts and
 * GraphQL know the same escapes. Where a backslash means nothing of that kind, it is one more character.
 */
export function createTextParser(editor: EntityEditor, maxValueBytes: number): BodyParser {
  const { rewriter } = editor
  const { window } = rewriter
  const reader = new TextReader(editor, maxValueBytes)
  let offset = 0
  reader.begin(0)
  return {
    advance(final) {
      offset = window.base + read(reader, window, { from: offset - window.base, final })
      if (final) {
        reader.finish()
        return
      }
      reader.progress()
      rewriter.settle(reader.hold(), reader.hold())
    },
  }
}

/** Returns the index up to which the text was given to the reader: an escape may go on in the next chunk. */
function read(
  reader: TextReader,
  window: { bytes: Uint8Array; end: number },
  span: { from: number; final: boolean },
): number {
  const { bytes, end } = window
  let at = span.from
  while (at < end) {
    const run = at
    while (at < end && bytes[at] !== BACKSLASH) at++
    reader.plain(run, at)
    if (at === end || (!span.final && at + longestEscape > end)) return at
    const meant = escapeAt(bytes, at, end)
    if (meant === null) reader.plain(at, at + 1)
    else reader.character(meant.code, at, at + meant.length)
    at += meant?.length ?? 1
  }
  return at
}

function escapeAt(bytes: Uint8Array, at: number, end: number): { code: number; length: number } | null {
  const letter = at + 1 < end ? (bytes[at + 1] as number) : 0
  const short = SHORT_ESCAPES.get(letter)
  if (short !== undefined) return { code: short, length: 2 }
  const digits = letter === 0x75 ? 4 : letter === 0x78 ? 2 : 0
  if (digits === 0 || at + 2 + digits > end) return null
  let text = ''
  for (let i = at + 2; i < at + 2 + digits; i++) {
    if (!isHexDigit(bytes[i] as number)) return null
    text += String.fromCharCode(bytes[i] as number)
  }
  return { code: Number.parseInt(text, 16), length: 2 + digits }
}
