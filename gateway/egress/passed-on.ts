/** Lets a body pass that nobody looks into, as it came and counted. */
import type { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { isGatewayError } from '../core/errors.ts'
import { RefusedMidstream } from './cut-short.ts'
import type { Inspected, Line, Subject } from './inspected.ts'

/** Its length, where the client said one, and its digests stay true. */
export function passedOn(subject: Subject, line: Line, source: AsyncIterable<Buffer>): Inspected {
  const forwarded = { bytes: 0 }
  const { contentLength } = subject.head
  // Nothing more of it will be looked into.
  line.judge.notice?.('through')
  const fields = line.fields.slice()
  if (contentLength !== null) fields.push('Content-Length', String(contentLength))
  return {
    ok: true,
    ...line,
    fields,
    body: Readable.from(counted(bounded(source), forwarded), { objectMode: false }),
    notes: line.notes.includes('unread') ? line.notes : [...line.notes, 'unread'],
    forwarded,
  }
}

/** A body that grows beyond the limit while it leaves is cut, in the words of the journal. */
async function* bounded(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source
  } catch (error) {
    throw isGatewayError(error, 'CONTENT_LIMIT') ? new RefusedMidstream('too-large') : error
  }
}

/** Counts what passes. */
export async function* counted(
  source: AsyncIterable<Buffer | Uint8Array>,
  counter: { bytes: number },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    counter.bytes += chunk.length
    yield chunk
  }
}
