/** Shows the model a name that stands in a field as people see it. */
import type { TextWindow } from '../pii/entity.ts'
import type { Span } from './prose-look.ts'

const decoder = new TextDecoder()
const encoder = new TextEncoder()

/**
 * Without bytes that are no UTF-8 and characters that nobody sees, which would tear its words, and
 * without the one in quotes by which somebody goes.
 */
export function readableName(bytes: Uint8Array, { start, end }: Span): TextWindow {
  const value = bytes.subarray(start, end)
  const written = decoder.decode(value)
  const seen = written
    .replaceAll(/[\ufffd\u00ad\u200b-\u200f\u2060\ufeff]+/gu, '')
    .replace(/(?<=\p{L} )"\p{L}+" (?=\p{L})/u, '')
  if (seen.length === written.length) return { bytes, start, from: start, end, final: true }
  const clean = encoder.encode(seen)
  return { bytes: clean, start: 0, from: 0, end: clean.length, final: true }
}
