/** Decodes, analyzes and anonymizes one body that is held whole; a longer one is handed to the stream. */
import { recomputeDigests } from '../core/content/digests.ts'
import { inspectFields } from '../core/content/headers.ts'
import { inspectHost } from '../core/content/host.ts'
import type { Judge } from '../core/content/inspector.ts'
import { judgeWithin } from '../core/content/part-judge.ts'
import { inspectTarget } from '../core/content/query.ts'
import { signatureOf } from '../core/content/signed.ts'
import { isCompactToken } from '../core/content/signed-others.ts'
import { inspectWhole } from '../core/content/whole.ts'
import { isGatewayError } from '../core/errors.ts'
import { keylessStandIns } from '../core/pii/tokens/stand-ins.ts'
import { type ExchangeJudge, refusalOf } from '../core/policy/judge.ts'
import type { ExchangeRule } from '../core/policy/verdict.ts'
import { readWholeInSteps, type WholeReading } from '../core/policy/whole-body.ts'
import { KiB } from '../core/units.ts'
import { inspectStream } from './body-stream.ts'
import { metadataOf } from './coded-metadata.ts'
import { decoded, encoded } from './coding.ts'
import { NoRoom, TooSlow } from './cut-short.ts'
import {
  type BodyTask,
  type Inspected,
  type Line,
  nothingKept,
  type Passable,
  type Subject,
} from './inspected.ts'
import { bodyOf, hold, type Intake, reasonOfLength, takeIn } from './intake.ts'
import { inTurns, longFrom, longTurn } from './long-work.ts'
import { passedOn } from './passed-on.ts'
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
        ? await takeIn(request, { holdBytes: limits.holdBytes, declaredBytes: head.contentLength }, guard)
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
  if (intake.whole) {
    if (intake.body.length >= longFrom) await longTurn()
    return inspectHeld(subject, task, { body: intake.body, raw: tape?.whole ?? intake.body })
  }
  // A body for which there is no room is treated as a long one is.
  if (rule.onLarge === 'refuse') return { ok: false, reason: reasonOfLength(intake), judge: task.line.judge }
  return inspectStream(subject, task, { intake, tape })
}

/** `raw`: in its codings, as it came. */
interface HeldBody {
  body: Buffer
  raw: Buffer
}

function inspectHeld(subject: Subject, task: BodyTask, held: HeldBody): Inspected | Promise<Inspected> {
  const { rule, response } = subject
  const { form, line } = task
  const newJudge = () => judgeAgain(subject)
  const steps = readWholeInSteps({ rule, form, body: held.body, judge: line.judge, newJudge })
  const reading = inTurns(steps, () => response.destroyed)
  return reading instanceof Promise
    ? reading.then((read) => leaveAs(subject, task, { held, reading: read }))
    : leaveAs(subject, task, { held, reading })
}

/** How the body leaves by what was made of it. */
function leaveAs(
  subject: Subject,
  task: BodyTask,
  { held, reading }: { held: HeldBody; reading: WholeReading },
): Inspected | Promise<Inspected> {
  if (!reading.ok) return reading
  const { raw } = held
  if (isCompactToken(held.body)) reading.judge.notice?.('bound')
  const { rule } = subject
  const before = task.line
  const { judge, setAside } = reading
  const beside = inspectBeside(subject, { raw: raw, judge })
  if (beside === 'refused') return { ok: false, reason: refusalOf(judge) ?? 'entity-refused', judge }
  const notes = reading.notes.length === 0 ? before.notes : [...before.notes, ...reading.notes]
  const line = { ...before, judge, notes, setAside: setAside ?? before.setAside }
  if (setAside !== null && !reading.changed) return whole(line, raw)
  if (!reading.changed && beside === 'clean') return whole(line, raw)
  if (task.bound || isCompactToken(held.body)) {
    if (rule.onSigned === 'refuse') return { ok: false, reason: 'signed-content', judge }
    const kept = { ...(line.kept ?? nothingKept), body: true }
    return whole({ ...line, setAside: 'signed-content', kept, notes: [...notes, 'signed'] }, raw)
  }
  const areKept = subject.tokens === null || subject.tokens.keep()
  return areKept === true && subject.head.codings.length === 0
    ? changed(line, { body: reading.body, original: raw })
    : writeAnew(subject, { line, body: reading.body, areKept, original: raw })
}

/** A changed body in its codings, once its tokens are durable, and without them where they cannot be. */
async function writeAnew(
  { rule, tokens, head }: Subject,
  {
    line,
    body,
    areKept,
    original,
  }: { line: Line; body: Buffer; areKept: boolean | Promise<boolean>; original: Buffer },
): Promise<Inspected> {
  const isPlain = tokens === null || (await areKept)
  if (!isPlain && rule.onFailure === 'refuse')
    return { ok: false, reason: 'tokens-not-kept', judge: line.judge }
  const plain = isPlain ? body : tokens.masked(body)
  const coded = head.codings.length === 0 ? plain : await collect(encoded(once(plain), head.codings))
  const noted = isPlain ? line : { ...line, notes: [...line.notes, 'tokens-not-kept'] }
  return changed(noted, { body: coded, original })
}

function changed(line: Line, { body, original }: { body: Buffer; original: Buffer }): Passable {
  const fields = recomputeDigests(line.fields, { content: body, representation: body })
  return { ...whole({ ...line, fields, changed: true }, body), original }
}

/**
 * What a coding carries beside the content is judged as text. Nothing of it leaves that may not: coding the content anew
 * leaves it out.
 */
function inspectBeside(
  { head, rule, observed }: Subject,
  { raw, judge }: { raw: Buffer; judge: ExchangeJudge },
): 'clean' | 'changed' | 'refused' {
  if (head.codings.length === 0) return 'clean'
  const metadata = metadataOf(raw, head.codings)
  if (metadata === null) return observed ? 'clean' : 'changed'
  const { texts, between } = metadata
  // Whatever stands there, it is bytes: zeros in it tell nothing.
  const as = { format: 'text', layout: 'bytes', opaqueParts: 'pass' } as const
  if (texts.length > 0) {
    const within = judgeWithin(judge, { name: 'content-encoding', start: 0 })
    const { changed, refused } = inspectWhole({ ...as, judge: within }, texts)
    if (refused) return 'refused'
    if (changed) return 'changed'
  }
  if (between.length === 0 || observed) return 'clean'
  // Among compressed bytes a value may stand by chance: it is no finding, but it does no harm to code them anew.
  const { changed, refused } = inspectWhole({ ...as, judge: spotting(judge, rule) }, between)
  return changed || refused ? 'changed' : 'clean'
}

/** Orders what the rule would, and tells nobody. */
function spotting({ analyzer }: ExchangeJudge, rule: ExchangeRule): Judge {
  return {
    analyzer,
    standIns: keylessStandIns,
    judgesFields: false,
    field: () => 'scan',
    entity: ({ finding }) => (finding.score < rule.minScore ? 'keep' : rule.operatorFor(finding.type)),
  }
}

/** A judge that was asked again about everything before the body. */
function judgeAgain({ head, newJudge }: Subject): ExchangeJudge {
  const judge = newJudge()
  if (signatureOf({ method: head.method, target: head.target, fields: head.fields }) !== null)
    judge.notice?.('bound')
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

function whole(line: Line, body: Buffer): Passable {
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
