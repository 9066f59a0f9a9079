/** Chooses how tokens in an answer are found, by its content type; for most types they are not looked for at all. */
import { ArrayRestorer } from './array-restorer.ts'
import { LineRestorer } from './line-restorer.ts'
import type { Restorer } from './pieces.ts'
import { SseRestorer } from './sse-restorer.ts'
import { TextRestorer } from './text-restorer.ts'

/**
 * Null where tokens stay: HTML, scripts and styles above all, since a value that somebody else chose would run there.
 * `contentType` as the field has it.
 */
export function restorerFor(contentType: string): Restorer | null {
  if (isSeveral(contentType)) return null
  const type = (contentType.split(';', 1)[0] ?? '').trim().toLowerCase()
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
