/** Turns networks of several owners into ranges that do not overlap: the narrower network decides. */
import ipaddr from 'ipaddr.js'

export type Family = 'ipv4' | 'ipv6'

export function familyName(family: Family): string {
  return family === 'ipv4' ? 'IPv4' : 'IPv6'
}

/** A network of an owner, such as a group. */
export interface OwnedNetwork<Owner> {
  network: string
  owner: Owner
}

/** Inclusive at both ends, as text. `first` equals `last` for one address. */
export interface AddressRange<Owner> {
  family: Family
  first: string
  last: string
  owner: Owner
}

interface Span<Owner> {
  first: bigint
  last: bigint
  owner: Owner
}

/** Sorted by address. Throws RangeError for what is no network. Of two equal networks the first one's owner has it. */
export function disjointRanges<Owner>(networks: readonly OwnedNetwork<Owner>[]): AddressRange<Owner>[] {
  const spans: Record<Family, Span<Owner>[]> = { ipv4: [], ipv6: [] }
  for (const { network, owner } of networks) {
    const { family, first, last } = spanOf(network)
    spans[family].push({ first, last, owner })
  }
  return (['ipv4', 'ipv6'] as const).flatMap((family) =>
    flatten(spans[family]).map(({ first, last, owner }) => ({
      family,
      first: addressText(first, family),
      last: addressText(last, family),
      owner,
    })),
  )
}

/** Host bits count for nothing: `10.1.2.3/8` is `10.0.0.0/8`. A lone address is a network of one. */
export function spanOf(network: string): { family: Family; first: bigint; last: bigint } {
  const [address, length] = parsed(network)
  const family = address.kind()
  const bits = family === 'ipv4' ? 32 : 128
  const value = address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)
  const hosts = (1n << BigInt(bits - length)) - 1n
  const first = (value | hosts) - hosts
  return { family, first, last: first + hosts }
}

function parsed(network: string): [ipaddr.IPv4 | ipaddr.IPv6, number] {
  const bare = network.includes('/') ? network.slice(0, network.indexOf('/')) : network
  // Spellings with few or octal parts are read differently elsewhere.
  if (!ipaddr.IPv4.isValidFourPartDecimal(bare) && !(bare.includes(':') && ipaddr.IPv6.isValid(bare)))
    throw new RangeError('no network')
  if (bare.includes('%')) throw new RangeError('no network')
  if (bare !== network && !ipaddr.isValidCIDR(network)) throw new RangeError('no network')
  if (bare !== network) return ipaddr.parseCIDR(network)
  const address = ipaddr.parse(network)
  return [address, address.kind() === 'ipv4' ? 32 : 128]
}

/** Networks never overlap in part: of two, one holds the other or they are apart. So a stack of open ones is enough. */
function flatten<Owner>(spans: Span<Owner>[]): Span<Owner>[] {
  const sorted = spans.toSorted(
    (left, right) => compare(left.first, right.first) || compare(right.last, left.last),
  )
  const found: Span<Owner>[] = []
  const open: Span<Owner>[] = []
  let next = 0n
  const give = (last: bigint, owner: Owner) => {
    if (next <= last) append(found, { first: next, last, owner })
  }
  const closeBefore = (limit: bigint | null) => {
    for (
      let top = open.at(-1);
      top !== undefined && (limit === null || top.last < limit);
      top = open.at(-1)
    ) {
      give(top.last, top.owner)
      next = top.last + 1n
      open.pop()
    }
  }
  for (const span of sorted) {
    closeBefore(span.first)
    const around = open.at(-1)
    if (around?.first === span.first && around.last === span.last) continue
    if (around !== undefined) give(span.first - 1n, around.owner)
    next = span.first
    open.push(span)
  }
  closeBefore(null)
  return found
}

function append<Owner>(found: Span<Owner>[], span: Span<Owner>): void {
  const before = found.at(-1)
  if (before !== undefined && before.owner === span.owner && before.last + 1n === span.first)
    before.last = span.last
  else found.push(span)
}

function compare(left: bigint, right: bigint): number {
  return left < right ? -1 : left > right ? 1 : 0
}

function addressText(value: bigint, family: Family): string {
  const length = family === 'ipv4' ? 4 : 16
  const bytes = Array.from({ length }, (_, at) => Number((value >> BigInt(8 * (length - 1 - at))) & 255n))
  return ipaddr.fromByteArray(bytes).toString()
}
