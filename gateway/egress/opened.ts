/** What becomes of a connection once its first bytes are known: interception, requests in the clear, an unread tunnel, or its end. */
import { mayHoldData } from '../core/content/host.ts'
import { destinationGroup } from '../core/policy/decide.ts'
import { judgeHost } from '../core/policy/judge-host.ts'
import type { ConnectionDecision, ExchangeRule } from '../core/policy/verdict.ts'
import type { ClientTrust } from './client-trust.ts'
import type { ConnectRequest } from './connect-request.ts'
import type { Tunnel } from './connection.ts'
import type { Interceptor } from './intercept.ts'
import { type Beginning, type Ending, nothingForwarded } from './record.ts'
import { actionFor } from './refuse.ts'
import type { WhyNot } from './refuse-connect.ts'
import type { Egress } from './shared.ts'
import { connectionDecision, exchangeRule, objectionToMachine, quarantineSince } from './standing.ts'
import { carryTunnel } from './tunnel.ts'
import { objectionToTunnel, type UnreadTunnel } from './unread-tunnel.ts'
import { openUnread } from './upstream-connector.ts'
import { upstreamFault } from './upstream-fault.ts'
import { wayTo } from './upstream-trust.ts'

/** A connection of a client to one destination, whichever way it came here. */
export interface OpenedWay {
  readonly beginning: Beginning
  /** The client's end; its first bytes are still in it. */
  readonly socket: ConnectRequest['socket']
  /** Its name where that is known, its address otherwise. */
  readonly target: { host: string; port: number }
  readonly egress: Egress
  readonly interceptor: Interceptor
}

/** What the connection rules say of a name. */
export function decideOn(way: OpenedWay, host: string): ConnectionDecision {
  const { egress, beginning, target } = way
  return connectionDecision(beginning.connection, { host, port: target.port, at: beginning.at }, egress)
}

/** The name is judged as a part of what will be asked for through it, as far as that is known already. */
export function judgeName(way: OpenedWay): WhyNot | null {
  if (!mayHoldData(way.target.host)) return null
  const { policy, blindIndex } = way.egress.ports
  const current = policy.current()
  const rule = ruleFor(way)
  const group = destinationGroup(current, way.target.host)
  const judgement = judgeHost(way.target.host, { policy: current, rule, destinationGroup: group, blindIndex })
  return judgement === null ? null : { reason: judgement.reason, ruleId: rule.id, judgement }
}

/** The exchange rule for what is no request yet, or never will be one. */
function ruleFor(way: OpenedWay): ExchangeRule {
  const { egress, beginning, target } = way
  const facts = { ...target, at: beginning.at, method: 'CONNECT', path: '/', contentType: '' }
  return exchangeRule(beginning.connection, facts, egress)
}

/** Why the client's end may not go on; null where it may. A reload may have come while it was waited for. */
export function objectionTo({ egress, beginning }: OpenedWay): WhyNot | null {
  const { connection } = beginning
  if (!egress.serves(connection.address)) return { reason: 'client-not-allowed' }
  const unwanted = objectionToMachine(connection, egress)
  if (unwanted !== null) return { reason: unwanted.reason }
  return egress.logins.admits(connection) ? null : { reason: 'login-needed' }
}

/** Ends the client's TLS here. Its requests are judged and recorded one by one, so there is no ending where that works. */
export async function interceptTls(
  way: OpenedWay,
  { decision, ruledAs }: { decision: ConnectionDecision; ruledAs: string },
): Promise<Ending | null> {
  const { target, socket, interceptor, beginning, egress } = way
  const tunnel: Tunnel = { ...target, scheme: 'https', serverName: target.host, ruledAs }
  const over = egress.lasting.follow(socket, quarantineSince(beginning.connection, egress))
  // There may be no certificate for it after all: then its end is all that comes.
  socket.once('close', over)
  const trust = await interceptor.intercept(socket, beginning.connection, tunnel)
  const objection = over()
  if (objection !== null && trust.kind !== 'used') return drop(way, objection)
  if (trust.kind === 'used' || trust.kind === 'ended') return null
  const failed = { ...nothingForwarded, action: 'fail', ruleId: decision.ruleId, status: null } as const
  // Whoever was in the middle of a handshake then has not left by itself.
  if (trust.kind === 'left' && egress.stopping) return { ...failed, reason: 'gateway-stopped' }
  return { ...failed, ...brokenOff(trust) }
}

/** What the journal says of a client that came to no request. */
function brokenOff(
  trust: Exclude<ClientTrust, { kind: 'used' | 'ended' }>,
): Pick<Ending, 'reason'> & { notes: readonly string[] } {
  switch (trust.kind) {
    case 'refused':
      return {
        reason: 'client-tls-failed',
        notes: [trust.alert === null ? 'hung-up' : `alert:${trust.alert}`],
      }
    case 'no-agreement':
      return {
        reason: 'client-tls-unusable',
        notes: trust.alert === null ? [] : [`alert:${trust.alert}`],
      }
    case 'left-unused':
      return { reason: 'client-left-unused', notes: [] }
    case 'silent':
      return { reason: 'client-silent', notes: [] }
    case 'left':
      return { reason: 'client-left-early', notes: [] }
  }
}

/** Of a client whose hello never came whole, or cannot be read. Whatever the rule, it passes nowhere: a server may read who it is for. */
export function endWithoutHello(way: OpenedWay, kind: 'unfinished-tls' | 'malformed-tls'): Ending {
  return drop(way, { reason: kind === 'unfinished-tls' ? 'client-silent' : 'client-tls-unusable' })
}

/** Bytes that are neither TLS nor a request cannot be looked into: the exchange rule's `onFailure` decides. */
export async function carryOther(
  way: OpenedWay,
  decision: ConnectionDecision,
  addresses: readonly string[],
): Promise<Ending> {
  const how = { addresses, ruledAs: way.target.host, tls: false }
  if (decision.action === 'tunnel') return carryUnread(way, decision, how)
  const rule = ruleFor(way)
  if (rule.onFailure === 'refuse') return drop(way, { reason: 'not-tls', ruleId: rule.id })
  const ending = await carryUnread(way, { ...decision, ruleId: rule.id }, how)
  return ending.action === 'tunnel' ? { ...ending, reason: 'not-tls' } : ending
}

export async function carryUnread(
  way: OpenedWay,
  decision: ConnectionDecision,
  { addresses, ...how }: Pick<UnreadTunnel, 'ruledAs' | 'tls'> & { addresses: readonly string[] },
): Promise<Ending> {
  const { egress, target, socket } = way
  const { limits } = egress.options
  const { ruleId, review } = decision
  const permit = review === undefined ? null : ruleId
  const unread = { ...target, ...how, client: way.beginning.connection, permit }
  const objectionNow = () => objectionToTunnel(unread, addresses, egress)
  // The rules may have changed since they were asked.
  const late = objectionNow()
  if (late !== null) return drop(way, late)
  const over = egress.lasting.follow(socket, objectionNow, review !== undefined)
  const trust = egress.pools.trust
  const out = { way: wayTo(egress.options.upstreams, target.host), trust, timeoutMs: limits.connectTimeoutMs }
  const end = await carryTunnel(socket, {
    open: (signal) => openUnread({ ...target, addresses }, { ...out, signal }),
    idleTimeoutMs: limits.tunnelIdleTimeoutMs,
  })
  const objection = over()
  if (objection !== null && end.kind !== 'carried') return drop(way, objection)
  if (end.kind === 'client-gone') return drop(way, { reason: 'client-gone', ruleId })
  if (end.kind === 'unreachable') return drop(way, { reason: upstreamFault(end.error), ruleId })
  way.beginning.counter.bytes = end.sent
  return {
    ...nothingForwarded,
    action: objection === null ? 'tunnel' : 'refused-midstream',
    reason: objection?.reason ?? 'connection-rule',
    ruleId: objection === null ? ruleId : objection.ruleId,
    status: 200,
    address: end.address,
    forwardedBytes: end.sent,
    responseBytes: end.received,
    observed: decision.observed,
    notes: [
      ...(how.ruledAs === target.host ? [] : ['no-server-name']),
      ...(review === undefined ? [] : [`reviewed:${review}`]),
    ],
  }
}

/** Nothing can be said to this client but by closing. */
export function drop(
  way: Pick<OpenedWay, 'socket'>,
  why: Omit<WhyNot, 'ruleId'> & { ruleId?: string | null },
): Ending {
  const { reason, ruleId = null, judgement = null } = why
  way.socket.destroy()
  return { ...nothingForwarded, action: actionFor(reason), reason, ruleId, status: null, judgement }
}
