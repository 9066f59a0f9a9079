/** Looks into everything a request carries (target, fields, body) and hands back what may be forwarded. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { type BodyForm, formatOf, readingOf } from '../core/content/format.ts'
import { inspectFields } from '../core/content/headers.ts'
import { inspectTarget } from '../core/content/query.ts'
import { type SignatureBinding, signatureOf } from '../core/content/signed.ts'
import type { RequestHead } from '../core/http/head.ts'
import type { VerdictReason } from '../core/journal.ts'
import type { ExchangeJudge } from '../core/policy/judge.ts'
import type { ExchangeRule } from '../core/policy/verdict.ts'
import { inspectBody } from './body.ts'
import { passedOn } from './body-stream.ts'
import { canRecode } from './coding.ts'
import { bodyOf, type IntakeGuard } from './intake.ts'
import type { EgressLimits } from './options.ts'

/** One request on its way through inspection. */
export interface Subject {
  head: RequestHead
  rule: ExchangeRule
  request: IncomingMessage
  response: ServerResponse
  limits: EgressLimits
  guard: IntakeGuard
  /** True in mode `observe`: nothing is changed or refused. */
  observed: boolean
  /** A judge for a fresh start: used again where a body has to be read a second time in another way. */
  newJudge(): ExchangeJudge
}

/** What may be forwarded, or the reason why nothing may. */
export type Inspected =
  | {
      ok: true
      target: string
      fields: string[]
      body: Buffer | Readable | null
      judge: ExchangeJudge
      /** True where anything leaves other than it came. Of a streamed body: final at its end. */
      changed: boolean
      /** Why something was left unread or unchanged although the rule lets it pass; null where all was looked into. */
      setAside: VerdictReason | null
      notes: readonly string[]
      forwarded: { bytes: number }
    }
  | { ok: false; reason: VerdictReason; judge: ExchangeJudge }

/** Everything before the body. Query and fields that a signature binds are judged but never rewritten. */
export async function inspect(subject: Subject): Promise<Inspected> {
  const { head, rule } = subject
  const judge = subject.newJudge()
  const binding = signatureOf({ method: head.method, target: head.target, fields: head.fields })
  const target = inspectTarget(head.target, judge)
  const fields = inspectFields(head.fields, judge)
  const refused = refusalOf(judge)
  if (refused !== null) return { ok: false, reason: refused, judge }
  const targetBound = target.changed && binding?.binds.query === true
  const bound = keepBound(binding, head.fields, fields.fields) || targetBound
  if (bound && rule.onSigned === 'refuse') return { ok: false, reason: 'signed-content', judge }
  const line = {
    target: targetBound ? head.target : target.text,
    fields: fields.fields,
    judge,
    changed: (target.changed && !targetBound) || fields.fields.some((text, i) => text !== head.fields[i]),
    setAside: bound ? ('signed-content' as const) : null,
    notes: bound ? ['signed'] : [],
  }
  if (!head.hasBody) return { ok: true, ...line, body: null, forwarded: { bytes: 0 } }
  return body(subject, binding, line)
}

/** What inspection knows before it reads the body. */
export interface Line {
  target: string
  fields: string[]
  judge: ExchangeJudge
  /** True where target or fields leave other than they came. */
  changed: boolean
  setAside: VerdictReason | null
  notes: readonly string[]
}

/** A judgement's reason for refusing, or null where it does not (or mode `observe` holds it back). */
export function refusalOf(judge: ExchangeJudge): VerdictReason | null {
  const judgement = judge.judgement()
  return judgement.action === 'refuse' && !judgement.observed ? judgement.reason : null
}

/** Puts back the changed fields that a signature covers; true where there were some. */
function keepBound(binding: SignatureBinding | null, before: readonly string[], after: string[]): boolean {
  const headers = binding?.binds.headers ?? false
  if (headers === false) return false
  let kept = false
  for (let i = 0; i < before.length; i += 2) {
    const value = before[i + 1] as string
    if (after[i + 1] === value) continue
    if (headers !== 'some' && !headers.includes((before[i] as string).toLowerCase())) continue
    after[i + 1] = value
    kept = true
  }
  return kept
}

async function body(subject: Subject, binding: SignatureBinding | null, line: Line): Promise<Inspected> {
  const { head, rule, limits, guard, response } = subject
  const tooLarge = limits.maxBodyBytes > 0 && (head.contentLength ?? 0) > limits.maxBodyBytes
  if (tooLarge) return { ok: false, reason: 'too-large', judge: line.judge }
  // A sealed body (JWS, JWE) could not be changed whatever its bytes look like: there its label is believed.
  const isSealed = binding?.binds.body === true
  const form = isSealed ? formatOf(head.contentType) : readingOf(head.contentType, rule.onOpaque)
  const obstacle = obstacleTo(head, form)
  const order = obstacle === 'opaque-content' ? rule.onOpaque : rule.onFailure
  if (obstacle !== null && order === 'refuse') return { ok: false, reason: obstacle, judge: line.judge }
  // The client waits for this before it sends the body (RFC 9110 §10.1.1): only now is it wanted.
  if (head.expectsContinue) response.writeContinue()
  if (obstacle !== null)
    return passedOn(subject, { ...line, setAside: obstacle }, bodyOf(subject.request, guard))
  return inspectBody(subject, { line, form, bound: binding?.binds.body ?? false })
}

/** Why a body cannot be looked into at all, before a byte of it was read. */
function obstacleTo(head: RequestHead, form: BodyForm): VerdictReason | null {
  if (!canRecode(head.codings)) return 'undecodable'
  if (form.format === 'opaque') return 'opaque-content'
  return form.decodable ? null : 'undecodable'
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
