/** Reads the `host[:port]` that a request names, strictly, so that gateway and destination cannot read it differently. */
import ipaddr from 'ipaddr.js'

export interface Authority {
  /** Lower-case name without trailing dot, or a bare address (IPv6 without brackets). */
  host: string
  /** null where none was given. */
  port: number | null
}

const maxNameLength = 253

/**
 * Parses RFC 3986 §3.2 `host [ ":" port ]` without userinfo. Returns null for anything else: empty host, userinfo,
 * percent-encoding, non-ASCII, labels over 63 bytes, ports outside 1..65535, numbers that only look like addresses.
 */
export function parseAuthority(text: string): Authority | null {
  if (text.length === 0 || text.length > maxNameLength + 8) return null
  if (text.charCodeAt(0) === 0x5b) return parseBracketed(text)
  const colon = text.indexOf(':')
  const name = colon === -1 ? text : text.slice(0, colon)
  const port = colon === -1 ? null : parsePort(text.slice(colon + 1))
  if (port === undefined) return null
  const host = normalizeHost(name)
  return host === null ? null : { host, port }
}

/** A host in the one form used everywhere here, or null where it is neither a DNS name nor an address. */
export function normalizeHost(text: string): string | null {
  const name = (text.endsWith('.') ? text.slice(0, -1) : text).toLowerCase()
  if (name.length === 0 || name.length > maxNameLength) return null
  if (!endsInDigit(name)) return isDnsName(name) ? name : null
  if (ipaddr.IPv4.isValidFourPartDecimal(name)) return ipaddr.IPv4.parse(name).toString()
  // WHATWG URL §3.5 and inet_aton read names that end in a number (`127.1`, `0x7f000001`) as addresses: refuse them.
  if (/(?:^|\.)(?:\d+|0x[0-9a-f]*)$/.test(name)) return null
  return isDnsName(name) ? name : null
}

const dnsName = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/

function isDnsName(name: string): boolean {
  return dnsName.test(name)
}

/** No address, however written, ends in a letter, save hexadecimal ones; asked of every request, so kept cheap. */
function endsInDigit(name: string): boolean {
  const last = name.charCodeAt(name.length - 1)
  return (last >= 0x30 && last <= 0x39) || name.includes('0x')
}

/** True for a bare IPv4 or IPv6 address as `normalizeHost` and `parseAuthority` give it. */
export function isAddress(host: string): boolean {
  return host.includes(':') || (endsInDigit(host) && ipaddr.IPv4.isValidFourPartDecimal(host))
}

/** How a host stands in a URL or Host field: IPv6 in brackets. */
export function formatHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}

function parseBracketed(text: string): Authority | null {
  const close = text.indexOf(']')
  if (close === -1) return null
  const inner = text.slice(1, close)
  const rest = text.slice(close + 1)
  // Zone identifiers name an interface of the sender: meaningless here and read differently by different parsers.
  if (inner.includes('%') || !ipaddr.IPv6.isValid(inner)) return null
  if (rest !== '' && rest[0] !== ':') return null
  const port = rest === '' ? null : parsePort(rest.slice(1))
  return port === undefined ? null : { host: ipaddr.IPv6.parse(inner).toString(), port }
}

function parsePort(text: string): number | null | undefined {
  if (!/^\d{1,5}$/.test(text)) return undefined
  const port = Number(text)
  return port >= 1 && port <= 65535 ? port : undefined
}
