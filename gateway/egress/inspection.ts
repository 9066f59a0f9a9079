/** Looks into everything a request carries (target, fields, body) and hands back what may be forwarded. */
import { type BodyForm, formatOf, readingOf } from '../core/content/format.ts'
import { isGrpc } from '../core/content/grpc-messages.ts'
import { inspectFields } from '../core/content/headers.ts'
import { inspectHost } from '../core/content/host.ts'
import { inspectTarget } from '../core/content/query.ts'
import { type SignatureBinding, signatureOf } from '../core/content/signed.ts'
import type { RequestHead } from '../core/http/head.ts'
import type { VerdictReason } from '../core/journal.ts'
import { refusalOf } from '../core/policy/judge.ts'
import { trackingRemoved } from '../core/trackers/notes.ts'
import { inspectBody } from './body.ts'
import { canRecode } from './coding.ts'
import { inspectGrpc } from './grpc-body.ts'
import { type Inspected, type KeptBySignature, keptName, type Line, type Subject } from './inspected.ts'
import { bodyOf } from './intake.ts'
import { passedOn } from './passed-on.ts'

/** Everything before the body. Query and fields that a signature binds are judged but never rewritten. */
export function inspect(subject: Subject): Inspected | Promise<Inspected> {
  const { head, rule, removedParameters } = subject
  const judge = subject.newJudge()
  const binding = signatureOf({ method: head.method, target: head.target, fields: head.fields })
  if (binding !== null) judge.notice?.('bound')
  inspectHost(head.host, judge)
  const target = inspectTarget(head.target, judge)
  const fields = inspectFields(head.fields, judge)
  const refused = refusalOf(judge)
  if (refused !== null) {
    if (!head.hasBody) judge.notice?.('through')
    return { ok: false, reason: refused, judge }
  }
  const targetBound = target.changed && binding?.binds.query === true
  const kept = keptOf(targetBound, keepBound(binding, head.fields, fields.fields))
  if (kept !== null && rule.onSigned === 'refuse') return { ok: false, reason: 'signed-content', judge }
  const own = { target: targetBound ? head.target : target.text, fields: fields.fields, masked: false }
  const areKept = subject.tokens === null || subject.tokens.keep()
  const onward = (written: WrittenLine | null) => {
    if (written === null) return { ok: false, reason: 'tokens-not-kept', judge } as const
    const line: Line = {
      target: written.target,
      fields: written.fields,
      judge,
      changed: (target.changed && !targetBound) || isOther(fields.fields, head.fields),
      setAside: kept === null ? null : 'signed-content',
      kept,
      notes: notesOn(kept, written, removedParameters),
    }
    return inspectRest(subject, binding, line)
  }
  return areKept === true
    ? onward(own)
    : Promise.resolve(areKept).then((kept) => onward(kept ? own : maskedLine(subject, own)))
}

function notesOn(kept: KeptBySignature | null, { masked }: WrittenLine, removed: number): readonly string[] {
  if (kept === null && !masked && removed === 0) return none
  return [
    ...(kept === null ? [] : ['signed']),
    ...(masked ? ['tokens-not-kept'] : []),
    ...(removed === 0 ? [] : [trackingRemoved(removed)]),
  ]
}

function isOther(one: readonly string[], other: readonly string[]): boolean {
  for (let i = 0; i < one.length; i += 1) if (one[i] !== other[i]) return true
  return false
}

function inspectRest(
  subject: Subject,
  binding: SignatureBinding | null,
  line: Line,
): Inspected | Promise<Inspected> {
  return subject.head.hasBody
    ? body(subject, binding, line)
    : { ok: true, ...line, body: null, forwarded: { bytes: 0 } }
}

interface WrittenLine {
  target: string
  fields: string[]
  /** True where masks stand for tokens that could not be kept. */
  masked: boolean
}

/** The same with masks in place of tokens, which could not be kept; null where the rule then refuses. */
function maskedLine({ rule, tokens }: Subject, line: WrittenLine): WrittenLine | null {
  if (tokens === null || rule.onFailure === 'refuse') return null
  const fields = line.fields.map((text) => tokens.maskedText(text))
  return { target: tokens.maskedText(line.target), fields, masked: true }
}

function keptOf(target: boolean, fields: readonly string[]): KeptBySignature | null {
  return target || fields.length > 0 ? { target, fields, body: false } : null
}

const none: readonly string[] = []

/** Puts back the changed fields that a signature covers, and names them. */
function keepBound(
  binding: SignatureBinding | null,
  before: readonly string[],
  after: string[],
): readonly string[] {
  const headers = binding?.binds.headers ?? false
  if (headers === false) return none
  const kept: string[] = []
  for (let i = 0; i < before.length; i += 2) {
    const value = before[i + 1] as string
    if (after[i + 1] === value) continue
    if (headers !== 'some' && !headers.includes((before[i] as string).toLowerCase())) continue
    after[i + 1] = value
    kept.push(keptName(before[i] as string))
  }
  return kept
}

function body(
  subject: Subject,
  binding: SignatureBinding | null,
  line: Line,
): Inspected | Promise<Inspected> {
  const { head, rule, limits, response } = subject
  const tooLarge = limits.maxBodyBytes > 0 && (head.contentLength ?? 0) > limits.maxBodyBytes
  if (tooLarge) return { ok: false, reason: 'too-large', judge: line.judge }
  if (isGrpc(head.contentType) && head.codings.length === 0) {
    if (head.expectsContinue) response.writeContinue()
    return inspectGrpc(subject, line)
  }
  // A sealed body (JWS, JWE) could not be changed whatever its bytes look like: there its label is believed.
  const isSealed = binding?.binds.body === true
  const form = isSealed ? formatOf(head.contentType) : readingOf(head.contentType, rule.onOpaque, true)
  const isOpaque = formatOf(head.contentType).format === 'opaque'
  if (isOpaque || form.format === 'multipart') line.judge.notice?.('label')
  const obstacle = obstacleTo(head, form)
  const order = obstacle === 'opaque-content' ? rule.onOpaque : rule.onFailure
  if (obstacle !== null && order === 'refuse') return { ok: false, reason: obstacle, judge: line.judge }
  // The client waits for this before it sends the body (RFC 9110 §10.1.1): only now is it wanted.
  if (head.expectsContinue) response.writeContinue()
  if (obstacle !== null)
    return passedOn(subject, { ...line, setAside: obstacle }, bodyOf(subject.request, subject.guard()))
  return inspectBody(subject, { line, form, bound: binding?.binds.body ?? false })
}

/** Why a body cannot be looked into at all, before a byte of it was read. */
function obstacleTo(head: RequestHead, form: BodyForm): VerdictReason | null {
  if (!canRecode(head.codings)) return 'undecodable'
  if (form.format === 'opaque') return 'opaque-content'
  return form.decodable ? null : 'undecodable'
}
