/** Finds the addresses of a destination and keeps only those that the gateway may connect to. */
import { networkInterfaces } from 'node:os'
import { isAddress, normalizeHost } from '../core/http/authority.ts'
import {
  canonicalAddress,
  inRanges,
  isLoopback,
  isPublicAddress,
  parseRange,
  type Range,
} from '../core/net/address.ts'
import type { Clock } from '../core/ports.ts'
import { minuteMs, secondMs } from '../core/units.ts'
import { type Found, searchName } from './name-search.ts'
import type { ParentProxy, UpstreamWay } from './options.ts'
import { wayTo } from './upstream-trust.ts'

/** Where a destination may be reached, or why it may not. */
export type Resolution =
  | { ok: true; addresses: readonly string[] }
  | { ok: false; reason: 'name-not-found' | 'upstream-timeout' | 'limit' | 'address-not-allowed' | 'loop' }

export interface ResolverOptions {
  hosts: Readonly<Record<string, string>>
  allowPrivate: readonly string[]
  /** Ports on which this gateway itself listens: its own addresses with one of them are a loop. */
  ownPorts: () => readonly number[]
  /** Ways to destinations: where another proxy stands on one, its addresses are what is looked up. */
  upstreams: readonly UpstreamWay[]
  /** DNS servers to ask; the system's where absent. */
  dnsServers?: readonly string[]
  /** A name is searched for no longer than a connection to it may take. */
  limits: { connectTimeoutMs: number }
  clock: Clock
}

const keepMs = 30 * secondMs
const keepFailureMs = 2 * secondMs
const maxCached = 2000
/** More names than this under way at once are no browsing. */
const maxSearches = 256

interface Cached {
  found: Found
  until: number
}

/** A verdict on a destination holds as long as the addresses it was given on, and no longer than this. */
const judgedMs = 5 * secondMs

/**
 * Resolves and guards. The guard judges resolved addresses, and the same addresses are then connected to, so a name
 * that resolves differently the second time (DNS rebinding) gains nothing.
 */
export class DestinationResolver {
  readonly #options: ResolverOptions
  readonly #hosts: ReadonlyMap<string, string>
  readonly #allowedRanges: readonly Range[]
  readonly #allowedNames: ReadonlySet<string>
  readonly #cache = new Map<string, Cached>()
  readonly #judged = new Map<string, { resolution: Resolution; until: number }>()
  readonly #flights = new Map<string, Promise<Found>>()
  /** Searches that are not over, also those whose flight was given up. */
  #searches = 0
  #own: { addresses: ReadonlySet<string>; until: number } = { addresses: new Set(), until: 0 }

  constructor(options: ResolverOptions) {
    this.#options = options
    this.#hosts = new Map(
      Object.entries(options.hosts).map(([name, address]) => [name.toLowerCase(), address]),
    )
    const ranges = options.allowPrivate.map((entry) => parseRange(entry))
    this.#allowedRanges = ranges.filter((range) => range !== null)
    this.#allowedNames = new Set(
      options.allowPrivate.filter((_, i) => ranges[i] === null).map((name) => normalizeHost(name) ?? name),
    )
  }

  /** A cached answer at once (the usual case), otherwise a promise of one. */
  resolve(host: string, port: number): Resolution | Promise<Resolution> {
    const key = `${host} ${port}`
    const judged = this.#judged.get(key)
    if (judged !== undefined && judged.until > this.#options.clock.monotonic()) return judged.resolution
    const parent = wayTo(this.#options.upstreams, host)?.parent ?? null
    if (parent !== null) return this.#resolveParent(parent, { host, port, key })
    return this.#look(host, (found) => this.#keepJudged(key, this.#judge(host, port, found)))
  }

  /**
   * The parent proxy resolves the name, and the owner chose the parent: only an address that the client named itself can
   * be judged here, and only a parent that is this gateway is refused.
   */
  #resolveParent(
    parent: ParentProxy,
    { host, port, key }: { host: string; port: number; key: string },
  ): Resolution | Promise<Resolution> {
    const named = isAddress(host) ? this.#judge(host, port, { ok: true, addresses: [host] }) : null
    if (named?.ok === false) return this.#keepJudged(key, named)
    return this.#look(parent.host, (found) => {
      if (!found.ok) return found
      const open = found.addresses.filter((address) => !this.#isOwn(address, parent.port))
      return this.#keepJudged(
        key,
        open.length === 0 ? { ok: false, reason: 'loop' } : { ok: true, addresses: open },
      )
    })
  }

  /**
   * For a client that went to an address by itself: that address, where it may be connected to. A name that may lead into
   * the house counts only where it leads there by our own resolution too, since a client can say any name.
   */
  resolveAt(host: string, port: number, address: string): Resolution | Promise<Resolution> {
    const way = wayTo(this.#options.upstreams, host)
    // Another proxy resolves names itself, and nobody but whom we find ourselves is shown a certificate of ours.
    if (way !== null && (way.parent !== null || way.identity !== null)) return this.resolve(host, port)
    const key = `${host} ${port} ${address}`
    const known = this.#judged.get(key)
    if (known !== undefined && known.until > this.#options.clock.monotonic()) return known.resolution
    const byItself = this.#judge('', port, { ok: true, addresses: [address] })
    const mayBeNamed = !byItself.ok && byItself.reason !== 'loop' && this.#allowedNames.has(host)
    if (!mayBeNamed) return this.#keepJudged(key, byItself)
    const narrow = (own: Resolution): Resolution =>
      own.ok && contains(own.addresses, address) ? { ok: true, addresses: [address] } : byItself
    const own = this.resolve(host, port)
    return own instanceof Promise ? own.then(narrow) : narrow(own)
  }

  #look(host: string, judge: (found: Found) => Resolution): Resolution | Promise<Resolution> {
    const known = this.#known(host)
    if (known !== null) return judge(known)
    const flight = this.#flights.get(host) ?? this.#search(host)
    return flight === null ? { ok: false, reason: 'limit' } : flight.then(judge)
  }

  /** Whether a connection that stands may stay, asked after a reload. */
  permits(host: string, port: number, address: string): boolean {
    if ((wayTo(this.#options.upstreams, host)?.parent ?? null) !== null) return true
    return this.#mayConnect(host, address) && !this.#isOwn(address, port)
  }

  #keepJudged(key: string, resolution: Resolution): Resolution {
    if (this.#judged.size >= maxCached) this.#judged.clear()
    this.#judged.set(key, { resolution, until: this.#options.clock.monotonic() + judgedMs })
    return resolution
  }

  #known(host: string): Found | null {
    if (isAddress(host)) return { ok: true, addresses: [host] }
    const fixed = this.#hosts.get(host)
    if (fixed !== undefined) return { ok: true, addresses: [fixed] }
    const cached = this.#cache.get(host)
    return cached !== undefined && cached.until > this.#options.clock.monotonic() ? cached.found : null
  }

  /** Null where too many names are searched for already. */
  #search(host: string): Promise<Found> | null {
    if (this.#searches >= maxSearches) return null
    const { limits, dnsServers } = this.#options
    const search = searchName(host, {
      withinMs: limits.connectTimeoutMs,
      ...(dnsServers === undefined ? {} : { servers: dnsServers }),
    })
    this.#searches += 1
    void search.over.finally(() => {
      this.#searches -= 1
    })
    const flight = search.found
      .then((found) => this.#keep(host, found))
      .finally(() => this.#flights.delete(host))
    this.#flights.set(host, flight)
    return flight
  }

  #keep(host: string, found: Found): Found {
    this.#cache.delete(host)
    const oldest = this.#cache.keys().next()
    if (this.#cache.size >= maxCached && !oldest.done) this.#cache.delete(oldest.value)
    this.#cache.set(host, {
      found,
      until: this.#options.clock.monotonic() + (found.ok ? keepMs : keepFailureMs),
    })
    return found
  }

  #judge(host: string, port: number, found: Found): Resolution {
    if (!found.ok) return found
    const allowed = found.addresses.filter((address) => this.#mayConnect(host, address))
    if (allowed.length === 0) return { ok: false, reason: 'address-not-allowed' }
    const open = allowed.filter((address) => !this.#isOwn(address, port))
    return open.length === 0 ? { ok: false, reason: 'loop' } : { ok: true, addresses: open }
  }

  #mayConnect(host: string, address: string): boolean {
    if (this.#allowedNames.has(host) || inRanges(address, this.#allowedRanges)) return true
    return isPublicAddress(address) && !this.#ownAddresses().has(canonicalAddress(address) ?? address)
  }

  #isOwn(address: string, port: number): boolean {
    if (!this.#options.ownPorts().includes(port)) return false
    const canonical = canonicalAddress(address) ?? address
    return isUnspecified(canonical) || isLoopback(canonical) || this.#ownAddresses().has(canonical)
  }

  /** This box's addresses; read again each minute, as leases change. */
  #ownAddresses(): ReadonlySet<string> {
    const now = this.#options.clock.monotonic()
    if (this.#own.until <= now) {
      const addresses = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
      this.#own = {
        addresses: new Set(addresses.map((entry) => canonicalAddress(entry.address) ?? entry.address)),
        until: now + minuteMs,
      }
    }
    return this.#own.addresses
  }
}

/** Whichever way either is spelled. */
export function contains(addresses: readonly string[], address: string): boolean {
  const wanted = canonicalAddress(address)
  return addresses.some((one) => canonicalAddress(one) === wanted)
}

function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::'
}
