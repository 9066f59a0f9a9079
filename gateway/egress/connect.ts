/** The way of one CONNECT: who asks for what, what the policy says, and then interception, a tunnel, or a refusal. */
import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { isAddress, parseAuthority } from '../core/http/authority.ts'
import type { VerdictReason } from '../core/journal.ts'
import { decideConnection, decideExchange } from '../core/policy/decide.ts'
import { refusalPage, wantsHtml } from '../core/policy/refusal.ts'
import type { ConnectionDecision } from '../core/policy/verdict.ts'
import { type ClientConnection, type Tunnel, takeTurn } from './connection.ts'
import type { Egress } from './egress.ts'
import type { Interceptor } from './intercept.ts'
import { objectionToTunnel, type UnreadTunnel } from './lasting.ts'
import { closeGently } from './linger.ts'
import { type Beginning, begin, type Ending, nothingForwarded, record } from './record.ts'
import { actionFor, refusalSecurityPolicy, statusOf } from './refuse.ts'
import { type Opening, sniffClientHello } from './sniff.ts'
import { carryTunnel } from './tunnel.ts'
import { upstreamFault } from './upstream-fault.ts'

export interface ConnectRequest {
  request: IncomingMessage
  socket: Socket
  /** Bytes that came behind the request's head. */
  head: Buffer
}

/** Handles one CONNECT to its end. Never rejects. Intercepted connections record their exchanges one by one. */
export async function carryConnect(
  connection: ClientConnection,
  asked: ConnectRequest,
  egress: Egress,
  interceptor: Interceptor,
): Promise<void> {
  const { socket } = asked
  socket.on('error', () => socket.destroy())
  const turn = takeTurn(connection)
  if (turn.before !== null) await turn.before
  // Node may have started the clock of an idle connection when the answer before this one was through.
  socket.setTimeout(0)
  if (connection.closing || socket.destroyed) return
  const beginning = begin(connection, egress.ports)
  const authority = parseAuthority(asked.request.url ?? '')
  const target = { host: authority?.host ?? '', port: authority?.port ?? 0 }
  const write = (ending: Ending) =>
    record(beginning, { ...target, method: 'CONNECT', target: null }, ending, egress.ports)
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
  // RFC 9110 §9.3.6: the target is host and port, nothing else.
  if (!way.valid) return refuse(way, 'malformed-request', null)
  if (!egress.options.connectPorts.includes(target.port)) return refuse(way, 'port-not-allowed', null)
  const decision = decide(way, target.host)
  if (decision.action === 'refuse') return refuse(way, 'connection-rule', decision.ruleId)
  const resolution = await egress.resolver.resolve(target.host, target.port)
  if (!resolution.ok) return refuse(way, resolution.reason, null)
  const excluded = decision.action === 'intercept' && !(await way.interceptor.prepare(target.host))
  if (excluded) return refuse(way, 'name-excluded', decision.ruleId)

  asked.socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
  if (asked.head.length > 0) asked.socket.unshift(asked.head)
  const opening = await sniffClientHello(asked.socket, egress.options.limits.handshakeTimeoutMs)
  // A reload may have come while the client was waited for.
  if (!egress.serves(way.beginning.connection.client)) return drop(way, 'client-not-allowed', null)
  switch (opening.kind) {
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

function decide(way: ConnectWay, host: string): ConnectionDecision {
  return decideConnection(way.egress.ports.policy.current(), {
    client: way.beginning.connection.client,
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
  if (serverName !== null && serverName !== target.host)
    return drop(way, 'name-mismatch', known.decision.ruleId)
  // Without a name in the hello a tunnel's destination is unknown; the rule for unknown destinations decides.
  const ruledAs = serverName === null && !isAddress(target.host) ? '' : target.host
  const decision = ruledAs === target.host ? known.decision : decide(way, ruledAs)
  if (decision.action === 'refuse') return drop(way, 'connection-rule', decision.ruleId)
  if (decision.action === 'tunnel')
    return tunnel(way, decision, { addresses: known.addresses, ruledAs, tls: true })
  const handshake = await interceptor.intercept(asked.socket, beginning.connection.client, {
    ...target,
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

/** Bytes that are no TLS cannot be looked into: the exchange rule's `onFailure` decides. */
async function onOther(
  way: ConnectWay,
  decision: ConnectionDecision,
  addresses: readonly string[],
): Promise<Ending> {
  const how = { addresses, ruledAs: way.target.host, tls: false }
  if (decision.action === 'tunnel') return tunnel(way, decision, how)
  const rule = decideExchange(way.egress.ports.policy.current(), {
    client: way.beginning.connection.client,
    ...way.target,
    at: way.beginning.at,
    method: 'CONNECT',
    path: '/',
    contentType: '',
  })
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
  const unread = { ...target, ...how, client: way.beginning.connection.client }
  const objectionTo = () => objectionToTunnel(unread, addresses, egress)
  // The rules may have changed since the CONNECT was decided on.
  const late = objectionTo()
  if (late !== null) return drop(way, late.reason, late.ruleId)
  const over = egress.lasting.follow(asked.socket, objectionTo)
  const end = await carryTunnel(asked.socket, {
    addresses,
    port: target.port,
    connectTimeoutMs: limits.connectTimeoutMs,
    idleTimeoutMs: limits.tunnelIdleTimeoutMs,
  })
  const objection = over()
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
  }
}

/** Before the 200: the client can still be told in words. */
function refuse(way: ConnectWay, reason: VerdictReason, ruleId: string | null): Ending {
  const { asked, egress, target, beginning } = way
  const status = statusOf(reason)
  const accept = asked.request.headers.accept ?? ''
  const page = refusalPage({
    reason,
    status,
    host: target.host,
    ruleId,
    contact: egress.options.contact,
    exchangeId: beginning.id,
    findingCounts: {},
  })
  const html = wantsHtml(accept)
  const body = html ? page.html : `${JSON.stringify(page.problem)}\n`
  asked.socket.write(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nGatehouse-Reason: ${reason}\r\n` +
      `Content-Type: ${html ? 'text/html; charset=utf-8' : 'application/problem+json'}\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nContent-Security-Policy: ${refusalSecurityPolicy}\r\n` +
      `Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n${body}`,
  )
  closeGently(asked.socket)
  return { ...nothingForwarded, action: actionFor(reason), reason, ruleId, status }
}

/** After the 200 nothing can be said any more but by closing. */
function drop(way: ConnectWay, reason: VerdictReason, ruleId: string | null): Ending {
  way.asked.socket.destroy()
  return { ...nothingForwarded, action: actionFor(reason), reason, ruleId, status: null }
}
