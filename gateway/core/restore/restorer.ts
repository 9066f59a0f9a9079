/** Chooses how tokens in an answer are found, by its content type; for most types they are not looked for at all. */
import { InCharset, writingOf } from './answer-charset.ts'
import { ArrayRestorer } from './array-restorer.ts'
import { LineRestorer } from './line-restorer.ts'
import type { Restorer } from './pieces.ts'
import { SseRestorer } from './sse-restorer.ts'
import { TextRestorer } from './text-restorer.ts'

/**
 * Null where tokens stay: HTML, scripts and styles above all, since a value that somebody else chose would run there, and
 * character sets that nobody here writes. `contentType` as the field has it.
 */
export function restorerFor(contentType: string): Restorer | null {
  const restorer = restorerOf(contentType)
  if (restorer === null) return null
  const writing = writingIn(contentType)
  if (writing === 'utf-8') return restorer
  return writing === null ? null : new InCharset(restorer, writing)
}

/** True where tokens stay for the character set alone. */
export function isInOtherCharset(contentType: string): boolean {
  return restorerOf(contentType) !== null && writingIn(contentType) === null
}

function writingIn(contentType: string): ReturnType<typeof writingOf> {
  const type = typeOf(contentType)
  // HTML, server-sent events: such a stream is always UTF-8.
  if (type === 'text/event-stream') return 'utf-8'
  const [, quoted, plain] = /;[\t ]*charset[\t ]*=[\t ]*(?:"([^"]*)"|([^\s;"]*))/i.exec(contentType) ?? []
  return writingOf(quoted ?? plain ?? '', !type.startsWith('text/') || isJson(type))
}

function typeOf(contentType: string): string {
  return (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
}

function restorerOf(contentType: string): Restorer | null {
  if (isSeveral(contentType)) return null
  const type = typeOf(contentType)
  switch (type) {
    case 'text/event-stream':
      return new SseRestorer()
    case 'application/x-ndjson':
    case 'application/ndjson':
    case 'application/jsonl':
    case 'application/x-jsonlines':
    case 'application/json-lines':
    // docs.cohere.com/v1: one event a line.
    case 'application/stream+json':
      return new LineRestorer()
    case 'text/plain':
    case 'text/markdown':
      return new TextRestorer('any')
    default:
      return isJson(type) ? new ArrayRestorer() : null
  }
}

/** Two fields are joined by a comma, and browsers take the last one (Fetch, extracting a MIME type): it may be HTML. */
function isSeveral(contentType: string): boolean {
  return contentType.includes(',') && contentType.replace(/"(?:[^"\\]|\\.)*"/g, '').includes(',')
}

/** RFC 6839 §3.1; `application/json-seq` and its kin are not looked into. */
function isJson(type: string): boolean {
  return type === 'application/json' || type === 'text/json' || /^application\/[\w.-]+\+json$/.test(type)
}
