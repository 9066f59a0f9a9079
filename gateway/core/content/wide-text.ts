/** Reads a body that is one text in UTF-16 or UTF-32, and writes stand-ins in the same. */
import type { BodyParser } from './body-inspector.ts'
import type { EntityEditor } from './entity-editor.ts'
import { scanStep, TextReader } from './text-reader.ts'
import { unitAt, unitOf, type WideLayout } from './wide-layout.ts'

const MARK = 0xfeff

/** Whatever the text's syntax is, escapes in it are a second layer here, and undone as such. */
export function createWideTextParser(
  editor: EntityEditor,
  { layout, maxValueBytes }: { layout: WideLayout; maxValueBytes: number },
): BodyParser {
  const { rewriter } = editor
  const { window } = rewriter
  const reader = new TextReader(editor, maxValueBytes)
  let offset = 0
  reader.begin(0)
  return {
    advance(final) {
      let at = offset - window.base
      let given = -1
      // What is decided is let go of on the way: decoded, each character takes many times its room.
      while (at > given) {
        given = at
        at = read(reader, window, { from: at, final, layout })
        reader.progress()
      }
      offset = window.base + at
      if (final) {
        reader.finish()
        return
      }
      const hold = Math.min(at, reader.hold())
      rewriter.settle(hold, hold)
    },
  }
}

/** Gives the reader at most a step of the text; returns the index behind it. */
function read(
  reader: TextReader,
  { bytes, end, base }: { bytes: Uint8Array; end: number; base: number },
  { from, final, layout }: { from: number; final: boolean; layout: WideLayout },
): number {
  const unit = unitOf(layout)
  const stop = Math.min(end, from + scanStep)
  let at = from
  while (at + unit <= end && at < stop) {
    const code = unitAt(bytes, at, layout)
    const isHigh = unit === 2 && code >= 0xd800 && code < 0xdc00
    if (isHigh && at + 4 > end && !final) break
    const low = isHigh && at + 4 <= end ? unitAt(bytes, at + 2, layout) : 0
    const isPair = low >= 0xdc00 && low < 0xe000
    const next = at + (isPair ? 4 : unit)
    // RFC 2781 §3.2: the mark is no part of the text.
    if (code === MARK && base + at === 0) reader.begin(next)
    else reader.character(isPair ? paired(code, low) : Math.min(code, 0x10ffff), at, next)
    at = next
  }
  return at
}

/** RFC 2781 §2.2. */
function paired(high: number, low: number): number {
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)
}
