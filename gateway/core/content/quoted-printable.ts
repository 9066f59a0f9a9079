/** Reads a part of a multipart body that came as quoted-printable, and writes stand-ins in the same. */
import type { BodyParser } from './body-inspector.ts'
import type { EntityEditor } from './entity-editor.ts'
import { hexDigit, hexValue } from './percent-encode.ts'
import { TextReader } from './text-reader.ts'

const EQUALS = 0x3d
const CR = 0x0d
const LF = 0x0a
const SPACE = 0x20
const TAB = 0x09

/** RFC 2045 §6.7 (3) lets a line be 76 long; spaces that a relay added behind a soft line break cannot be more. */
const longestBreak = 80

/**
 * RFC 2045 §6.7. Whatever the part's type is, it is one text, in which escapes are a second layer. An equals sign that
 * begins neither an escape nor a soft line break stands for itself, as most readers have it.
 */
export function createQuotedPrintableParser(editor: EntityEditor, maxValueBytes: number): BodyParser {
  const { rewriter } = editor
  const { window } = rewriter
  const reader = new TextReader(editor, maxValueBytes)
  let offset = 0
  reader.begin(0)
  return {
    advance(final) {
      const at = read(reader, window, { from: offset - window.base, final })
      offset = window.base + at
      if (final) {
        reader.finish()
        return
      }
      reader.progress()
      const hold = Math.min(at, reader.hold())
      rewriter.settle(hold, hold)
    },
  }
}

/** RFC 2045 §6.7 (1) and (2): what is not printable, and the equals sign, is written with digits. */
export function quote(standIn: Uint8Array): Uint8Array {
  const out: number[] = []
  for (const byte of standIn) {
    if (byte >= SPACE && byte < 0x7f && byte !== EQUALS) out.push(byte)
    else out.push(EQUALS, hexDigit(byte >> 4), hexDigit(byte & 15))
  }
  return Uint8Array.from(out)
}

/** Returns the index up to which the text was given to the reader. */
function read(
  reader: TextReader,
  { bytes, end }: { bytes: Uint8Array; end: number },
  { from, final }: { from: number; final: boolean },
): number {
  let at = from
  while (at < end) {
    const run = at
    while (at < end && bytes[at] !== EQUALS) at++
    reader.plain(run, at)
    if (at === end) break
    const next = behindBreak(bytes, at + 1, end)
    if (next < 0 && !final && end - at < longestBreak) break
    const high = at + 2 < end ? hexValue(bytes[at + 1] as number) : -1
    const low = at + 2 < end ? hexValue(bytes[at + 2] as number) : -1
    const isEscape = high >= 0 && low >= 0
    if (isEscape) reader.byte(16 * high + low, at, at + 3)
    else if (next <= 0) reader.plain(at, at + 1)
    at = isEscape ? at + 3 : next > 0 ? next : at + 1
  }
  return at
}

/** Index behind a soft line break whose equals sign stands before `at`; 0 where there is none, -1 where more must come. */
function behindBreak(bytes: Uint8Array, at: number, end: number): number {
  let stop = at
  while (stop < end && stop - at < longestBreak && (bytes[stop] === SPACE || bytes[stop] === TAB)) stop++
  if (stop === end) return -1
  if (bytes[stop] === LF) return stop + 1
  if (bytes[stop] === CR) return stop + 1 === end ? -1 : bytes[stop + 1] === LF ? stop + 2 : 0
  return stop === at && stop + 1 === end ? -1 : 0
}
