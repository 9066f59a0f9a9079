/** Has a part of a file that is at hand read a stretch at a time, each of a few milliseconds. */
import type { BodyParser } from '../content/body-inspector.ts'
import type { Steps } from '../content/steps.ts'
import type { ByteWindow } from '../content/window.ts'
import { KiB } from '../units.ts'

/** Of dense prose a KiB takes about half a millisecond, and thrice that before the code is warm. */
const stretch = 8 * KiB
const LESS = 0x3c

/** What the parser makes of all of it in one. It is shown more and more of the window. */
export function* readOn(parser: BodyParser, window: ByteWindow): Steps<void> {
  const { bytes, end } = window
  try {
    for (let at = stretch; at < end; at = window.end + stretch) {
      window.end = stretchEnd(bytes, at, end)
      parser.advance(false)
      yield
    }
  } finally {
    window.end = end
  }
  parser.advance(true)
}

/** Before a tag, where one begins near: names and values are then not cut in two. */
function stretchEnd(bytes: Uint8Array, from: number, end: number): number {
  const most = Math.min(end, from + stretch)
  for (let at = from; at < most; at++) if (bytes[at] === LESS) return at
  return from
}
