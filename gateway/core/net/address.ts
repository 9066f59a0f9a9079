/** Says which addresses are in the open internet and which are inside the office, on this box, or nowhere. */
import ipaddr from 'ipaddr.js'

type Parsed = ipaddr.IPv4 | ipaddr.IPv6

/** An address range such as `192.168.0.0/16`; a bare address is a range of one. */
export type Range = readonly [Parsed, number]

/** Parses a CIDR or a bare address; null where it is neither. */
export function parseRange(text: string): Range | null {
  try {
    if (text.includes('/')) return ipaddr.parseCIDR(text)
    const address = ipaddr.parse(text)
    return [address, address.kind() === 'ipv4' ? 32 : 128]
  } catch {
    return null
  }
}

/** True where the address lies in one of the ranges. An IPv4 address inside IPv6 (`::ffff:a.b.c.d`) counts as IPv4. */
export function inRanges(address: string, ranges: readonly Range[]): boolean {
  const parsed = parse(address)
  if (parsed === null) return false
  for (const range of ranges) {
    if (range[0].kind() === parsed.kind() && parsed.match(range[0] as never, range[1])) return true
  }
  return false
}

/**
 * True for addresses of the public internet alone. Private, loopback, link-local, CGNAT, multicast, reserved,
 * documentation, unspecified and unique-local addresses are not (IANA special-purpose registries, RFC 6890), nor are
 * IPv4 addresses wrapped in IPv6 (mapped, NAT64 RFC 6052, 6to4, Teredo) unless what they wrap is public.
 */
export function isPublicAddress(address: string): boolean {
  const parsed = parse(address)
  if (parsed === null) return false
  if (parsed.kind() === 'ipv4') return parsed.range() === 'unicast' && !isThisNetwork(parsed as ipaddr.IPv4)
  const v6 = parsed as ipaddr.IPv6
  const range = v6.range()
  if (range === 'rfc6052' || range === 'rfc6145') return isPublicAddress(embedded(v6, 12))
  if (range === '6to4') return isPublicAddress(embedded(v6, 2))
  // RFC 4291 §2.4: today's global unicast space is 2000::/3 alone.
  return range === 'unicast' && (v6.parts[0] ?? 0) >> 13 === 1
}

const loopback = ['127.0.0.0/8', '::1/128'].map(parseRange).filter((range) => range !== null)

/** True for addresses that this box alone reaches. */
export function isLoopback(address: string): boolean {
  return inRanges(address, loopback)
}

/** One spelling for each address, IPv4-mapped ones as IPv4; null where it is none. */
export function canonicalAddress(address: string): string | null {
  return parse(address)?.toString() ?? null
}

function parse(address: string): Parsed | null {
  const bare = address.includes('%') ? address.slice(0, address.indexOf('%')) : address
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !ipaddr.IPv6.isValid(bare)) return null
  return ipaddr.process(bare)
}

function isThisNetwork(address: ipaddr.IPv4): boolean {
  return address.octets[0] === 0
}

function embedded(address: ipaddr.IPv6, at: number): string {
  return address
    .toByteArray()
    .slice(at, at + 4)
    .join('.')
}
