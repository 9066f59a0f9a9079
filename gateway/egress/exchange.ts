/** The way of one outbound exchange: identifyClient → decide → decode → analyze → anonymize → forward → record. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { type RequestHead, readRequestHead } from '../core/http/head.ts'
import { decideExchange, destinationGroup } from '../core/policy/decide.ts'
import { createJudge } from '../core/policy/judge.ts'
import type { ExchangeRule } from '../core/policy/verdict.ts'
import { conclude, failed, refuse, refuseHead, type Way } from './conclude.ts'
import { type ClientConnection, maxPending, takeTurn } from './connection.ts'
import type { Egress } from './egress.ts'
import { type ForwardOutcome, forward, isConnectionBoundScheme } from './forward.ts'
import { type Inspected, inspect } from './inspection.ts'
import { locate, type Place } from './locate.ts'
import { outgoingFields } from './outgoing.ts'
import { begin, type Ending, pathOf, record, type Wanted } from './record.ts'
import { findRoute, type Route } from './route.ts'
import { mayRetry } from './upstream-fault.ts'

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
  try {
    if (!connection.closing && !request.socket.destroyed)
      await carryInTurn(connection, request, response, egress)
  } catch (error) {
    // Not even the refusal could be written: the client sees a cut, and the gateway goes on.
    egress.ports.fault('exchange', error)
    response.destroy()
  }
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

export function decide(way: Way, head: RequestHead, place: Place): ExchangeRule {
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

export function subjectOf(way: Way, head: RequestHead, rule: ExchangeRule, place: Place) {
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

export function unknownPlace(connection: ClientConnection): Wanted {
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
