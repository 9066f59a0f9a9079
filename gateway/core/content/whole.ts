/** Looks into one body that is at hand as a whole, and hands it back, edited where the judge ordered it. */
import { Buffer } from 'node:buffer'
import { refuseWide } from './body-inspector.ts'
import { createInspector, type InspectorOptions, parserFor } from './create.ts'
import { JsonInspection } from './json-inspection.ts'
import { WholeRewriter } from './whole-rewriter.ts'

/** Nothing is held for the inspection's sake, so nothing needs a limit. */
export type WholeOptions = Omit<InspectorOptions, 'limits'>

export interface InspectedWhole {
  /** The same object where nothing was changed; only what stands before the first refused entity after `refused`. */
  body: Buffer
  changed: boolean
  lengthKept: boolean
  refused: boolean
  opaqueParts: number
}

/**
 * What `createInspector` makes of the body when it is pushed in one piece. Most bodies are JSON and small: making a
 * reader for each would leave more garbage behind than all else, so one reads them all, one after another.
 *
 * @throws GatewayError CONTENT_MALFORMED
 */
export function inspectWhole(options: WholeOptions, body: Buffer): InspectedWhole {
  switch (options.format) {
    case 'json':
    case 'ndjson':
      return inspectJson(options, body)
    case 'multipart':
      return inspectParts(options, body)
    case 'form':
    case 'xml':
    case 'csv':
    case 'text':
    case 'opaque':
    case 'unknown':
      return inspectOther(options, body)
  }
}

class JsonReader {
  readonly rewriter = new WholeRewriter()
  readonly inspection = new JsonInspection(this.rewriter)
}

let idleReader: JsonReader | null = new JsonReader()

function inspectJson(options: WholeOptions, body: Buffer): InspectedWhole {
  // A judge that inspects another body itself gets a second reader for it.
  const reader = idleReader ?? new JsonReader()
  idleReader = null
  const { rewriter, inspection } = reader
  try {
    inspection.begin(options.judge, { lines: options.format === 'ndjson', maxValueBytes: body.length })
    return read(rewriter, inspection.parser, body)
  } finally {
    inspection.reset()
    rewriter.reset()
    idleReader = reader
  }
}

function inspectParts(options: WholeOptions, body: Buffer): InspectedWhole {
  const inspector = createInspector({ ...options, limits: { maxValueBytes: body.length } })
  const pieces = [...inspector.push(body), ...inspector.end()]
  const { changed, lengthKept, refused, opaqueParts } = inspector
  const whole = changed || refused ? Buffer.concat(pieces) : body
  return { body: whole, changed, lengthKept, refused, opaqueParts }
}

function inspectOther(options: WholeOptions, body: Buffer): InspectedWhole {
  const rewriter = new WholeRewriter()
  const parser = parserFor({ ...options, limits: { maxValueBytes: body.length } }, rewriter)
  return read(rewriter, parser, body)
}

function read(
  rewriter: WholeRewriter,
  parser: { advance(final: boolean): void },
  body: Buffer,
): InspectedWhole {
  rewriter.begin(body)
  refuseWide(rewriter.window.bytes, rewriter.window.end)
  parser.advance(true)
  const { changed, lengthKept, refused } = rewriter
  return { body: rewriter.finish(body), changed, lengthKept, refused, opaqueParts: 0 }
}
