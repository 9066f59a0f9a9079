/** Analyzes and anonymizes a body that is too long to be held, while it streams. */
import { Readable } from 'node:stream'
import { withoutDigests } from '../core/content/digests.ts'
import { type BodyForm, sniffForm, trueForm } from '../core/content/format.ts'
import { isGatewayError } from '../core/errors.ts'
import { contentKindOf, fileKindOf } from '../core/files/file-kind.ts'
import type { VerdictReason } from '../core/journal.ts'
import { entityTypeNames } from '../core/pii/entity.ts'
import { BodyReader, maxValueBytes, orderOfLongFile } from '../core/policy/body-reader.ts'
import { unchanging } from './bound-judge.ts'
import { encoded } from './coding.ts'
import { RefusedMidstream } from './cut-short.ts'
import {
  type BodyTask,
  type Inspected,
  type Line,
  nothingKept,
  type Passable,
  type Subject,
} from './inspected.ts'
import { type BegunIntake, joined } from './intake.ts'
import { inTurns } from './long-work.ts'
import { counted, passedOn } from './passed-on.ts'
import type { Tape } from './tape.ts'

/** A long body whose beginning was taken in; `tape` remembers how it came, where it is coded. */
export interface LongBody {
  intake: BegunIntake
  tape: Tape | null
}

/**
 * Whatever is found later ends the running exchange: `refused-midstream`. Under `onFailure: pass` an uncoded body that
 * turns out malformed is read on as plain text from where it was understood last; one that turns out not to be in its
 * coding, or whose multipart structure breaks, is cut, since what left before cannot be taken back and what follows
 * has no place any more.
 */
export function inspectStream(subject: Subject, task: BodyTask, { intake, tape }: LongBody): Inspected {
  const { line, bound } = task
  const { rule } = subject
  const beginning = Buffer.concat(intake.beginning)
  const form = task.form.format === 'unknown' ? sniffForm(beginning) : trueForm(task.form, beginning)
  const refused = (reason: VerdictReason): Inspected => ({ ok: false, reason, judge: line.judge })
  const asItCame = () => (tape === null ? joined(intake) : replayed(intake, tape))
  if (form.format === 'opaque') {
    const order = orderOfLongFile(beginning, rule)
    if (order === 'refuse') return refused('opaque-content')
    const passes = order === 'pass' || bound || subject.observed
    const unread = { ...line, setAside: 'opaque-content' as const }
    if (passes) return passedOn(subject, withKind(unread, beginning), asItCame())
    tape?.forget()
    return rewritten(subject, { ...task, form, line: unread }, { intake, tape })
  }
  if (bound && tape !== null) {
    // Coded anew it would not be the bytes that were signed: it cannot be looked into while it leaves as it came.
    if (rule.onFailure === 'refuse') return refused('signed-content')
    return passedOn(subject, { ...line, setAside: 'signed-content' }, asItCame())
  }
  tape?.forget()
  return rewritten(subject, { ...task, form }, { intake, tape })
}

function withKind(line: Line, beginning: Buffer): Line {
  const kind = fileKindOf(beginning)
  return {
    ...line,
    notes: [...line.notes, 'unread', `opaque:${kind === 'package' ? 'large' : contentKindOf(kind)}`],
  }
}

function rewritten(
  subject: Subject,
  task: BodyTask & { form: BodyForm },
  { intake, tape }: LongBody,
): Inspected {
  const { line, bound } = task
  const { head, rule } = subject
  const forwarded = { bytes: 0 }
  const keepsBytes = tape === null && (bound || !mayChange(subject, line))
  const fields = keepsBytes ? line.fields : withoutDigests(line.fields)
  if (keepsBytes && head.contentLength !== null) fields.push('Content-Length', String(head.contentLength))
  const notes = [...line.notes, 'streamed']
  const inspected: Passable = {
    ok: true,
    ...line,
    fields,
    notes,
    forwarded,
    body: null,
  }
  const judge = bound
    ? unchanging(line.judge, rule.onSigned, () => {
        inspected.setAside = 'signed-content'
        if (inspected.kept?.body !== true) inspected.kept = { ...(line.kept ?? nothingKept), body: true }
      })
    : line.judge
  const reader = new BodyReader({
    form: task.form,
    judge,
    rule,
    bound,
    maxValueBytes,
    notes,
    stop: (reason) => new RefusedMidstream(reason),
  })
  const pieces = pass(joined(intake), reader, {
    release: (decided) => keptPieces(decided, subject, notes),
    changed() {
      inspected.changed = true
    },
    through: () => line.judge.notice?.('through'),
    isOver: () => subject.response.destroyed,
  })
  const bytes = tape === null ? pieces : encoded(pieces, head.codings)
  const complete = keepsBytes && head.contentLength !== null ? lastByteLast(bytes, head.contentLength) : bytes
  inspected.body = Readable.from(counted(complete, forwarded), { objectMode: false })
  return inspected
}

async function* pass(
  source: AsyncIterable<Buffer>,
  reader: BodyReader,
  to: {
    release(pieces: readonly Uint8Array[]): readonly Uint8Array[] | Promise<readonly Uint8Array[]>
    changed(): void
    through(): void
    isOver(): boolean
  },
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of source) {
      const pieces = inTurns(reader.pushInSteps(chunk), to.isOver)
      yield* await to.release(pieces instanceof Promise ? await pieces : pieces)
      reader.stopIfRefused()
    }
  } catch (error) {
    // The reader keeps its own failures to itself: this is the source's, a coding or a limit.
    if (isGatewayError(error, 'CONTENT_MALFORMED')) throw new RefusedMidstream('undecodable')
    if (isGatewayError(error, 'CONTENT_LIMIT')) throw new RefusedMidstream('too-large')
    throw error
  }
  yield* await to.release(await inTurns(reader.endInSteps(), to.isOver))
  reader.stopIfRefused()
  if (reader.changed) to.changed()
  to.through()
}

/** The same pieces once the tokens in them are durable. */
async function keptPieces(
  pieces: readonly Uint8Array[],
  { tokens, rule }: Subject,
  notes: string[],
): Promise<readonly Uint8Array[]> {
  if (tokens === null || (await tokens.keep())) return pieces
  if (rule.onFailure === 'refuse') throw new RefusedMidstream('tokens-not-kept')
  if (!notes.includes('tokens-not-kept')) notes.push('tokens-not-kept')
  return [tokens.masked(Buffer.concat(pieces))]
}

async function* replayed(intake: LongBody['intake'], tape: Tape): AsyncGenerator<Buffer> {
  const replay = tape.replay()
  // Begun before the decoder is ended, so that the decoder cannot take another chunk.
  const first = replay.next()
  await intake.rest.return?.().catch(() => {})
  const { done, value } = await first
  if (!done) yield value
  yield* replay
}

/** False where the rule keeps or refuses everything: then the length is known, and digests stay true. */
function mayChange({ rule, observed }: Subject, { judge }: Line): boolean {
  if (observed) return false
  if (judge.isCorrected === true) return true
  if (rule.fields.drop.length > 0 || rule.files.metadata === 'strip') return true
  return entityTypeNames.some((type) => !['keep', 'refuse'].includes(rule.operatorFor(type)))
}

/**
 * A receiver that was told the length takes a body for whole with its last byte: that one leaves when nothing can be found
 * any more that would end the exchange.
 */
async function* lastByteLast(source: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  let sent = 0
  let last: Uint8Array | null = null
  for await (const chunk of source) {
    sent += chunk.length
    if (sent < length || chunk.length === 0) yield chunk
    else {
      yield chunk.subarray(0, -1)
      last = chunk.subarray(-1)
    }
  }
  if (last !== null) yield last
}
