/** Plays one request through a policy without sending it: what would be decided, found, and forwarded. */
import { createInspector } from '../content/create.ts'
import { readingOf, sniffForm } from '../content/format.ts'
import { inspectHost } from '../content/host.ts'
import { inspectTarget } from '../content/query.ts'
import { GatewayError } from '../errors.ts'
import type { VerdictReason } from '../journal.ts'
import type { BlindIndex } from '../ports.ts'
import { MiB } from '../units.ts'
import type { CompiledPolicy } from './compile.ts'
import { decideConnection, decideExchange, destinationGroup } from './decide.ts'
import { createJudge, type ExchangeJudge } from './judge.ts'
import { judgeHost } from './judge-host.ts'
import type { ConnectionDecision, ExchangeFacts, ExchangeRule, Judgement } from './verdict.ts'

export interface RehearsedRequest {
  /** The Content-Type field as the client would send it; '' where there is none. */
  contentType: string
  body: Uint8Array
  /** Without its `?`. */
  query?: string
}

export interface Rehearsal {
  connection: ConnectionDecision
  /** null where the connection is not intercepted, so that no exchange rule is asked. */
  rule: ExchangeRule | null
  destinationGroup: string
  action: Judgement['action'] | 'tunnel'
  reason: VerdictReason
  /** True where mode `observe` would keep the action from being carried out. */
  observed: boolean
  /** What was found; null where nothing was looked into. */
  judgement: Judgement | null
  /** Why the body was passed on unread, where the rule lets it. */
  unread: VerdictReason | null
  /** What would be forwarded; null where nothing would leave. */
  bodyOut: Buffer | null
  /** Path and query as they would be forwarded; null as for `bodyOut`. */
  targetOut: string | null
}

/** As `holdBytes` of the proxy's limits has it by default. */
const holdBytes = MiB

/**
 * `facts` are those of the request but for its media type. Signatures over the body, codings, and persons of earlier
 * requests are not rehearsed: they need more than one request's content.
 */
export function rehearse(
  policy: CompiledPolicy,
  facts: Omit<ExchangeFacts, 'contentType'>,
  request: RehearsedRequest,
): Rehearsal {
  const connection = decideConnection(policy, facts)
  const group = destinationGroup(policy, facts.host)
  const target = request.query === undefined ? facts.path : `${facts.path}?${request.query}`
  const body = Buffer.from(request.body)
  if (connection.action !== 'intercept') return notIntercepted(connection, { group, target, body })
  const mediaType = (request.contentType.split(';')[0] ?? '').trim().toLowerCase()
  const rule = decideExchange(policy, { ...facts, contentType: mediaType })
  const named = judgeHost(facts.host, { policy, rule, destinationGroup: group, blindIndex: noIndex })
  if (named !== null) {
    const { reason } = named
    const nothing = { unread: null, bodyOut: null, targetOut: null }
    return {
      connection,
      rule,
      destinationGroup: group,
      action: 'refuse',
      reason,
      observed: false,
      judgement: named,
      ...nothing,
    }
  }
  const judge = createJudge({ policy, rule, destinationGroup: group, blindIndex: noIndex, persons: null })
  inspectHost(facts.host, judge)
  const line = inspectTarget(target, judge)
  const inspected = inspectBody(rule, judge, { ...request, body })
  const judgement = judge.judgement()
  const common = { connection, rule, destinationGroup: group, judgement, observed: judgement.observed }
  const refusal = inspected.refusal ?? (judgement.action === 'refuse' ? judgement.reason : null)
  if (refusal !== null && !judgement.observed) {
    return { ...common, action: 'refuse', reason: refusal, unread: null, bodyOut: null, targetOut: null }
  }
  return {
    ...common,
    action: judgement.action,
    reason: inspected.unread !== null && judgement.action === 'pass' ? inspected.unread : judgement.reason,
    unread: inspected.unread,
    bodyOut: inspected.bodyOut,
    targetOut: line.text,
  }
}

interface InspectedBody {
  bodyOut: Buffer
  /** Why the body may not leave, where the judge did not say so itself. */
  refusal: VerdictReason | null
  unread: VerdictReason | null
}

function inspectBody(
  rule: ExchangeRule,
  judge: ExchangeJudge,
  request: { contentType: string; body: Buffer },
): InspectedBody {
  const { body } = request
  const asItIs = { bodyOut: body, refusal: null, unread: null }
  if (body.length === 0) return asItIs
  if (body.length > holdBytes && rule.onLarge === 'refuse') return { ...asItIs, refusal: 'too-large' }
  const { format, decodable, boundary } = formOf(request, rule.onOpaque)
  const setAside = (reason: VerdictReason, order: 'refuse' | 'pass') =>
    order === 'refuse' ? { ...asItIs, refusal: reason } : { ...asItIs, unread: reason }
  if (format === 'opaque') return setAside('opaque-content', rule.onOpaque)
  if (!decodable) return setAside('undecodable', rule.onFailure)
  const inspector = createInspector({
    format,
    boundary,
    judge,
    limits: { maxValueBytes: holdBytes },
    opaqueParts: rule.onOpaque,
  })
  try {
    const bodyOut = Buffer.concat([...inspector.push(body), ...inspector.end()])
    const partRefused = inspector.refused && judge.judgement().action !== 'refuse'
    return { bodyOut, refusal: partRefused ? 'opaque-content' : null, unread: null }
  } catch (error) {
    if (error instanceof GatewayError) return setAside('undecodable', rule.onFailure)
    throw error
  }
}

function formOf(request: { contentType: string; body: Buffer }, onOpaque: 'refuse' | 'pass') {
  const { format, decodable, boundary } = readingOf(request.contentType, onOpaque)
  const sniffed = format === 'unknown' ? sniffForm(request.body).format : format
  return { format: sniffed === 'unknown' ? ('opaque' as const) : sniffed, decodable, boundary }
}

function notIntercepted(
  connection: ConnectionDecision,
  request: { group: string; target: string; body: Buffer },
): Rehearsal {
  const leaves = connection.action === 'tunnel'
  return {
    connection,
    rule: null,
    destinationGroup: request.group,
    action: leaves ? 'tunnel' : 'refuse',
    reason: 'connection-rule',
    observed: connection.observed,
    judgement: null,
    unread: null,
    bodyOut: leaves ? request.body : null,
    targetOut: leaves ? request.target : null,
  }
}

const noIndex: BlindIndex = { index: () => null }
