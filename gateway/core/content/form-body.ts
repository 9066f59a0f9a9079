/** Reads what comes under the type of forms: a form or, as careless programs send it, something else entirely. */
import { Buffer } from 'node:buffer'
import type { BodyParser } from './body-inspector.ts'
import { sampleLength } from './format.ts'
import type { ByteWindow } from './window.ts'

/** What a body under the type of forms may be beside one. */
type FormlessFormat = 'ndjson' | 'xml' | 'text'

/** Nothing is read before the body's beginning is at hand: `parserOf` then makes what reads all of it. */
export function createFormParser(
  window: ByteWindow,
  parserOf: (format: 'form' | FormlessFormat) => BodyParser,
): BodyParser {
  let parser: BodyParser | null = null
  return {
    advance(final) {
      if (parser === null) {
        if (window.end < sampleLength && !final) return
        parser = parserOf(
          formlessFormatOf(window.bytes.subarray(0, Math.min(window.end, sampleLength))) ?? 'form',
        )
      }
      parser.advance(final)
    },
  }
}

/**
 * What curl's `-d` and scripts without a type of their own send. No encoder of forms leaves quotes, angle brackets or
 * line ends bare (WHATWG URL §5.2), so that JSON and XML show at once, and a text by its lines. Without any `=` spaces
 * show it too; with one they do not, since people write forms by hand. null where it is a form.
 */
function formlessFormatOf(sample: Uint8Array): FormlessFormat | null {
  const text = Buffer.from(sample.buffer, sample.byteOffset, sample.length)
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trim()
  if (/^\{\s*"/.test(text) || /^\[[\s[]*[{"]/.test(text)) return 'ndjson'
  if (text.startsWith('<?xml')) return 'xml'
  const equals = text.indexOf('=')
  const first = equals < 0 ? text : text.slice(0, equals)
  return /[\r\n]/.test(first) || (equals < 0 && /\s/.test(first)) ? 'text' : null
}
