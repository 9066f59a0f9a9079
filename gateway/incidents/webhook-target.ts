/** Says where posts may go: anywhere by verified HTTPS, in the clear only to this box and the office's own network. */
import type { LookupAddress } from 'node:dns'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { inRanges, parseRange, type Range } from '../core/net/address.ts'

export type TargetProblem = 'url-malformed' | 'url-holds-password' | 'name-not-found' | 'address-not-allowed'
export type Target =
  | { ok: true; url: URL; addresses: LookupAddress[] }
  | { ok: false; problem: TargetProblem }

/** RFC 1918, RFC 4193, loopback, and link-local as of RFC 3927 and RFC 4291 §2.5.6. */
const ownNetworks = [
  ...['127.0.0.0/8', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  ...['::1/128', 'fc00::/7', 'fe80::/10'],
]
  .map(parseRange)
  .filter((range): range is Range => range !== null)

/** What can be said of a URL without asking anybody. */
export function readTarget(text: string): { ok: true; url: URL } | { ok: false; problem: TargetProblem } {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return { ok: false, problem: 'url-malformed' }
  if (url.username !== '' || url.password !== '') return { ok: false, problem: 'url-holds-password' }
  return { ok: true, url }
}

/**
 * The addresses to connect to, and no others: a name that resolves differently a moment later gains nothing. With HTTPS
 * the certificate vouches for the name, so any address will do.
 */
export async function resolveTarget(text: string): Promise<Target> {
  const read = readTarget(text)
  if (!read.ok) return read
  const host = read.url.hostname.replace(/^\[(.*)\]$/, '$1')
  const addresses = await addressesOf(host)
  if (addresses.length === 0) return { ok: false, problem: 'name-not-found' }
  if (read.url.protocol === 'https:') return { ok: true, url: read.url, addresses }
  const allowed = addresses.filter(({ address }) => inRanges(address, ownNetworks))
  if (allowed.length === 0) return { ok: false, problem: 'address-not-allowed' }
  return { ok: true, url: read.url, addresses: allowed }
}

async function addressesOf(host: string): Promise<LookupAddress[]> {
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  try {
    return await lookup(host, { all: true })
  } catch {
    return []
  }
}
