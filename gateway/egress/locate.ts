/** Finds out which destination a request means, and refuses names that its connection does not speak for. */
import { formatHost } from '../core/http/authority.ts'
import type { RequestHead } from '../core/http/head.ts'
import type { VerdictReason } from '../core/journal.ts'
import { decideConnection } from '../core/policy/decide.ts'
import type { ClientConnection } from './connection.ts'
import type { Egress } from './egress.ts'

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
  const { scheme, tunnel, client } = connection
  const usual = scheme === 'https' ? 443 : 80
  const place: Place = {
    scheme,
    host: head.host,
    port: tunnel?.port ?? head.port ?? usual,
    hostField: head.port === null ? formatHost(head.host) : `${formatHost(head.host)}:${head.port}`,
    refusal: null,
    ruleId: null,
  }
  if (head.via.includes(egress.pseudonym)) return { ...place, refusal: 'loop' }
  if (tunnel !== null && (head.port ?? usual) !== tunnel.port) return { ...place, refusal: 'misdirected' }
  if (tunnel === null && !egress.options.httpPorts.includes(place.port))
    return { ...place, refusal: 'port-not-allowed' }
  if (tunnel !== null && tunnel.host === head.host) return place
  const decision = decideConnection(egress.ports.policy.current(), {
    client,
    host: place.host,
    port: place.port,
    at: egress.ports.clock.now(),
  })
  if (decision.action === 'refuse') return { ...place, refusal: 'connection-rule', ruleId: decision.ruleId }
  // A name that nobody may look into belongs on a connection of its own, which 421 asks for.
  return tunnel !== null && decision.action === 'tunnel'
    ? { ...place, refusal: 'misdirected', ruleId: decision.ruleId }
    : place
}
