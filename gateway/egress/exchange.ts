/** The way of one outbound exchange: identifyClient → decide → decode → analyze → anonymize → forward → record. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isGatewayError } from '../core/errors.ts'
import { type HeadFault, type RequestHead, readRequestHead } from '../core/http/head.ts'
import { decideExchange, destinationGroup } from '../core/policy/decide.ts'
import { createJudge } from '../core/policy/judge.ts'
import type { PersonCounter } from '../core/policy/persons.ts'
import type { ExchangeRule, Judgement } from '../core/policy/verdict.ts'
import { type ClientConnection, maxPending, takeTurn } from './connection.ts'
import type { Egress } from './egress.ts'
import { type ForwardOutcome, forward, isConnectionBoundScheme } from './forward.ts'
import { type Inspected, inspect } from './inspection.ts'
import { ClientGone } from './intake.ts'
import { locate, type Place } from './locate.ts'
import { outgoingFields } from './outgoing.ts'
import {
  type Beginning,
  begin,
  type Ending,
  nothingForwarded,
  pathOf,
  record,
  type Wanted,
} from './record.ts'
import { actionFor, sendRefusal, statusOfFault } from './refuse.ts'
import { findRoute, type Route } from './route.ts'
import { RefusedMidstream } from './stream-reader.ts'
import { mayRetry, upstreamFault } from './upstream-fault.ts'

/** Carries one request out and writes down how it went. Never rejects. */
export async function carryOut(
  connection: ClientConnection,
  request: IncomingMessage,
  response: ServerResponse,
  egress: Egress,
): Promise<void> {
  connection.latest = request
  const turn = takeTurn(connection)
  if (connection.pending > maxPending) request.socket.destroy()
  if (turn.before !== null) await turn.before
  if (!connection.closing && !request.socket.destroyed)
    await carryInTurn(connection, request, response, egress)
  turn.over()
}

async function carryInTurn(
  connection: ClientConnection,
  request: IncomingMessage,
  response: ServerResponse,
  egress: Egress,
): Promise<void> {
  const beginning = begin(connection, egress.ports)
  const wanted = unknownPlace(connection)
  const way: Way = { beginning, request, response, egress, wanted, persons: null }
  let ending: Ending
  try {
    ending = await proceed(way)
  } catch (error) {
    ending = failed(way, error)
  }
  record(beginning, way.wanted, ending, egress.ports)
}

/** One exchange under way; `wanted` and `persons` are filled in as soon as the head was understood. */
interface Way {
  readonly beginning: Beginning
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly egress: Egress
  wanted: Wanted
  /** Counts the persons that this exchange lets its destination know. */
  persons: PersonCounter | null
}

async function proceed(way: Way): Promise<Ending> {
  const { egress, request, beginning } = way
  const { connection } = beginning
  const reading = readRequestHead(request as never, connection.scheme, egress.options.limits)
  if (!reading.ok) return refuseHead(way, reading.fault)
  const { head } = reading
  // Node's parser drops what came behind an upgrade that is not taken up: the client is told to ask anew for it.
  if (head.upgrade !== '') way.response.shouldKeepAlive = false
  const place = locate(connection, head, egress)
  way.wanted = { host: place.host, port: place.port, method: head.method, target: head.target }
  if (place.refusal !== null) return refuse(way, head, { reason: place.refusal, ruleId: place.ruleId })

  const rule = decide(way, head, place)
  if (isConnectionBoundScheme(head.authorization)) connection.bound ??= new Map()
  const route = await findRoute(connection, place, egress)
  if (!route.ok) return refuse(way, head, { reason: route.reason, ruleId: null })

  const inspected = await inspect(subjectOf(way, head, rule, place))
  if (!inspected.ok)
    return refuse(way, head, {
      reason: inspected.reason,
      ruleId: rule.id,
      judgement: inspected.judge.judgement(),
    })

  const outcome = await send(way, head, { inspected, route: route.route, rule, place })
  return conclude(way, head, { outcome, inspected, route: route.route, rule })
}

function decide(way: Way, head: RequestHead, place: Place): ExchangeRule {
  const { egress, beginning } = way
  return decideExchange(egress.ports.policy.current(), {
    client: beginning.connection.client,
    host: place.host,
    port: place.port,
    at: beginning.at,
    method: head.method,
    path: pathOf(head.target),
    contentType: mediaType(head.contentType),
  })
}

function subjectOf(way: Way, head: RequestHead, rule: ExchangeRule, place: Place) {
  const { egress, request, response, beginning } = way
  const policy = egress.ports.policy.current()
  const group = destinationGroup(policy, place.host)
  const { limits } = egress.options
  const persons = egress.persons.counterFor({
    client: beginning.connection.client,
    destination: group,
    ruleId: rule.id,
    at: beginning.at,
  })
  way.persons = persons
  return {
    head,
    rule,
    request,
    response,
    limits,
    guard: {
      counter: beginning.counter,
      maxBodyBytes: limits.maxBodyBytes,
      idleMs: limits.bodyIdleTimeoutMs,
      broken: () => beginning.connection.broken === request,
    },
    observed: policy.mode === 'observe',
    newJudge: () =>
      createJudge({
        policy,
        rule,
        destinationGroup: group,
        blindIndex: egress.ports.blindIndex,
        persons,
      }),
  }
}

interface Sending {
  inspected: Extract<Inspected, { ok: true }>
  route: Route
  rule: ExchangeRule
  place: Place
}

async function send(way: Way, head: RequestHead, sending: Sending): Promise<ForwardOutcome> {
  const { inspected, route, rule, place } = sending
  const { connection } = way.beginning
  const request = {
    method: head.method,
    target: inspected.target,
    serverName: route.serverName,
    fields: outgoingFields(inspected.fields, { host: place.hostField, via: viaFor(way, rule) }),
    body: inspected.body,
    stallMs: way.egress.options.limits.bodyIdleTimeoutMs,
    isLast: () => {
      connection.closing ||= way.egress.stopping
      return connection.closing
    },
  }
  let outcome = await forward(route.renew(), request, way.response)
  // A kept connection may have been closed by the destination just now: once more, where that is safe.
  const repeatable = inspected.body === null || Buffer.isBuffer(inspected.body)
  if (outcome.kind === 'unanswered' && repeatable && mayRetry(outcome.error, head.method))
    outcome = await forward(route.renew(), request, way.response)
  if (outcome.kind === 'answered' && outcome.challenged) connection.bound ??= new Map()
  return outcome
}

function viaFor(way: Way, rule: ExchangeRule): string | null {
  const isPlain = way.beginning.connection.scheme === 'http'
  return (isPlain ? way.egress.options.via : rule.via)
    ? `${way.request.httpVersion} ${way.egress.pseudonym}`
    : null
}

function conclude(
  way: Way,
  head: RequestHead,
  done: {
    outcome: ForwardOutcome
    inspected: Extract<Inspected, { ok: true }>
    route: Route
    rule: ExchangeRule
  },
): Ending {
  const { outcome, inspected, route, rule } = done
  const judgement = inspected.judge.judgement()
  const base = {
    ruleId: rule.id,
    address: route.upstream.address,
    forwardedBytes: outcome.kind === 'unanswered' && !outcome.sent ? 0 : inspected.forwarded.bytes,
    responseBytes: outcome.kind === 'unanswered' ? 0 : outcome.responseBytes,
    observed: judgement.observed,
    notes: inspected.notes,
    judgement,
  }
  switch (outcome.kind) {
    case 'answered':
      return { ...base, ...verdictOf(inspected, judgement), status: outcome.status }
    case 'client-gone':
      return { ...base, action: 'fail', reason: 'client-gone', status: outcome.status }
    case 'cut':
      return { ...base, ...stopOf(way, outcome.error), status: outcome.status }
    case 'unanswered': {
      const stop = stopOf(way, outcome.error)
      if (stop.reason === 'client-gone') way.response.destroy()
      const refused = refuse(way, head, {
        reason: stop.reason,
        ruleId: rule.id,
        judgement,
        left: outcome.sent,
      })
      return { ...base, ...stop, status: refused.status }
    }
  }
}

function verdictOf(
  inspected: Extract<Inspected, { ok: true }>,
  judgement: Judgement,
): Pick<Ending, 'action' | 'reason'> {
  if (inspected.setAside !== null)
    return { action: inspected.changed ? 'transform' : 'pass', reason: inspected.setAside }
  if (judgement.observed) return { action: 'pass', reason: 'observe-only' }
  return { action: judgement.action, reason: judgement.reason }
}

/** Why an exchange that had begun to leave did not come to its end. */
function stopOf(way: Way, error: unknown): Pick<Ending, 'action' | 'reason'> {
  if (error instanceof RefusedMidstream) return { action: 'refused-midstream', reason: error.reason }
  if (isBroken(way)) return { action: 'refused-midstream', reason: 'malformed-request' }
  if (error instanceof ClientGone) return { action: 'fail', reason: 'client-gone' }
  // A body is read while it leaves: what breaks there is our fault, not the destination's.
  if (isGatewayError(error) || (error instanceof TypeError && !('code' in error))) {
    way.egress.ports.fault('exchange', error)
    return { action: 'fail', reason: 'internal' }
  }
  return { action: 'fail', reason: upstreamFault(error) }
}

/** True where the framing of this request's body was found to be broken while it was read. */
function isBroken(way: Way): boolean {
  return way.beginning.connection.broken === way.request
}

interface Why {
  reason: Ending['reason']
  ruleId: string | null
  judgement?: Judgement
  status?: number
  /** True where a part of the request may have reached the destination. */
  left?: boolean
}

function refuse(way: Way, head: Pick<RequestHead, 'accept' | 'hasBody'>, why: Why): Ending {
  const { egress, beginning, request, response } = way
  const { connection } = beginning
  const judgement = why.judgement ?? null
  // What did not leave may not use up the hour of what comes after it.
  if (why.left !== true) way.persons?.withdraw()
  // After a malformed request nobody knows where the next one begins; a body that is not wanted is not waited for.
  const unread = why.reason === 'malformed-request' || (head.hasBody && !request.complete)
  const close = unread || egress.stopping
  if (close) connection.closing = true
  const status = sendRefusal(request, response, {
    reason: why.reason,
    ruleId: why.ruleId,
    host: way.wanted.host,
    exchangeId: beginning.id,
    contact: egress.options.contact,
    accept: head.accept,
    judgement,
    close,
    ...(why.status === undefined ? {} : { status: why.status }),
  })
  return {
    ...nothingForwarded,
    action: actionFor(why.reason),
    reason: why.reason,
    ruleId: why.ruleId,
    status,
    judgement,
  }
}

function refuseHead(way: Way, fault: HeadFault): Ending {
  const status = statusOfFault(fault)
  return refuse(way, unreadHead(way), { reason: 'malformed-request', ruleId: null, status })
}

/** What a refusal needs of a head that could not be read, or whose reading may be what failed. */
function unreadHead(way: Way): Pick<RequestHead, 'accept' | 'hasBody'> {
  return { accept: way.request.headers.accept ?? '', hasBody: true }
}

/** Something threw: the client's leaving is its own business, everything else is ours and is shown as such. */
function failed(way: Way, error: unknown): Ending {
  if (isBroken(way)) return refuse(way, unreadHead(way), { reason: 'malformed-request', ruleId: null })
  if (error instanceof ClientGone) {
    way.response.destroy()
    return { ...nothingForwarded, action: 'fail', reason: 'client-gone', ruleId: null, status: null }
  }
  way.egress.ports.fault('exchange', error)
  return refuse(way, unreadHead(way), { reason: 'internal', ruleId: null })
}

function unknownPlace(connection: ClientConnection): Wanted {
  return {
    host: connection.tunnel?.host ?? '',
    port: connection.tunnel?.port ?? 0,
    method: null,
    target: null,
  }
}

function mediaType(contentType: string): string {
  const end = contentType.indexOf(';')
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase()
}
