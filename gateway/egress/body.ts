/** Decodes, analyzes and anonymizes one body that is held whole; a longer one is handed to the stream. */
import { recomputeDigests } from '../core/content/digests.ts'
import { inspectFields } from '../core/content/headers.ts'
import { inspectHost } from '../core/content/host.ts'
import { inspectTarget } from '../core/content/query.ts'
import { isCompactToken } from '../core/content/signed-others.ts'
import { isGatewayError } from '../core/errors.ts'
import type { ExchangeJudge } from '../core/policy/judge.ts'
import { readWhole } from '../core/policy/whole-body.ts'
import { KiB } from '../core/units.ts'
import { inspectStream, passedOn } from './body-stream.ts'
import { decoded, encoded } from './coding.ts'
import { NoRoom, TooSlow } from './cut-short.ts'
import { type BodyTask, type Inspected, type Line, nothingKept, type Subject } from './inspected.ts'
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
  const { form, line: before } = task
  const newJudge = () => judgeAgain(subject)
  const reading = readWhole({ rule, form, body: held.body, judge: before.judge, newJudge })
  if (!reading.ok) return reading
  const { judge, setAside } = reading
  const notes = reading.notes.length === 0 ? before.notes : [...before.notes, ...reading.notes]
  const line = { ...before, judge, notes }
  if (setAside !== null) return whole({ ...line, setAside }, held.raw)
  if (!reading.changed) return whole(line, held.raw)
  if (task.bound || isCompactToken(held.body)) {
    if (rule.onSigned === 'refuse') return { ok: false, reason: 'signed-content', judge }
    const kept = { ...(line.kept ?? nothingKept), body: true }
    return whole({ ...line, setAside: 'signed-content', kept, notes: [...notes, 'signed'] }, held.raw)
  }
  const { tokens } = subject
  const areKept = tokens === null || (await tokens.keep())
  if (!areKept && rule.onFailure === 'refuse') return { ok: false, reason: 'tokens-not-kept', judge }
  const plain = areKept ? reading.body : tokens.masked(reading.body)
  const { codings } = subject.head
  const body = codings.length === 0 ? plain : await collect(encoded(once(plain), codings))
  const fields = recomputeDigests(line.fields, { content: body, representation: body })
  return whole(
    { ...line, fields, changed: true, notes: areKept ? notes : [...notes, 'tokens-not-kept'] },
    body,
  )
}

/** A judge that was asked again about everything before the body. */
function judgeAgain({ head, newJudge }: Subject): ExchangeJudge {
  const judge = newJudge()
  inspectHost(head.host, judge)
  inspectTarget(head.target, judge)
  inspectFields(head.fields, judge)
  return judge
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
