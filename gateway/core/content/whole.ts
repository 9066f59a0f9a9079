/** Looks into one body that is at hand as a whole, and hands it back, edited where the judge ordered it. */
import { Buffer } from 'node:buffer'
import { KiB } from '../units.ts'
import { advanced, advancedInStretches, type BodyParser, refuseWide } from './body-inspector.ts'
import { createInspector, filesWithin, type InspectorOptions, isKnown, parserFor } from './create.ts'
import { hidesEscape } from './inner-escape.ts'
import { JsonInspection } from './json-inspection.ts'
import { mayNameSomebody, RepeatedJudge } from './second-look.ts'
import { atOnce, type Steps } from './steps.ts'
import { type KeptEdits, WholeRewriter } from './whole-rewriter.ts'

/** Nothing is held for the inspection's sake, so nothing needs a limit. */
export type WholeOptions = Omit<InspectorOptions, 'limits'>

export interface InspectedWhole {
  /** The same object where nothing was changed; only what stands before the first refused entity after `refused`. */
  body: Buffer
  changed: boolean
  lengthKept: boolean
  refused: boolean
  opaqueParts: number
  /** True where nothing of the body was looked into. */
  isUnread?: boolean
}

/**
 * What `createInspector` makes of the body when it is pushed in one piece; whoever is named in it is found everywhere in it. Most bodies are JSON and small: making a
 * reader for each would leave more garbage behind than all else, so one reads them all, one after another.
 *
 * @throws GatewayError CONTENT_MALFORMED
 */
export function inspectWhole(options: WholeOptions, body: Buffer): InspectedWhole {
  return atOnce(inspectWholeInSteps(options, body))
}

/** The same in steps, where the body is long, or a file in it. */
export function* inspectWholeInSteps(options: WholeOptions, body: Buffer): Steps<InspectedWhole> {
  const inspect = options.format === 'multipart' ? inspectParts : inspectInOne
  // A file sees to its second look itself.
  if (!mayNameSomebody(options.judge.analyzer) || options.format === 'opaque')
    return yield* inspect(options, body, null)
  const judge = new RepeatedJudge(options.judge, body)
  if (options.format === 'json') judge.lookForNames(body)
  const result = yield* inspect({ ...options, judge }, body, judge)
  if (result.refused || !judge.isWorthIt(options)) return result
  if (body.length >= longBody) yield
  judge.beginAgain(result.edits)
  return yield* inspect({ ...options, judge }, body, judge)
}

/** With what was done to the body, where that is known. */
interface OneLook extends InspectedWhole {
  edits: KeptEdits | null
}

/** A shorter one takes no longer than a step. */
const longBody = 64 * KiB

/**
 * Of JSON whole strings are read, or passed over by a second look; and where a second layer of escapes begins behind the
 * first stretch, a text that is at hand whole shows more.
 */
function isInStretches({ format, layout }: WholeOptions, body: Buffer): boolean {
  if (body.length < longBody || (layout !== undefined && layout !== 'bytes')) return false
  const isPlain = format === 'text' || format === 'csv' || format === 'xml'
  return isPlain && !hidesEscape({ bytes: body, start: 0, from: 0, end: body.length, final: true })
}

class WholeReader {
  readonly rewriter = new WholeRewriter()
  readonly json = new JsonInspection(this.rewriter)
}

let idleReader: WholeReader | null = new WholeReader()

function* inspectInOne(options: WholeOptions, body: Buffer, looks: RepeatedJudge | null): Steps<OneLook> {
  // A judge that inspects another body itself gets a second reader for it.
  const reader = idleReader ?? new WholeReader()
  idleReader = null
  const { rewriter, json } = reader
  try {
    rewriter.begin(body)
    if (!isKnown(options)) refuseWide(rewriter.window.bytes, body.length)
    const parser = parserOf(reader, { ...options, maxValueBytes: body.length, looks })
    if (isInStretches(options, body)) yield* advancedInStretches(parser, rewriter.window)
    else yield* advanced(parser, true)
    looks?.unchanged?.repeat(rewriter, body.length)
    const { changed, lengthKept, refused } = rewriter
    const { opaqueParts = 0, isUnread } = parser
    const unread = isUnread === undefined ? {} : { isUnread }
    const edits = looks !== null && looks.known.size > 0 ? rewriter.keepEdits() : null
    return { body: rewriter.finish(body), changed, lengthKept, refused, opaqueParts, edits, ...unread }
  } finally {
    json.reset()
    rewriter.reset()
    idleReader = reader
  }
}

interface OneReading extends WholeOptions {
  maxValueBytes: number
  looks: RepeatedJudge | null
}

function parserOf({ rewriter, json }: WholeReader, options: OneReading): BodyParser {
  const { format, judge, maxValueBytes, looks } = options
  if (format !== 'json' && format !== 'ndjson') {
    return parserFor({ ...options, limits: { maxValueBytes } }, rewriter)
  }
  const lines = format === 'ndjson'
  rewriter.window.isLatin9 = options.isLatin9 === true
  json.begin(judge, { lines, maxValueBytes, looks: looks ?? undefined, ...filesWithin(options) })
  return json.inSteps()
}

function* inspectParts(options: WholeOptions, body: Buffer): Steps<OneLook> {
  const inspector = createInspector({ ...options, limits: { maxValueBytes: body.length } })
  const pieces = [...(yield* inspector.pushInSteps(body)), ...(yield* inspector.endInSteps())]
  const { changed, lengthKept, refused, opaqueParts } = inspector
  const whole = changed || refused ? Buffer.concat(pieces) : body
  return { body: whole, changed, lengthKept, refused, opaqueParts, edits: null }
}
