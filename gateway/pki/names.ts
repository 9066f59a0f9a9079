/** Reads what a client calls a host, and says whether a certificate can carry that name. */
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

/** A name as it stands in a certificate: lower-case ASCII without trailing dot, or an address in its shortest form. */
export type HostName =
  | { readonly kind: 'dns'; readonly text: string }
  | { readonly kind: 'ip'; readonly text: string; readonly bytes: Uint8Array }

/** RFC 1035 §2.3.4: 255 bytes with length bytes and root, so 253 characters as text. */
const maxNameLength = 253

/** RFC 1123 §2.1 letters, digits and hyphen; the underscore is no host name's, yet real hosts have it and browsers take it. */
const label = /^[a-z0-9_](?:[a-z0-9_-]{0,62})$/

/** What looks like a number in the last label makes browsers read the whole as an IPv4 address (WHATWG URL §3.5). */
const numericLabel = /^(?:[0-9]+|0x[0-9a-f]*)$/

/**
 * Null where the text is no host name or address: wildcards, empty or overlong labels, non-ASCII (an internationalised
 * name has to come in its `xn--` form), addresses with a zone, numbers that only some clients read as an address.
 */
export function parseHostName(text: string): HostName | null {
  const bare = text.startsWith('[') && text.endsWith(']') ? text.slice(1, -1) : text
  if (isIP(bare) !== 0) return addressName(bare)
  if (bare !== text) return null

  // RFC 1034 §3.1: a trailing dot says "this is the full name"; certificates leave it out (RFC 5280 §4.2.1.6).
  const name = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase()
  if (name.length === 0 || name.length > maxNameLength) return null
  const labels = name.split('.')
  if (!labels.every((part) => label.test(part))) return null
  if (numericLabel.test(labels.at(-1) ?? '')) return null
  return { kind: 'dns', text: name }
}

function addressName(text: string): HostName | null {
  // A zone (fe80::1%eth0) means something only on one machine, so no certificate can hold it.
  if (text.includes('%')) return null
  // ipaddr.js reads ::192.0.2.1 as if it were ::ffff:192.0.2.1; the URL parser first brings it into plain hexadecimal.
  const plain = text.includes(':') ? new URL(`http://[${text}]/`).hostname.slice(1, -1) : text
  const address = ipaddr.parse(plain)
  return { kind: 'ip', text: address.toString(), bytes: Uint8Array.from(address.toByteArray()) }
}
