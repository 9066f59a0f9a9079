/** Finds out which destination a request means, and refuses names that its connection does not speak for. */
import { formatHost } from '../core/http/authority.ts'
import type { RequestHead } from '../core/http/head.ts'
import type { VerdictReason } from '../core/journal.ts'
import { reasonToRefuse } from '../core/policy/decide.ts'
import type { ConnectionDecision } from '../core/policy/verdict.ts'
import type { ClientConnection, Tunnel } from './connection.ts'
import type { EgressOptions } from './options.ts'
import type { Egress } from './shared.ts'
import { connectionDecision } from './standing.ts'

export interface Place {
  scheme: 'http' | 'https'
  host: string
  port: number
  /** The Host field as it is sent on. */
  hostField: string
  /** Set where the request may not go there. */
  refusal: VerdictReason | null
  ruleId: string | null
}

/**
 * On a plain connection the request itself names its destination; inside a tunnel the tunnel did, and the request may
 * name another host of the same destination: then its own connection rule counts too, and `findRoute` asks whether
 * the destination's certificate speaks for that name.
 */
export function locate(connection: ClientConnection, head: RequestHead, egress: Egress): Place {
  const { scheme, tunnel } = connection
  const usual = scheme === 'https' ? 443 : 80
  const place: Place = {
    scheme,
    host: head.host,
    port: tunnel?.port ?? head.port ?? usual,
    hostField: head.port === null ? formatHost(head.host) : `${formatHost(head.host)}:${head.port}`,
    refusal: null,
    ruleId: null,
  }
  // RFC 9110 §9.3.8: the answer is the request, fields that the client cannot read by itself included.
  if (head.method === 'TRACE') return { ...place, refusal: 'method-not-supported' }
  // RFC 9110 §7.6.2: whoever gets the last count is the one that is asked.
  if (head.maxForwards === 0) return { ...place, refusal: 'answered-here' }
  if (head.via.includes(egress.pseudonym)) return { ...place, refusal: 'loop' }
  const bound = tunnel ?? connection.original
  if (bound !== null && (head.port ?? usual) !== bound.port) return { ...place, refusal: 'misdirected' }
  if (tunnel === null && !egress.options.httpPorts.includes(place.port))
    return { ...place, refusal: 'port-not-allowed' }
  if (tunnel !== null) {
    const over = tunnelFault(connection, tunnel, egress)
    if (over !== null) {
      connection.closing = true
      return { ...place, ...over }
    }
    if (tunnel.host === head.host) return place
    // Nothing but a certificate says that a connection is for another name, too.
    if (scheme === 'http') return { ...place, refusal: 'misdirected' }
  }
  const decision = decide(connection, place, egress)
  if (decision.action === 'refuse')
    return { ...place, refusal: reasonToRefuse(decision), ruleId: decision.ruleId }
  // A name that nobody may look into belongs on a connection of its own, which 421 asks for.
  return tunnel !== null && decision.action === 'tunnel'
    ? { ...place, refusal: 'misdirected', ruleId: decision.ruleId }
    : place
}

/**
 * Why nothing more may go where a tunnel goes. Policy and options may have changed since its CONNECT, and a connection
 * that is kept alive would outlive any of them.
 */
function tunnelFault(
  client: ClientConnection,
  tunnel: Tunnel,
  egress: Egress,
): Pick<Place, 'refusal' | 'ruleId'> | null {
  const { host, port, ruledAs, scheme } = tunnel
  if (!mayConnect(port, scheme, egress.options)) return { refusal: 'port-not-allowed', ruleId: null }
  const asked = decide(client, { host, port }, egress)
  const decision =
    asked.action === 'refuse' || ruledAs === host ? asked : decide(client, { host: ruledAs, port }, egress)
  switch (decision.action) {
    case 'refuse':
      return { refusal: reasonToRefuse(decision), ruleId: decision.ruleId }
    case 'tunnel':
      // What comes in the clear is read as it would be outside a tunnel.
      return scheme === 'http' ? null : { refusal: 'misdirected', ruleId: decision.ruleId }
    case 'intercept':
      return null
  }
}

/** Where plain requests may go, they may go through a tunnel, too: browsers open one for each `ws://`. */
export function mayConnect(
  port: number,
  scheme: 'http' | 'https',
  { connectPorts, httpPorts }: Pick<EgressOptions, 'connectPorts' | 'httpPorts'>,
): boolean {
  return connectPorts.includes(port) || (scheme === 'http' && httpPorts.includes(port))
}

function decide(
  client: ClientConnection,
  { host, port }: { host: string; port: number },
  egress: Egress,
): ConnectionDecision {
  return connectionDecision(client, { host, port, at: egress.ports.clock.now() }, egress)
}
