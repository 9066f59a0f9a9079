/** Says what the rules as they are now have against a tunnel that passes unread. */
import { decideConnection, decideExchange } from '../core/policy/decide.ts'
import { type Client, ruledClient } from './connection.ts'
import type { Objection } from './lasting.ts'
import type { Egress } from './shared.ts'

/** A tunnel as the rules know it. */
export interface UnreadTunnel {
  client: Client
  host: string
  port: number
  /** The name that the connection rules decided on, see `Tunnel`. */
  ruledAs: string
  /** False where its bytes are no TLS, so that an exchange rule had to let them pass. */
  tls: boolean
}

export function objectionToTunnel(
  tunnel: UnreadTunnel,
  addresses: readonly string[],
  egress: Egress,
): Objection | null {
  const { client, host, port, ruledAs } = tunnel
  const { options, resolver, ports } = egress
  const unwanted = egress.logins.objectionTo(client)
  if (!egress.serves(client.address)) return { reason: 'client-not-allowed', ruleId: null }
  if (unwanted !== null) return unwanted
  if (!options.connectPorts.includes(port)) return { reason: 'port-not-allowed', ruleId: null }
  // The connection may stand on any of them.
  if (!addresses.every((address) => resolver.permits(host, port, address)))
    return { reason: 'address-not-allowed', ruleId: null }
  const policy = ports.policy.current()
  const facts = { client: ruledClient(client), host, port, at: ports.clock.now() }
  const asked = decideConnection(policy, facts)
  const decision =
    asked.action === 'refuse' || ruledAs === host
      ? asked
      : decideConnection(policy, { ...facts, host: ruledAs })
  if (decision.action === 'tunnel') return null
  if (decision.action === 'refuse' || tunnel.tls)
    return { reason: 'connection-rule', ruleId: decision.ruleId }
  const rule = decideExchange(policy, { ...facts, method: 'CONNECT', path: '/', contentType: '' })
  return rule.onFailure === 'refuse' ? { reason: 'not-tls', ruleId: rule.id } : null
}
