/** Knows which names an authority may never speak for, and says so in the certificate itself. */
import ipaddr from 'ipaddr.js'
import { GatewayError } from '../core/errors.ts'
import { type HostName, parseHostName } from './names.ts'

/** A domain with all names below it, or a range of addresses. `text` is the form that is shown and compared. */
export type Exclusion =
  | { readonly kind: 'dns'; readonly text: string }
  | { readonly kind: 'ip'; readonly text: string; readonly address: Uint8Array; readonly mask: Uint8Array }

/**
 * Reads `bank.example` (also written `.bank.example` or `*.bank.example`: a certificate can only exclude the domain with
 * all below it), `10.0.0.0/8`, `2001:db8::/32` or a single address. Sorted, without repeats.
 *
 * @throws GatewayError CONFIG_INVALID naming the entry that is none of these
 */
export function parseExclusions(entries: readonly string[]): Exclusion[] {
  const byText = new Map<string, Exclusion>()
  for (const entry of entries) {
    const exclusion = parseExclusion(entry.trim())
    if (exclusion === null) {
      throw new GatewayError(
        'CONFIG_INVALID',
        { excluded: entry },
        { hint: 'Write a domain (bank.example), an address, or a range (10.0.0.0/8).' },
      )
    }
    byText.set(exclusion.text, exclusion)
  }
  return [...byText.values()].sort((a, b) => (a.text < b.text ? -1 : 1))
}

/** The exclusion that covers a name, or null. RFC 5280 §4.2.1.10: a domain excludes itself and every name below it. */
export function exclusionFor(name: HostName, exclusions: readonly Exclusion[]): Exclusion | null {
  return exclusions.find((exclusion) => covers(exclusion, name)) ?? null
}

function covers(exclusion: Exclusion, name: HostName): boolean {
  if (exclusion.kind === 'dns') {
    return name.kind === 'dns' && (name.text === exclusion.text || name.text.endsWith(`.${exclusion.text}`))
  }
  if (name.kind !== 'ip') return false
  return inRange(name.bytes, exclusion) || inRange(unmapped(name.text), exclusion)
}

function inRange(address: Uint8Array, range: Extract<Exclusion, { kind: 'ip' }>): boolean {
  if (address.length !== range.address.length) return false
  return range.address.every((byte, at) => ((address[at] ?? 0) & (range.mask[at] ?? 0)) === byte)
}

/** ::ffff:10.0.0.1 reaches the same machine as 10.0.0.1, so it is excluded with it. */
function unmapped(text: string): Uint8Array {
  return Uint8Array.from(ipaddr.process(text).toByteArray())
}

function parseExclusion(entry: string): Exclusion | null {
  const slash = entry.lastIndexOf('/')
  if (slash === -1) {
    const name = parseHostName(entry.replace(/^\*?\./, ''))
    if (name === null) return null
    return name.kind === 'dns' ? name : range(name, name.bytes.length * 8)
  }
  const name = parseHostName(entry.slice(0, slash))
  const bits = /^\d{1,3}$/.test(entry.slice(slash + 1)) ? Number(entry.slice(slash + 1)) : Number.NaN
  if (name?.kind !== 'ip' || !(bits <= name.bytes.length * 8)) return null
  return range(name, bits)
}

function range(name: Extract<HostName, { kind: 'ip' }>, bits: number): Exclusion {
  const mask = name.bytes.map((_, at) => (0xff << (8 - Math.min(8, Math.max(0, bits - at * 8)))) & 0xff)
  const address = name.bytes.map((byte, at) => byte & (mask[at] ?? 0))
  return { kind: 'ip', text: `${ipaddr.fromByteArray([...address]).toString()}/${bits}`, address, mask }
}
