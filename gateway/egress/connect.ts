/** The way of one CONNECT: who asks for what, what the policy says, and then interception, a tunnel, or a refusal. */
import { isAddress, parseAuthority } from '../core/http/authority.ts'
import { reasonToRefuse } from '../core/policy/decide.ts'
import type { ConnectionDecision } from '../core/policy/verdict.ts'
import { isCheckAddress } from '../core/setup/checks.ts'
import { answerCheck } from './check-connection.ts'
import type { ConnectRequest } from './connect-request.ts'
import { type ClientConnection, type Tunnel, takeTurn } from './connection.ts'
import { mayConnect } from './locate.ts'
import {
  carryOther,
  carryUnread,
  decideOn,
  drop,
  endWithoutHello,
  interceptTls,
  judgeName,
  type OpenedWay,
  objectionTo,
} from './opened.ts'
import { canBeTold, tellInside } from './quarantine.ts'
import { begin, type Ending, nothingForwarded, record } from './record.ts'
import { refuseConnect } from './refuse-connect.ts'
import { type Opening, sniffTunnel } from './sniff.ts'
import { isQuarantined } from './standing.ts'

/** Handles one CONNECT to its end. Never rejects. Intercepted connections record their exchanges one by one. */
export async function carryConnect(
  connection: ClientConnection,
  asked: ConnectRequest,
  { egress, interceptor }: Pick<OpenedWay, 'egress' | 'interceptor'>,
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
      socket,
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

interface ConnectWay extends OpenedWay {
  readonly asked: ConnectRequest
  readonly valid: boolean
}

async function proceed(way: ConnectWay): Promise<Ending | null> {
  const { target, egress, asked } = way
  const { connection } = way.beginning
  if (isQuarantined(connection, egress)) return turnAway(way)
  const unwanted = egress.devices.objectionTo(connection)
  if (unwanted !== null) return refuseConnect(way, { reason: unwanted.reason })
  const unknown = await egress.logins.identify(connection, asked.logins)
  if (unknown !== null) return refuseConnect(way, unknown)
  // RFC 9110 §9.3.6: the target is host and port, nothing else.
  if (!way.valid) return refuseConnect(way, { reason: 'malformed-request' })
  if (isCheckAddress(target.host)) return answerCheck(way)
  if (!mayConnect(target.port, 'http', egress.options))
    return refuseConnect(way, { reason: 'port-not-allowed' })
  const mayEncrypt = mayConnect(target.port, 'https', egress.options)
  const decision = decideOn(way, target.host)
  if (decision.action === 'refuse')
    return refuseConnect(way, { reason: reasonToRefuse(decision), ruleId: decision.ruleId })
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
  const late = objectionTo(way)
  if (late !== null) return drop(way, late)
  if (opening.kind !== 'http' && opening.kind !== 'closed' && !mayEncrypt)
    return drop(way, { reason: 'port-not-allowed' })
  switch (opening.kind) {
    case 'http':
      return onHttp(way)
    case 'tls':
      return onTls(way, opening, { decision, addresses: resolution.addresses })
    case 'closed':
      // It ended its own side and said nothing: there is nobody to answer.
      asked.socket.destroy()
      return null
    case 'unfinished-tls':
    case 'malformed-tls':
      return endWithoutHello(way, opening.kind)
    case 'silent':
    case 'other':
      return carryOther(way, decision, resolution.addresses)
  }
}

/** A browser shows no page that answers a CONNECT: it is told inside, where that may be. */
async function turnAway(way: ConnectWay): Promise<Ending | null> {
  const { target, egress, asked } = way
  const mayRead = way.valid && mayConnect(target.port, 'https', egress.options)
  if (!mayRead || !(await canBeTold(way))) return refuseConnect(way, { reason: 'client-quarantined' })
  asked.grant()
  const timeoutMs = egress.options.limits.handshakeTimeoutMs
  const opening = await sniffTunnel(asked.socket, { timeoutMs, anyOther: false })
  return tellInside(way, { opening, readPlain: () => onHttp(way) })
}

async function onTls(
  way: ConnectWay,
  opening: Extract<Opening, { kind: 'tls' }>,
  known: { decision: ConnectionDecision; addresses: readonly string[] },
): Promise<Ending | null> {
  const { target } = way
  const serverName = opening.hello.serverName
  // What is tunnelled is known by its names alone: they have to agree, or the rule was asked about somebody else.
  // That holds with an encrypted hello (`ech`), too. A real one names the front's public name outside (RFC 9849 §6.1), so
  // a client that asked for the site behind it is refused here. Where CONNECT named the front itself, the connection goes
  // to the front's addresses as the gateway resolved them, and may mean any site that the front serves, as every unread
  // connection may by the Host inside. To call all of them unknown would end every browser's tunnels: nearly each hello
  // carries a dummy that cannot be told from a real one (RFC 9849 §6.2).
  if (serverName !== null && serverName !== target.host)
    return drop(way, { reason: 'name-mismatch', ruleId: known.decision.ruleId })
  // Without a name in the hello a tunnel's destination is unknown; the rule for unknown destinations decides.
  const ruledAs = serverName === null && !isAddress(target.host) ? '' : target.host
  const decision = ruledAs === target.host ? known.decision : decideOn(way, ruledAs)
  if (decision.action === 'refuse')
    return drop(way, { reason: reasonToRefuse(decision), ruleId: decision.ruleId })
  if (decision.action === 'tunnel')
    return carryUnread(way, decision, { addresses: known.addresses, ruledAs, tls: true })
  return interceptTls(way, { decision, ruledAs })
}

/** Requests in the clear are read as they are outside a tunnel; each is judged and recorded by itself. */
function onHttp({ target, asked, interceptor, beginning }: ConnectWay): null {
  const tunnel: Tunnel = { ...target, scheme: 'http', serverName: target.host, ruledAs: target.host }
  interceptor.readPlain(beginning.connection, tunnel, asked.socket)
  return null
}
