/** Decodes, analyzes and anonymizes one body: at once where it is held whole, otherwise while it streams. */
import { Readable } from 'node:stream'
import { createInspector } from '../core/content/create.ts'
import { recomputeDigests, withoutDigests } from '../core/content/digests.ts'
import { type BodyForm, sniffForm } from '../core/content/format.ts'
import type { ContentInspector, Judge } from '../core/content/inspector.ts'
import { isGatewayError } from '../core/errors.ts'
import type { VerdictReason } from '../core/journal.ts'
import type { ExchangeJudge } from '../core/policy/judge.ts'
import { KiB } from '../core/units.ts'
import { decoded, encoded } from './coding.ts'
import { counted, type Inspected, type Line, refusalOf, type Subject } from './inspection.ts'
import { bodyOf, hold, type Intake, joined, takeIn } from './intake.ts'

/** What is known of the body before it is read. */
export interface BodyTask {
  line: Line
  form: BodyForm
  /** True where a signature covers the body: it is judged, but leaves as it came or not at all. */
  bound: boolean
}

/** Thrown into a running upload to end it before the first byte of what must not leave. */
export class RefusedMidstream extends Error {
  override readonly name = 'RefusedMidstream'
  readonly reason: VerdictReason

  constructor(reason: VerdictReason) {
    super('refused in the middle of the body')
    this.reason = reason
  }
}

const maxValueBytes = 64 * KiB

export async function inspectBody(subject: Subject, task: BodyTask): Promise<Inspected> {
  const { head, limits, rule } = subject
  const plain = head.codings.length === 0
  const raw: Buffer[] = []
  let intake: Intake
  try {
    intake = plain
      ? await takeIn(subject.request, limits.holdBytes, subject.guard)
      : await hold(
          decoded(kept(bodyOf(subject.request, subject.guard), raw), head.codings, limits),
          limits.holdBytes,
        )
  } catch (error) {
    // What cannot be decoded was not forwarded either: the client learns which rule stopped it.
    if (isGatewayError(error, 'CONTENT_MALFORMED')) return undecodable(subject, task, raw)
    if (isGatewayError(error, 'CONTENT_LIMIT'))
      return { ok: false, reason: 'too-large', judge: task.line.judge }
    throw error
  }
  if (intake.whole)
    return inspectWhole(subject, task, { body: intake.body, raw: plain ? intake.body : Buffer.concat(raw) })
  if (rule.onLarge === 'refuse') return { ok: false, reason: 'too-large', judge: task.line.judge }
  raw.length = 0
  return inspectStream(subject, task, intake)
}

async function inspectWhole(
  subject: Subject,
  task: BodyTask,
  held: { body: Buffer; raw: Buffer },
): Promise<Inspected> {
  const { line } = task
  const form = task.form.format === 'unknown' ? sniffForm(held.body) : task.form
  if (form.format === 'opaque') return whole(subject, line, { body: held.raw, setAside: 'opaque-content' })
  let judge = line.judge
  let result = tryInspect(form, held.body, judge)
  if (result === null) {
    if (subject.rule.onFailure === 'refuse') return { ok: false, reason: 'undecodable', judge }
    // The rule lets it pass although it is not what it says: it is still read as plain text.
    judge = subject.newJudge()
    result = tryInspect({ ...form, format: 'text' }, held.body, judge) ?? { body: held.body, changed: false }
  }
  const refused = refusalOf(judge)
  if (refused !== null) return { ok: false, reason: refused, judge }
  if (!result.changed) return whole(subject, { ...line, judge }, { body: held.raw, setAside: null })
  if (task.bound) {
    if (subject.rule.onSigned === 'refuse') return { ok: false, reason: 'signed-content', judge }
    return whole(subject, { ...line, judge }, { body: held.raw, setAside: 'signed-content' })
  }
  const { codings } = subject.head
  const body = codings.length === 0 ? result.body : await collect(encoded(once(result.body), codings))
  const fields = recomputeDigests(line.fields, { content: body, representation: body })
  return whole(subject, { ...line, judge, fields }, { body, setAside: null })
}

function tryInspect(form: BodyForm, body: Buffer, judge: Judge): { body: Buffer; changed: boolean } | null {
  try {
    const inspector = createInspector({ ...form, judge, limits: { maxValueBytes }, opaqueParts: 'pass' })
    const pieces = [...inspector.push(body), ...inspector.end()]
    return inspector.changed ? { body: Buffer.concat(pieces), changed: true } : { body, changed: false }
  } catch (error) {
    if (isGatewayError(error, 'CONTENT_MALFORMED', 'CONTENT_LIMIT')) return null
    throw error
  }
}

function inspectStream(
  subject: Subject,
  task: BodyTask,
  intake: Extract<Intake, { whole: false }>,
): Inspected {
  const { line, bound } = task
  const { codings, contentLength } = subject.head
  const form = task.form.format === 'unknown' ? sniffForm(Buffer.concat(intake.beginning)) : task.form
  const forwarded = { bytes: 0 }
  const judge = line.judge
  const keepsLength = form.format === 'opaque' || bound
  const source =
    keepsLength && form.format === 'opaque'
      ? joined(intake)
      : rewritten(subject, { form, judge, bound }, joined(intake))
  const bytes = codings.length === 0 ? source : encoded(source as AsyncIterable<Buffer>, codings)
  const fields = keepsLength ? line.fields : withoutDigests(line.fields)
  if (keepsLength && contentLength !== null && codings.length === 0)
    fields.push('Content-Length', String(contentLength))
  return {
    ok: true,
    ...line,
    fields,
    body: Readable.from(counted(bytes, forwarded), { objectMode: false }),
    setAside: form.format === 'opaque' ? 'opaque-content' : line.setAside,
    notes: [...line.notes, 'streamed'],
    forwarded,
  }
}

async function* rewritten(
  subject: Subject,
  how: { form: BodyForm; judge: ExchangeJudge; bound: boolean },
  source: AsyncGenerator<Buffer>,
): AsyncGenerator<Uint8Array> {
  const judge = how.bound ? unchanging(how.judge, subject.rule.onSigned) : how.judge
  const inspector = createInspector({ ...how.form, judge, limits: { maxValueBytes }, opaqueParts: 'pass' })
  try {
    for await (const chunk of source) {
      yield* inspector.push(chunk)
      stopIfRefused(inspector, how)
    }
    yield* inspector.end()
  } catch (error) {
    if (isGatewayError(error, 'CONTENT_MALFORMED')) throw new RefusedMidstream('undecodable')
    if (isGatewayError(error, 'CONTENT_LIMIT')) throw new RefusedMidstream('too-large')
    throw error
  }
  stopIfRefused(inspector, how)
}

function stopIfRefused(inspector: ContentInspector, how: { judge: ExchangeJudge; bound: boolean }): void {
  if (!inspector.refused) return
  throw new RefusedMidstream(refusalOf(how.judge) ?? (how.bound ? 'signed-content' : 'entity-refused'))
}

/** A bound body may not change: what would be changed is refused or kept, as the rule says. */
function unchanging(judge: Judge, onSigned: 'refuse' | 'pass'): Judge {
  return {
    judgesFields: false,
    field: () => 'scan',
    entity: (found) => {
      const operator = judge.entity(found)
      if (operator === 'keep' || operator === 'refuse') return operator
      return onSigned === 'refuse' ? 'refuse' : 'keep'
    },
  }
}

function undecodable(subject: Subject, task: BodyTask, raw: Buffer[]): Inspected {
  const { line } = task
  if (subject.rule.onFailure === 'refuse') return { ok: false, reason: 'undecodable', judge: line.judge }
  const forwarded = { bytes: 0 }
  async function* rest() {
    yield* raw
    yield* bodyOf(subject.request, subject.guard)
  }
  return {
    ok: true,
    ...line,
    body: Readable.from(counted(rest(), forwarded), { objectMode: false }),
    setAside: 'undecodable',
    notes: [...line.notes, 'unread'],
    forwarded,
  }
}

function whole(
  subject: Subject,
  line: Line,
  result: { body: Buffer; setAside: VerdictReason | null },
): Inspected {
  const { rule } = subject
  if (result.setAside === 'opaque-content' && rule.onOpaque === 'refuse') {
    return { ok: false, reason: 'opaque-content', judge: line.judge }
  }
  return {
    ok: true,
    ...line,
    body: result.body,
    setAside: result.setAside ?? line.setAside,
    notes: result.setAside === null ? line.notes : [...line.notes, 'unread'],
    forwarded: { bytes: result.body.length },
  }
}

async function* kept(source: AsyncIterable<Buffer>, raw: Buffer[]): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    raw.push(chunk)
    yield chunk
  }
}

async function* once(body: Buffer): AsyncGenerator<Buffer> {
  yield body
}

async function collect(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}
