/** Decodes, analyzes and anonymizes one body that is held whole; a longer one is handed to the stream. */
import { recomputeDigests } from '../core/content/digests.ts'
import { type BodyForm, sniffForm } from '../core/content/format.ts'
import { inspectFields } from '../core/content/headers.ts'
import { inspectHost } from '../core/content/host.ts'
import { inspectTarget } from '../core/content/query.ts'
import { isCompactToken } from '../core/content/signed-others.ts'
import { type InspectedWhole, inspectWhole } from '../core/content/whole.ts'
import { isGatewayError } from '../core/errors.ts'
import type { VerdictReason } from '../core/journal.ts'
import type { ExchangeJudge } from '../core/policy/judge.ts'
import { KiB } from '../core/units.ts'
import { inspectStream, passedOn } from './body-stream.ts'
import { decoded, encoded } from './coding.ts'
import { NoRoom, TooSlow } from './cut-short.ts'
import {
  type BodyTask,
  type Inspected,
  type Line,
  nothingKept,
  refusalOf,
  type Subject,
} from './inspected.ts'
import { bodyOf, hold, type Intake, takeIn } from './intake.ts'
import { Tape } from './tape.ts'

export async function inspectBody(subject: Subject, task: BodyTask): Promise<Inspected> {
  const { head, limits, rule, request } = subject
  const guard = subject.guard()
  const { share } = guard
  // A coded body may be a little longer than what it decodes to; much more is an attack on memory.
  const tape =
    head.codings.length === 0
      ? null
      : new Tape(bodyOf(request, guard), { maxKeptBytes: 2 * limits.holdBytes + 256 * KiB, share })
  let intake: Intake
  try {
    intake =
      tape === null
        ? await takeIn(request, limits.holdBytes, guard)
        : await hold(decoded(tape, head.codings, limits), limits.holdBytes, share)
  } catch (error) {
    // What cannot be decoded was not forwarded either: the client learns which rule stopped it.
    if (isGatewayError(error, 'CONTENT_MALFORMED') && tape !== null) return undecodable(subject, task, tape)
    if (isGatewayError(error, 'CONTENT_LIMIT'))
      return { ok: false, reason: 'too-large', judge: task.line.judge }
    // The client is still there: it is told by which rule, and why.
    if (error instanceof TooSlow || error instanceof NoRoom)
      return { ok: false, reason: error.reason, judge: task.line.judge }
    throw error
  }
  if (intake.whole) return inspectHeld(subject, task, { body: intake.body, raw: tape?.whole ?? intake.body })
  // A body for which there is no room is treated as a long one is.
  if (rule.onLarge === 'refuse') return { ok: false, reason: intake.why, judge: task.line.judge }
  return inspectStream(subject, task, { intake, tape })
}

async function inspectHeld(
  subject: Subject,
  task: BodyTask,
  held: { body: Buffer; raw: Buffer },
): Promise<Inspected> {
  const { rule } = subject
  const reading = read(subject, task, held.body)
  if (!reading.ok) return reading
  const { judge, notes, setAside } = reading
  const line = { ...task.line, judge, notes }
  if (setAside !== null) return whole({ ...line, setAside }, held.raw)
  if (!reading.changed) return whole(line, held.raw)
  if (task.bound || isCompactToken(held.body)) {
    if (rule.onSigned === 'refuse') return { ok: false, reason: 'signed-content', judge }
    const kept = { ...(line.kept ?? nothingKept), body: true }
    return whole({ ...line, setAside: 'signed-content', kept, notes: [...notes, 'signed'] }, held.raw)
  }
  const { codings } = subject.head
  const body = codings.length === 0 ? reading.body : await collect(encoded(once(reading.body), codings))
  const fields = recomputeDigests(line.fields, { content: body, representation: body })
  return whole({ ...line, fields, changed: true }, body)
}

/** What a body held whole came to. */
type Reading =
  | {
      ok: true
      body: Buffer
      changed: boolean
      judge: ExchangeJudge
      notes: readonly string[]
      /** Why it could not be read although the rule lets it pass. */
      setAside: VerdictReason | null
    }
  | { ok: false; reason: VerdictReason; judge: ExchangeJudge }

function read(subject: Subject, task: BodyTask, body: Buffer): Reading {
  const { rule } = subject
  const { line } = task
  const form = task.form.format === 'unknown' ? sniffForm(body) : task.form
  const unread = (judge: ExchangeJudge, setAside: VerdictReason): Reading => {
    return { ok: true, body, changed: false, judge, notes: [...line.notes, 'unread'], setAside }
  }
  if (form.format === 'opaque')
    return rule.onOpaque === 'refuse'
      ? { ok: false, reason: 'opaque-content', judge: line.judge }
      : unread(line.judge, 'opaque-content')
  let judge = line.judge
  let result = tryInspect(subject, { form, body, judge })
  let notes = line.notes
  if (result === null) {
    if (rule.onFailure === 'refuse') return { ok: false, reason: 'undecodable', judge }
    // The rule lets it pass although it is not what it says: it is still read as plain text.
    judge = subject.newJudge()
    inspectHost(subject.head.host, judge)
    inspectTarget(subject.head.target, judge)
    inspectFields(subject.head.fields, judge)
    result = tryInspect(subject, { form: { ...form, format: 'text' }, body, judge })
    if (result === null) return unread(judge, 'undecodable')
    notes = [...notes, 'read-as-text']
  }
  const refused = refusalOf(judge)
  if (refused !== null) return { ok: false, reason: refused, judge }
  if (result.opaqueParts > 0) {
    if (rule.onOpaque === 'refuse') return { ok: false, reason: 'opaque-content', judge }
    notes = [...notes, 'opaque-parts']
  }
  return { ok: true, body: result.body, changed: result.changed, judge, notes, setAside: null }
}

interface TryOptions {
  form: BodyForm
  body: Buffer
  judge: ExchangeJudge
}

function tryInspect(subject: Subject, { form, body, judge }: TryOptions): InspectedWhole | null {
  try {
    return inspectWhole({ ...form, judge, opaqueParts: subject.rule.onOpaque }, body)
  } catch (error) {
    if (isGatewayError(error, 'CONTENT_MALFORMED', 'CONTENT_LIMIT')) return null
    throw error
  }
}

/** A coding that is not what the head says, found before anything was forwarded. */
function undecodable(subject: Subject, task: BodyTask, tape: Tape): Inspected {
  const { line } = task
  if (subject.rule.onFailure === 'refuse') return { ok: false, reason: 'undecodable', judge: line.judge }
  return passedOn(subject, { ...line, setAside: 'undecodable' }, tape.replay())
}

function whole(line: Line, body: Buffer): Inspected {
  return { ok: true, ...line, body, forwarded: { bytes: body.length } }
}

async function* once(body: Buffer): AsyncGenerator<Buffer> {
  yield body
}

async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}
