/** Says what the rules as they are now have against a tunnel that passes unread. */
import { reasonToRefuse } from '../core/policy/decide.ts'
import type { Client } from './connection.ts'
import type { Objection } from './lasting.ts'
import { mayConnect } from './locate.ts'
import type { Egress } from './shared.ts'
import { connectionDecision, exchangeRule, isGuest, mayReach, objectionToMachine } from './standing.ts'

/** A tunnel as the rules know it. */
export interface UnreadTunnel {
  client: Client
  host: string
  port: number
  /** The name that the connection rules decided on, see `Tunnel`. */
  ruledAs: string
  /** False where its bytes are no TLS, so that an exchange rule had to let them pass. */
  tls: boolean
  /** What the journal calls a person's answer that let it in; null where the rules did. */
  permit: string | null
}

export function objectionToTunnel(
  tunnel: UnreadTunnel,
  addresses: readonly string[],
  egress: Egress,
): Objection | null {
  const { client, host, port, ruledAs } = tunnel
  const { options, resolver, ports } = egress
  const unwanted = objectionToMachine(client, egress) ?? egress.logins.objectionTo(client)
  if (!egress.serves(client.address)) return { reason: 'client-not-allowed', ruleId: null }
  if (unwanted !== null) return unwanted
  // A guest's requests in the clear pass unread, too.
  const scheme = isGuest(client, egress) ? 'http' : 'https'
  if (!mayConnect(port, scheme, options)) return { reason: 'port-not-allowed', ruleId: null }
  // The connection may stand on any of them.
  if (
    !addresses.every((address) => resolver.permits(host, port, address)) ||
    !mayReach(client, addresses, egress)
  )
    return { reason: 'address-not-allowed', ruleId: null }
  const facts = { host, port, at: ports.clock.now() }
  const asked = connectionDecision(client, facts, egress)
  const decision =
    asked.action === 'refuse' || ruledAs === host
      ? asked
      : connectionDecision(client, { ...facts, host: ruledAs }, egress)
  if (decision.action === 'tunnel') return null
  if (decision.action === 'intercept' && tunnel.permit !== null)
    return { reason: 'connection-rule', ruleId: tunnel.permit }
  if (decision.action === 'refuse' || tunnel.tls)
    return { reason: reasonToRefuse(decision), ruleId: decision.ruleId }
  const rule = exchangeRule(client, { ...facts, method: 'CONNECT', path: '/', contentType: '' }, egress)
  return rule.onFailure === 'refuse' ? { reason: 'not-tls', ruleId: rule.id } : null
}
