/** Hands out the certificate of a host that is being intercepted, made once and kept while it is good. */
import { generateKeyPairSync } from 'node:crypto'
import { GatewayError } from '../core/errors.ts'
import type { Clock, Leaf, LeafIssuer } from '../core/ports.ts'
import type { Authority } from './authority.ts'
import type { RandomBytes } from './certificate.ts'
import type { Issuer } from './generation.ts'
import { type DatedLeaf, type LeafKey, leafKey, makeLeaf } from './leaf.ts'
import { type HostName, parseHostName } from './names.ts'

export interface LeafIssuerOptions {
  authority: Authority
  clock: Clock
  random: RandomBytes
  /** Lifetime of a leaf in days, back-dating included; at most 90. */
  leafDays?: number
  /** How many hosts are remembered; the one that was not asked for longest is forgotten first. */
  cacheSize?: number
  /** Told of each leaf that is made, not of those from the cache. */
  onIssue?: () => void
}

/** What an office talks to in a day, several times over; a leaf with its chain is about 2 KB. */
const defaultCacheSize = 2000

/**
 * One issuer per worker: it has one leaf key per generation of the authority, so a stolen worker's key opens no other
 * worker's connections. Making a leaf is one signature and happens within the call, so that hosts asked for together
 * still cause one flight.
 */
export function createLeafIssuer(options: LeafIssuerOptions): LeafIssuer {
  const { authority, clock, random, leafDays = 90 } = options
  const cache = leastRecentlyUsed(Math.max(1, options.cacheSize ?? defaultCacheSize))
  let epoch: { issuer: Issuer; key: LeafKey } | null = null

  function epochNow(): { issuer: Issuer; key: LeafKey } {
    const issuer = authority.issuer()
    if (epoch === null || epoch.issuer !== issuer) {
      cache.clear()
      epoch = { issuer, key: leafKey(generateKeyPairSync('ec', { namedCurve: 'prime256v1' })) }
    }
    return epoch
  }

  function leafNow(host: string): DatedLeaf {
    const name = allowedName(host, authority)
    const { issuer, key } = epochNow()
    const now = clock.now()
    const cached = cache.get(name.text)
    if (cached !== undefined && isGood(cached, now, issuer)) return cached
    const leaf = makeLeaf({ issuer, key, names: [name], days: leafDays, now, random })
    cache.set(name.text, leaf)
    options.onIssue?.()
    return leaf
  }

  return { leafFor: async (host): Promise<Leaf> => leafNow(host) } satisfies LeafIssuer
}

/** The host as a certificate names it. @throws GatewayError LEAF_REFUSED */
export function allowedName(host: string, authority: Authority): HostName {
  const name = parseHostName(host)
  if (name === null) {
    throw new GatewayError('LEAF_REFUSED', { why: 'not-a-host-name' })
  }
  const exclusion = authority.excludes(name)
  if (exclusion !== null) {
    throw new GatewayError(
      'LEAF_REFUSED',
      { why: 'excluded', excluded: exclusion.text },
      { hint: 'Tunnel this destination, or take it off the excluded names and roll the authority over.' },
    )
  }
  return name
}

/** Good until it is due for renewal; a clock that went back makes one from the future, which is made anew too. */
function isGood(leaf: DatedLeaf, now: number, issuer: Issuer): boolean {
  return now < leaf.renewAt && (leaf.notBefore <= now || leaf.notBefore <= issuer.generation.notBefore)
}

interface LeafCache {
  get(host: string): DatedLeaf | undefined
  set(host: string, leaf: DatedLeaf): void
  clear(): void
}

/** A map remembers the order of insertion, so the first key is the one that was not used longest. */
function leastRecentlyUsed(limit: number): LeafCache {
  const leaves = new Map<string, DatedLeaf>()
  return {
    get(host) {
      const leaf = leaves.get(host)
      if (leaf === undefined) return undefined
      leaves.delete(host)
      leaves.set(host, leaf)
      return leaf
    },
    set(host, leaf) {
      leaves.delete(host)
      leaves.set(host, leaf)
      const oldest = leaves.keys().next()
      if (leaves.size > limit && !oldest.done) leaves.delete(oldest.value)
    },
    clear: () => leaves.clear(),
  }
}
