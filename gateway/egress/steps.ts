/** The steps that ordinary exchanges and WebSocket handshakes have in common: head, place, rule, route, inspection. */
import { mayHoldData } from '../core/content/host.ts'
import { type RequestHead, readRequestHead } from '../core/http/head.ts'
import { destinationGroup } from '../core/policy/decide.ts'
import { createJudge } from '../core/policy/judge.ts'
import { judgeHost } from '../core/policy/judge-host.ts'
import { pathOf } from '../core/policy/target-template.ts'
import type { ExchangeRule, Judgement } from '../core/policy/verdict.ts'
import { refuse, refuseHead } from './conclude.ts'
import { isConnectionBoundScheme } from './connection-bound.ts'
import type { Inspected, Passable, Subject } from './inspected.ts'
import { inspect } from './inspection.ts'
import type { IntakeGuard } from './intake.ts'
import { locate, type Place } from './locate.ts'
import { Patience } from './patience.ts'
import type { Ending } from './record.ts'
import { findRoute, type Route, type RouteFinding } from './route.ts'
import { exchangeRule } from './standing.ts'
import { withoutTracking } from './tracking.ts'
import type { Way } from './way.ts'

/** A request that was understood, and may go where it wants to as far as its connection is asked. */
export interface Understood {
  ok: true
  head: RequestHead
  place: Place
}

/** A request that may leave, and how. */
export interface Ready {
  ok: true
  inspected: Passable
  route: Route
}

/** It ends here; the client was told. */
export interface Ended {
  ok: false
  ending: Ending
}

/** identifyClient, and where to. */
export function understand(way: Way): Understood | Ended {
  const { egress, request, connection } = way
  const reading = readRequestHead(request as never, connection.scheme, egress.options.limits)
  if (!reading.ok) return ended(refuseHead(way, reading.fault))
  const { head } = reading
  // Node's parser drops what came behind an upgrade that is not taken up: the client is told to ask anew for it.
  if (head.upgrade !== '') way.response.shouldKeepAlive = false
  const place = locate(connection, head, egress)
  way.understood({ host: place.host, port: place.port, method: head.method, target: head.target })
  if (place.refusal !== null) return ended(refuse(way, head, { reason: place.refusal, ruleId: place.ruleId }))
  return { ok: true, head, place }
}

export function decide(way: Way, { head, place }: Understood): ExchangeRule {
  const { egress, beginning } = way
  const facts = {
    host: place.host,
    port: place.port,
    at: beginning.at,
    method: head.method,
    path: pathOf(head.target),
    contentType: mediaType(head.contentType),
  }
  return exchangeRule(beginning.connection, facts, egress)
}

/** decode, analyze, anonymize; before that, whether there is a way to the place at all. */
export function prepare(
  way: Way,
  { head, place }: Understood,
  rule: ExchangeRule,
): Ready | Ended | Promise<Ready | Ended> {
  const { connection, egress } = way
  const named = judgeName(way, place.host, rule)
  if (named !== null)
    return ended(refuse(way, head, { reason: named.reason, ruleId: rule.id, judgement: named }))
  if (isConnectionBoundScheme(head.authorization)) connection.bound ??= new Map()
  const found = findRoute(connection, place, egress)
  const asked = { head, rule, place }
  // What is at hand is not awaited: each wait costs an exchange more than most of its steps.
  return found instanceof Promise
    ? found.then((finding) => lookInto(way, asked, finding))
    : lookInto(way, asked, found)
}

interface Asked {
  head: RequestHead
  rule: ExchangeRule
  place: Place
}

function lookInto(way: Way, asked: Asked, found: RouteFinding): Ready | Ended | Promise<Ready | Ended> {
  if (!found.ok) return ended(refuse(way, asked.head, { reason: found.reason, ruleId: null }))
  const inspected = inspect(subjectOf(way, asked))
  return inspected instanceof Promise
    ? inspected.then((finding) => readyOr(way, asked, { inspected: finding, route: found.route }))
    : readyOr(way, asked, { inspected, route: found.route })
}

function readyOr(
  way: Way,
  { head, rule }: Asked,
  { inspected, route }: { inspected: Inspected; route: Route },
): Ready | Ended {
  if (inspected.ok) {
    // What streams is looked into while it leaves.
    if (inspected.body === null || Buffer.isBuffer(inspected.body)) inspected.judge.notice?.('through')
    return { ok: true, inspected, route }
  }
  const judgement = inspected.judge.judgement()
  return ended(refuse(way, head, { reason: inspected.reason, ruleId: rule.id, judgement }))
}

/** Asked before anybody is asked for an address: that would tell the name already. */
function judgeName({ egress }: Way, host: string, rule: ExchangeRule): Judgement | null {
  if (!mayHoldData(host)) return null
  const policy = egress.ports.policy.current()
  const { blindIndex } = egress.ports
  return judgeHost(host, { policy, rule, destinationGroup: destinationGroup(policy, host), blindIndex })
}

function subjectOf(way: Way, { head: asked, rule, place }: Asked): Subject {
  const { egress, request, response, beginning } = way
  const policy = egress.ports.policy.current()
  const group = destinationGroup(policy, place.host)
  const tokens = way.tokensFor(rule, group)
  const { head, removed } = withoutTracking(way, place.host, asked)
  const persons = way.countPersons({
    client: beginning.connection.client,
    destination: group,
    ruleId: rule.id,
    at: beginning.at,
  })
  return {
    head,
    removedParameters: removed,
    rule,
    request,
    response,
    limits: egress.options.limits,
    guard: () => guardOf(way),
    observed: policy.mode === 'observe',
    newJudge: () =>
      createJudge({
        policy,
        rule,
        destinationGroup: group,
        blindIndex: egress.ports.blindIndex,
        persons,
        standIns: tokens?.standIns,
        maxFileBytes: egress.options.limits.holdBytes,
        room: way,
      }),
    tokens,
  }
}

function guardOf(way: Way): IntakeGuard {
  const { options, ports, waits } = way.egress
  const isAnswered = () => way.request.isGrpc === true && way.response.headersSent
  return {
    counter: way.beginning.counter,
    maxBodyBytes: options.limits.maxBodyBytes,
    patience: new Patience(options.limits, ports.clock, isAnswered),
    waits,
    share: way.holdBody(),
    broken: () => way.isBroken,
  }
}

function ended(ending: Ending): Ended {
  return { ok: false, ending }
}

function mediaType(contentType: string): string {
  const end = contentType.indexOf(';')
  return (end === -1 ? contentType : contentType.slice(0, end)).trim().toLowerCase()
}
