/** Tells whether a request's Host header names this box: a foreign name is a DNS-rebinding attack or a mistake. */
import { isIP } from 'node:net'

export interface HostQuestion {
  /** Every Host header as it came. */
  hosts: readonly string[]
  /** Address on which the connection arrived. */
  localAddress: string | undefined
  /** The box's own names, lower case: `gatehouse.home.arpa`, its host name. */
  names: readonly string[]
}

/**
 * `malformed` where there is not exactly one well-formed Host (RFC 9112 §3.2 asks for 400), `foreign` where it is not ours.
 *
 * Names: those configured and `localhost`, which no outside name server can point elsewhere (RFC 6761 §6.3).
 * Addresses: only the one that the connection arrived on. The port is not compared: ssh and router forwardings
 * change it, and rebinding needs the name.
 */
export function judgeHost({ hosts, localAddress, names }: HostQuestion): 'own' | 'foreign' | 'malformed' {
  const name = hosts.length === 1 ? hostName(hosts[0] as string) : null
  if (name === null) return 'malformed'
  if (name === 'localhost' || names.includes(name)) return 'own'
  return isIP(name) !== 0 && sameAddress(name, localAddress ?? '') ? 'own' : 'foreign'
}

/** Name or bare address, lower case, without port and final dot; null where it is none. */
function hostName(host: string): string | null {
  if (host.length > 300) return null
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([\w.-]+))(?::\d{1,5})?$/.exec(host)
  const name = match?.[1] ?? match?.[2]
  return name === undefined ? null : name.toLowerCase().replace(/\.$/, '')
}

/** Dual-stack listeners see IPv4 clients as `::ffff:192.0.2.1` (RFC 4291 §2.5.5.2). */
function sameAddress(a: string, b: string): boolean {
  return withoutMapping(a) === withoutMapping(b)
}

function withoutMapping(address: string): string {
  return address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '')
}
