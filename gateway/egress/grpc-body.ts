/** Looks into the body of a gRPC call: what is text in its messages is judged, and nothing of it is ever rewritten. */
import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { type GrpcMessage, grpcMessages, MessageEnds } from '../core/content/grpc-messages.ts'
import type { Judge } from '../core/content/inspector.ts'
import { judgeWithin } from '../core/content/part-judge.ts'
import { readProtobuf } from '../core/content/protobuf.ts'
import { inspectWhole } from '../core/content/whole.ts'
import { isGatewayError } from '../core/errors.ts'
import { fieldName } from '../core/http/fields.ts'
import type { VerdictReason } from '../core/journal.ts'
import { type ExchangeJudge, refusalOf } from '../core/policy/judge.ts'
import { NoRoom, RefusedMidstream, TooSlow } from './cut-short.ts'
import { grpcConversation } from './grpc-conversation.ts'
import type { Inspected, Line, Passable, Subject } from './inspected.ts'
import { type BegunIntake, type Intake, joined, reasonOfLength, takeIn } from './intake.ts'
import { longFrom, longTurn } from './long-work.ts'
import { counted, passedOn } from './passed-on.ts'

/**
 * A descriptor would say which fields are texts; without it a change could be one of something else. So what is found
 * and may not leave as it is follows `onFailure`, what cannot be read follows `onOpaque`, and all else leaves as it came.
 */
export async function inspectGrpc(subject: Subject, line: Line): Promise<Inspected> {
  const { limits, rule, request, head } = subject
  const { judge } = line
  const { holdBytes } = limits
  const ends = new MessageEnds(holdBytes)
  const quiet = {
    ms: quietMs,
    openingMs,
    isEnough(chunk: Buffer) {
      ends.push(chunk)
      return ends.isAtEnd
    },
  }
  const bounds = { holdBytes, declaredBytes: head.contentLength, quiet }
  let intake: Intake
  try {
    intake = await takeIn(request, bounds, subject.guard())
  } catch (error) {
    if (isGatewayError(error, 'CONTENT_LIMIT')) return { ok: false, reason: 'too-large', judge }
    if (error instanceof TooSlow || error instanceof NoRoom) return { ok: false, reason: error.reason, judge }
    throw error
  }
  if (!intake.whole && intake.why === 'quiet') return converse(subject, line, intake)
  if (!intake.whole) {
    if (rule.onLarge === 'refuse') return { ok: false, reason: reasonOfLength(intake), judge }
    if (rule.onOpaque === 'refuse') return { ok: false, reason: 'opaque-content', judge }
    return passedOn(subject, { ...line, setAside: 'opaque-content' }, joined(intake))
  }
  const { body } = intake
  if (body.length >= longFrom) await longTurn()
  return passOrRefuse(subject, { line, body, found: await judgeMessages(subject, { body, judge }) })
}

/** A client that says nothing for so long waits for an answer. Most calls are one message, whose end comes with it. */
const quietMs = 25

/**
 * A call without a message for so long is one that its destination opens. Its head leaves then, and a message that may not
 * follow it ends a call that has begun: most are decided before, also where the network is slow.
 */
const openingMs = 1000

/**
 * Where both sides wait for one another each message leaves as soon as it was judged whole. Later ones that may not leave
 * end the call.
 */
async function converse(subject: Subject, line: Line, intake: BegunIntake): Promise<Inspected> {
  const body = Buffer.concat(intake.beginning)
  intake.beginning.length = 0
  const first = passOrRefuse(subject, {
    line,
    body,
    found: await judgeMessages(subject, { body, judge: line.judge }),
  })
  if (!first.ok) return first
  const forwarded = { bytes: 0 }
  const inspected: Passable = { ...first, forwarded, notes: [...first.notes, 'streamed'] }
  const judgeNext = async (messages: Buffer): Promise<void> => {
    const found = await judgeMessages(subject, { body: messages, judge: line.judge })
    const next = passOrRefuse(subject, { line: { ...line, ...inspected }, body: messages, found })
    if (!next.ok) throw new RefusedMidstream(next.reason)
    inspected.setAside = next.setAside
    inspected.notes = [...new Set(next.notes)]
  }
  const messages = grpcConversation({ body, intake, holdBytes: subject.limits.holdBytes }, judgeNext, () => {
    const { rule } = subject
    if (rule.onLarge === 'refuse') throw new RefusedMidstream('too-large')
    if (rule.onOpaque === 'refuse') throw new RefusedMidstream('opaque-content')
    inspected.setAside = 'opaque-content'
    inspected.notes = [...inspected.notes, 'unread']
  })
  inspected.body = Readable.from(counted(messages, forwarded), { objectMode: false })
  return inspected
}

/** `undecodable`: no messages, or not to be unpacked; `opaque-content`: some fields of them are neither text nor message. */
type Found = 'clean' | 'undecodable' | 'opaque-content' | 'unwritable'

function passOrRefuse(
  { rule, observed }: Subject,
  { line, body, found }: { line: Line; body: Buffer; found: Found },
): Inspected {
  const { judge } = line
  const refused = refusalOf(judge)
  if (refused !== null) return { ok: false, reason: refused, judge }
  const leave = (setAside: VerdictReason | null, note: string | null): Inspected => ({
    ok: true,
    ...line,
    setAside: setAside ?? line.setAside,
    notes: note === null ? line.notes : [...line.notes, note],
    body,
    forwarded: { bytes: body.length },
  })
  switch (found) {
    case 'clean':
      return leave(null, null)
    case 'opaque-content':
      if (rule.onOpaque === 'refuse') return { ok: false, reason: 'opaque-content', judge }
      return leave('opaque-content', 'opaque-parts')
    case 'undecodable':
      if (rule.onFailure === 'refuse') return { ok: false, reason: 'undecodable', judge }
      return leave('undecodable', 'unread')
    case 'unwritable':
      if (rule.onFailure === 'refuse' && !observed) return { ok: false, reason: 'entity-refused', judge }
      return leave('undecodable', 'unwritten')
  }
}

async function judgeMessages(
  subject: Subject,
  { body, judge }: { body: Buffer; judge: ExchangeJudge },
): Promise<Found> {
  const messages = grpcMessages(body)
  if (messages === null) return 'undecodable'
  let found: Found = 'clean'
  let left = subject.limits.holdBytes
  for (const message of messages) {
    const bytes = await contentOf(message, body, { subject, maxBytes: left })
    if (bytes === null) return 'undecodable'
    if (message.compressed) left -= bytes.length
    const reading = readProtobuf(bytes)
    if (reading === null) return 'undecodable'
    if (reading.opaque > 0 && found === 'clean') found = 'opaque-content'
    for (const { path, start, end } of reading.texts) {
      const within = unchanged(judge, { name: path, start: message.start + start })
      const as = { format: 'text', layout: 'bytes', opaqueParts: 'pass', judge: within } as const
      if (inspectWhole(as, bytes.subarray(start, end)).changed) found = 'unwritable'
    }
  }
  return judge.isUnwritten === true ? 'unwritable' : found
}

const unpack = promisify(gunzip)

/** Null where it is packed in another way than gzip, or unpacks to more than the rest of what is held. */
async function contentOf(
  { compressed, start, end }: GrpcMessage,
  body: Buffer,
  { subject, maxBytes }: { subject: Subject; maxBytes: number },
): Promise<Buffer | null> {
  const bytes = body.subarray(start, end)
  if (!compressed) return bytes
  if (maxBytes <= 0 || encodingOf(subject) !== 'gzip') return null
  try {
    return await unpack(bytes, { maxOutputLength: maxBytes })
  } catch {
    return null
  }
}

function encodingOf({ head: { fields } }: Subject): string {
  for (let i = 0; i < fields.length; i += 2)
    if (fieldName(fields[i] as string) === 'grpc-encoding')
      return (fields[i + 1] as string).trim().toLowerCase()
  return 'identity'
}

/** Of all orders only `refuse` is carried out; what else was ordered, the journal says beside it. */
function unchanged(judge: ExchangeJudge, part: { name: string; start: number }): Judge {
  const within = judgeWithin(judge, part)
  return { ...within, entity: (found) => within.entity({ ...found, fixed: true }) }
}
