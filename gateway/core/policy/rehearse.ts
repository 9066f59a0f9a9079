/** Plays one request through a policy without sending it: what would be decided, found, and forwarded. */
import { readingOf, sniffForm } from '../content/format.ts'
import { inspectHost } from '../content/host.ts'
import { inspectTarget } from '../content/query.ts'
import type { VerdictReason } from '../journal.ts'
import { KeyedStandIns } from '../pii/tokens/keyed-stand-ins.ts'
import type { BlindIndex, TokenKeys } from '../ports.ts'
import { maxValueBytes, orderOfLongFile } from './body-reader.ts'
import type { CompiledPolicy } from './compile.ts'
import { decideConnection, decideExchange, destinationGroup, reasonToRefuse } from './decide.ts'
import { journalPath } from './journal-path.ts'
import { createJudge, refusalOf } from './judge.ts'
import { judgeHost } from './judge-host.ts'
import type { ConnectionDecision, ExchangeFacts, ExchangeRule, Judgement } from './verdict.ts'
import { readThrough, readWhole, type WholeBody, type WholeReading } from './whole-body.ts'

export interface RehearsedRequest {
  /** The Content-Type field as the client would send it; '' where there is none. */
  contentType: string
  body: Uint8Array
  /** Without its `?`. */
  query?: string
  /** `proxy.limits.holdBytes` of the gateway that would carry it. */
  holdBytes: number
  /** Makes tokens and hashes as they would look; absent: what needs a key is masked. */
  keys?: TokenKeys
}

/** What was ordered of one key path by its name alone. */
export interface SettledField {
  path: string
  order: 'keep' | 'drop'
}

/** More of them say nothing that a reader has not seen. */
const maxFields = 200

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
  /** Fields that a rule or a correction keeps or empties, whatever they hold; the first of them. */
  fields: readonly SettledField[]
  /** Why the body was passed on unread, where the rule lets it. */
  unread: VerdictReason | null
  /** The journal's notes on the body. */
  notes: readonly string[]
  /** What would be forwarded; null where nothing would leave. */
  bodyOut: Buffer | null
  /** Path and query as they would be forwarded; null as for `bodyOut`. */
  targetOut: string | null
}

const nothingLeaves = {
  action: 'refuse',
  unread: null,
  fields: [],
  notes: [],
  bodyOut: null,
  targetOut: null,
} as const

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
  const common = { connection, rule, destinationGroup: group }
  const judging = { policy, rule, destinationGroup: group, blindIndex: noIndex }
  const named = judgeHost(facts.host, judging)
  if (named !== null)
    return { ...common, ...nothingLeaves, reason: named.reason, observed: false, judgement: named }
  const fields = new Map<string, SettledField>()
  const fieldSettled = (path: string, order: SettledField['order']) => {
    const shown = journalPath(path, policy.analyzer.fields)
    if (fields.size < maxFields) fields.set(shown, { path: shown, order })
  }
  const begin = () => {
    const standIns = request.keys && new KeyedStandIns({ keys: request.keys, destinationGroup: group })
    const judge = createJudge({
      ...judging,
      persons: null,
      standIns,
      maxFileBytes: request.holdBytes,
      fieldSettled,
    })
    inspectHost(facts.host, judge)
    return { judge, line: inspectTarget(target, judge) }
  }
  const { judge, line } = begin()
  const reading = readBody({ ...request, body }, { rule, judge, newJudge: () => begin().judge })
  const judgement = reading.judge.judgement()
  const told = { ...common, judgement, observed: judgement.observed }
  const settled = [...fields.values()]
  if (!reading.ok)
    return { ...told, ...nothingLeaves, reason: reading.reason, notes: reading.judge.fileNotes ?? [] }
  const refused = refusalOf(reading.judge)
  if (refused !== null) return { ...told, ...nothingLeaves, reason: refused }
  const { setAside } = reading
  const passes = setAside !== null && judgement.action === 'pass'
  return {
    ...told,
    action: judgement.action,
    reason: passes ? setAside : judgement.reason,
    unread: setAside,
    fields: settled,
    notes: reading.notes,
    bodyOut: reading.body,
    targetOut: line.text,
  }
}

/** As the gateway does it: held and decided whole, or streamed, by its length. */
function readBody(
  { body, contentType, holdBytes }: RehearsedRequest & { body: Buffer },
  { rule, judge, newJudge }: Pick<WholeBody, 'rule' | 'judge' | 'newJudge'>,
): WholeReading {
  if (body.length === 0) return { ok: true, body, changed: false, judge, notes: [], setAside: null }
  const form = readingOf(contentType, rule.onOpaque, true)
  if (body.length <= holdBytes) return readWhole({ rule, form, body, judge, newJudge })
  const unreadable = form.format === 'opaque' || !form.decodable
  if (unreadable) return readWhole({ rule, form, body, judge: unopening(judge), newJudge })
  if (rule.onLarge === 'refuse') return { ok: false, reason: 'too-large', judge }
  const sniffed = form.format === 'unknown' ? sniffForm(body) : form
  if (sniffed.format !== 'opaque') return readThrough(body, { form: sniffed, judge, rule, maxValueBytes })
  return orderOfLongFile(body, rule) === 'read'
    ? readThrough(body, { form: sniffed, judge, rule, maxValueBytes })
    : readWhole({ rule, form: sniffed, body, judge: unopening(judge), newJudge })
}

/** A file that is too long to be held is not opened. */
function unopening(judge: WholeBody['judge']): WholeBody['judge'] {
  const { analyzer, standIns, judgesFields } = judge
  return {
    analyzer,
    standIns,
    judgesFields,
    field: (path) => judge.field(path),
    entity: (found) => judge.entity(found),
    judgement: () => judge.judgement(),
  }
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
    reason: reasonToRefuse(connection),
    observed: connection.observed,
    judgement: null,
    unread: null,
    fields: [],
    notes: [],
    bodyOut: leaves ? request.body : null,
    targetOut: leaves ? request.target : null,
  }
}

const noIndex: BlindIndex = { index: () => null }
