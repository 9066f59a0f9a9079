/** Tells by its beginning whether a text is a JSON document that was written into another one. */
import { KiB } from '../units.ts'
import type { BodyParser } from './body-inspector.ts'
import type { ByteWindow } from './window.ts'
import { isSpace } from './xml-bytes.ts'

/** More white space stands before no document. */
const longestSpace = KiB

/** Documents in documents in documents are read; below, a text is one text. Programs that log what they send have three. */
export const deepestDocuments = 4

const QUOTE = 0x22
const BRACE = 0x7b
const BRACKET = 0x5b
const BACKSLASH = 0x5c

/**
 * `yes`: an object with a name, or an array of such or of strings, or either written as a string once more. `more`: the
 * bytes at hand do not tell yet. What is only a number or a word needs no reading of its own.
 */
export function looksLikeDocument(
  bytes: Uint8Array,
  span: { start: number; end: number; final: boolean },
): 'yes' | 'no' | 'more' {
  const unknown = span.final ? 'no' : 'more'
  const end = Math.min(span.end, span.start + longestSpace)
  const rest = end < span.end ? 'no' : unknown
  let at = span.start
  let opened = 0
  while (true) {
    while (at < end && isSpace(bytes[at] as number)) at++
    if (at === end) return rest
    const c = bytes[at] as number
    if (opened === BRACE || (opened === BRACKET && c !== BRACKET && c !== BRACE))
      return c === QUOTE ? 'yes' : 'no'
    if (c === QUOTE) return writtenTwice(bytes, { at: at + 1, end, rest })
    if (c !== BRACE && c !== BRACKET) return 'no'
    opened = c
    at++
  }
}

/** `"{\"name\": …}"`: what programs make that write JSON of what was JSON already. */
function writtenTwice(
  bytes: Uint8Array,
  { at, end, rest }: { at: number; end: number; rest: 'no' | 'more' },
): 'yes' | 'no' | 'more' {
  if (at >= end) return rest
  if (bytes[at] !== BRACE && bytes[at] !== BRACKET) return 'no'
  if (at + 2 >= end) return rest
  return bytes[at + 1] === BACKSLASH && bytes[at + 2] === QUOTE ? 'yes' : 'no'
}

/**
 * Browsers send JSON as plain text by default (Fetch, extracting a body from a string). `parserOf` makes what reads the
 * body, once its beginning has shown what it is, `isWhole` where all of it is at hand; nothing is asked where names tell nothing.
 */
export function createDocumentParser(
  window: ByteWindow,
  isAsked: boolean,
  parserOf: (isDocument: boolean, isWhole: boolean) => BodyParser,
): BodyParser {
  if (!isAsked) return parserOf(false, false)
  let parser: BodyParser | null = null
  return {
    advance(final) {
      if (parser === null) {
        const looks = looksLikeDocument(window.bytes, { start: 0, end: window.end, final })
        if (looks === 'more') return
        parser = parserOf(looks === 'yes', final)
      }
      parser.advance(final)
    },
  }
}
