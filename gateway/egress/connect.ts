/** The way of one CONNECT: who asks for what, what the policy says, and then interception, a tunnel, or a refusal. */
import { mayHoldData } from '../core/content/host.ts'
import { isAddress, parseAuthority } from '../core/http/authority.ts'
import type { VerdictReason } from '../core/journal.ts'
import { decideConnection, decideExchange, destinationGroup } from '../core/policy/decide.ts'
import { judgeHost } from '../core/policy/judge-host.ts'
import type { ConnectionDecision, ExchangeRule } from '../core/policy/verdict.ts'
import type { ConnectRequest } from './connect-request.ts'
import { type ClientConnection, ruledClient, type Tunnel, takeTurn } from './connection.ts'
import type { Interceptor } from './intercept.ts'
import { mayConnect } from './locate.ts'
import { type Beginning, begin, type Ending, nothingForwarded, record } from './record.ts'
import { actionFor } from './refuse.ts'
import { refuseConnect, type WhyNot } from './refuse-connect.ts'
import type { Egress } from './shared.ts'
import { type Opening, sniffTunnel } from './sniff.ts'
import { carryTunnel } from './tunnel.ts'
import { objectionToTunnel, type UnreadTunnel } from './unread-tunnel.ts'
import { openUnread } from './upstream-connector.ts'
import { upstreamFault } from './upstream-fault.ts'
import { wayTo } from './upstream-trust.ts'

/** Handles one CONNECT to its end. Never rejects. Intercepted connections record their exchanges one by one. */
export async function carryConnect(
  connection: ClientConnection,
  asked: ConnectRequest,
  { egress, interceptor }: Pick<ConnectWay, 'egress' | 'interceptor'>,
): Promise<void> {
  const { socket } = asked
  socket.on('error', () => socket.destroy())
  const turn = takeTurn(connection)
  if (turn.before !== null) await turn.before
  // Node may have started the clock of an idle connection when the answer before this one was through.
  socket.setTimeout(0)
  if (connection.closing || socket.destroyed) return
  const beginning = begin(connection, egress)
  const authority = parseAuthority(asked.authority)
  const target = { host: authority?.host ?? '', port: authority?.port ?? 0 }
  const write = (ending: Ending) => record(beginning, { ...target, method: 'CONNECT', target: null }, ending)
  try {
    const ending = await proceed({
      beginning,
      asked,
      target,
      egress,
      interceptor,
      valid: authority?.port != null,
    })
    if (ending !== null) write(ending)
  } catch (error) {
    egress.ports.fault('connect', error)
    socket.destroy()
    write({ ...nothingForwarded, action: 'fail', reason: 'internal', ruleId: null, status: null })
  }
}

/** Whoever looks after the gateway starts what makes its certificates again in about so long. */
const retryAfterSeconds = 15

interface ConnectWay {
  readonly beginning: Beginning
  readonly asked: ConnectRequest
  readonly target: { host: string; port: number }
  readonly egress: Egress
  readonly interceptor: Interceptor
  readonly valid: boolean
}

async function proceed(way: ConnectWay): Promise<Ending | null> {
  const { target, egress, asked } = way
  const { connection } = way.beginning
  const unknown = await egress.logins.identify(connection, asked.logins)
  if (unknown !== null) return refuseConnect(way, unknown)
  // RFC 9110 §9.3.6: the target is host and port, nothing else.
  if (!way.valid) return refuseConnect(way, { reason: 'malformed-request' })
  if (!mayConnect(target.port, 'http', egress.options))
    return refuseConnect(way, { reason: 'port-not-allowed' })
  const mayEncrypt = mayConnect(target.port, 'https', egress.options)
  const decision = decide(way, target.host)
  if (decision.action === 'refuse')
    return refuseConnect(way, { reason: 'connection-rule', ruleId: decision.ruleId })
  // What a rule tunnels unread is not looked into, its name included.
  const named = decision.action === 'intercept' ? judgeName(way) : null
  if (named !== null) return refuseConnect(way, named)
  const resolution = await egress.resolver.resolve(target.host, target.port)
  if (!resolution.ok) return refuseConnect(way, { reason: resolution.reason })
  const needsLeaf = decision.action === 'intercept' && mayEncrypt
  const unable = needsLeaf ? await way.interceptor.prepare(target.host) : null
  if (unable === 'control-away') return refuseConnect(way, { reason: unable, retryAfterSeconds })
  if (unable !== null) return refuseConnect(way, { reason: unable, ruleId: decision.ruleId })

  asked.grant()
  // Where plain requests alone may go, there is nothing that a rule could let pass unread.
  const anyOther = decision.action === 'tunnel' && mayEncrypt
  const timeoutMs = egress.options.limits.handshakeTimeoutMs
  const opening = await sniffTunnel(asked.socket, { timeoutMs, anyOther })
  // A reload may have come while the client was waited for.
  if (!egress.serves(connection.address)) return drop(way, 'client-not-allowed', null)
  if (!egress.logins.admits(connection)) return drop(way, 'login-needed', null)
  if (opening.kind !== 'http' && opening.kind !== 'closed' && !mayEncrypt)
    return drop(way, 'port-not-allowed', null)
  switch (opening.kind) {
    case 'http':
      return onHttp(way)
    case 'tls':
      return onTls(way, opening, { decision, addresses: resolution.addresses })
    case 'closed':
      // It ended its own side and said nothing: there is nobody to answer.
      asked.socket.destroy()
      return null
    case 'silent':
    case 'other':
    case 'malformed-tls':
      return onOther(way, decision, resolution.addresses)
  }
}

/** The name is judged as a part of what will be asked for through it, as far as that is known already. */
function judgeName(way: ConnectWay): WhyNot | null {
  if (!mayHoldData(way.target.host)) return null
  const { policy, blindIndex } = way.egress.ports
  const current = policy.current()
  const rule = ruleFor(way)
  const group = destinationGroup(current, way.target.host)
  const judgement = judgeHost(way.target.host, { policy: current, rule, destinationGroup: group, blindIndex })
  return judgement === null ? null : { reason: judgement.reason, ruleId: rule.id, judgement }
}

/** The exchange rule for what is no request yet, or never will be one. */
function ruleFor(way: ConnectWay): ExchangeRule {
  return decideExchange(way.egress.ports.policy.current(), {
    client: ruledClient(way.beginning.connection),
    ...way.target,
    at: way.beginning.at,
    method: 'CONNECT',
    path: '/',
    contentType: '',
  })
}

function decide(way: ConnectWay, host: string): ConnectionDecision {
  return decideConnection(way.egress.ports.policy.current(), {
    client: ruledClient(way.beginning.connection),
    host,
    port: way.target.port,
    at: way.beginning.at,
  })
}

async function onTls(
  way: ConnectWay,
  opening: Extract<Opening, { kind: 'tls' }>,
  known: { decision: ConnectionDecision; addresses: readonly string[] },
): Promise<Ending | null> {
  const { target, asked, interceptor, beginning } = way
  const serverName = opening.hello.serverName
  // What is tunnelled is known by its names alone: they have to agree, or the rule was asked about somebody else.
  // That holds with an encrypted hello (`ech`), too. A real one names the front's public name outside (RFC 9849 §6.1), so
  // a client that asked for the site behind it is refused here. Where CONNECT named the front itself, the connection goes
  // to the front's addresses as the gateway resolved them, and may mean any site that the front serves, as every unread
  // connection may by the Host inside. To call all of them unknown would end every browser's tunnels: nearly each hello
  // carries a dummy that cannot be told from a real one (RFC 9849 §6.2).
  if (serverName !== null && serverName !== target.host)
    return drop(way, 'name-mismatch', known.decision.ruleId)
  // Without a name in the hello a tunnel's destination is unknown; the rule for unknown destinations decides.
  const ruledAs = serverName === null && !isAddress(target.host) ? '' : target.host
  const decision = ruledAs === target.host ? known.decision : decide(way, ruledAs)
  if (decision.action === 'refuse') return drop(way, 'connection-rule', decision.ruleId)
  if (decision.action === 'tunnel')
    return tunnel(way, decision, { addresses: known.addresses, ruledAs, tls: true })
  const handshake = await interceptor.intercept(asked.socket, beginning.connection, {
    ...target,
    scheme: 'https',
    serverName: target.host,
    ruledAs,
  } satisfies Tunnel)
  if (handshake.ok) return null
  return {
    ...nothingForwarded,
    action: 'fail',
    reason: 'client-tls-failed',
    ruleId: decision.ruleId,
    status: null,
  }
}

/** Requests in the clear are read as they are outside a tunnel; each is judged and recorded by itself. */
function onHttp({ target, asked, interceptor, beginning }: ConnectWay): null {
  const tunnel: Tunnel = { ...target, scheme: 'http', serverName: target.host, ruledAs: target.host }
  interceptor.readPlain(beginning.connection, tunnel, asked.socket)
  return null
}

/** Bytes that are neither TLS nor a request cannot be looked into: the exchange rule's `onFailure` decides. */
async function onOther(
  way: ConnectWay,
  decision: ConnectionDecision,
  addresses: readonly string[],
): Promise<Ending> {
  const how = { addresses, ruledAs: way.target.host, tls: false }
  if (decision.action === 'tunnel') return tunnel(way, decision, how)
  const rule = ruleFor(way)
  if (rule.onFailure === 'refuse') return drop(way, 'not-tls', rule.id)
  const ending = await tunnel(way, { ...decision, ruleId: rule.id }, how)
  return ending.action === 'tunnel' ? { ...ending, reason: 'not-tls' } : ending
}

async function tunnel(
  way: ConnectWay,
  decision: ConnectionDecision,
  { addresses, ...how }: Pick<UnreadTunnel, 'ruledAs' | 'tls'> & { addresses: readonly string[] },
): Promise<Ending> {
  const { egress, target, asked } = way
  const { limits } = egress.options
  const unread = { ...target, ...how, client: way.beginning.connection }
  const objectionTo = () => objectionToTunnel(unread, addresses, egress)
  // The rules may have changed since the CONNECT was decided on.
  const late = objectionTo()
  if (late !== null) return drop(way, late.reason, late.ruleId)
  const over = egress.lasting.follow(asked.socket, objectionTo)
  const trust = egress.pools.trust
  const out = { way: wayTo(egress.options.upstreams, target.host), trust, timeoutMs: limits.connectTimeoutMs }
  const end = await carryTunnel(asked.socket, {
    open: (signal) => openUnread({ ...target, addresses }, { ...out, signal }),
    idleTimeoutMs: limits.tunnelIdleTimeoutMs,
  })
  const objection = over()
  if (objection !== null && end.kind !== 'carried') return drop(way, objection.reason, objection.ruleId)
  if (end.kind === 'client-gone') return drop(way, 'client-gone', decision.ruleId)
  if (end.kind === 'unreachable') return drop(way, upstreamFault(end.error), decision.ruleId)
  way.beginning.counter.bytes = end.sent
  return {
    ...nothingForwarded,
    action: objection === null ? 'tunnel' : 'refused-midstream',
    reason: objection?.reason ?? 'connection-rule',
    ruleId: objection === null ? decision.ruleId : objection.ruleId,
    status: 200,
    address: end.address,
    forwardedBytes: end.sent,
    responseBytes: end.received,
    observed: decision.observed,
    notes: how.ruledAs === target.host ? [] : ['no-server-name'],
  }
}

/** After the 200 nothing can be said any more but by closing. */
function drop(way: ConnectWay, reason: VerdictReason, ruleId: string | null): Ending {
  way.asked.socket.destroy()
  return { ...nothingForwarded, action: actionFor(reason), reason, ruleId, status: null }
}
