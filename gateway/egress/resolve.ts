/** Finds the addresses of a destination and keeps only those that the gateway may connect to. */
import { lookup } from 'node:dns/promises'
import { networkInterfaces } from 'node:os'
import { isAddress, normalizeHost } from '../core/http/authority.ts'
import { canonicalAddress, inRanges, isPublicAddress, parseRange, type Range } from '../core/net/address.ts'
import type { Clock } from '../core/ports.ts'
import { minuteMs, secondMs } from '../core/units.ts'

/** Where a destination may be reached, or why it may not. */
export type Resolution =
  | { ok: true; addresses: readonly string[] }
  | { ok: false; reason: 'name-not-found' | 'address-not-allowed' | 'loop' }

export interface ResolverOptions {
  hosts: Readonly<Record<string, string>>
  allowPrivate: readonly string[]
  /** Ports on which this gateway itself listens: its own addresses with one of them are a loop. */
  ownPorts: () => readonly number[]
  clock: Clock
}

const keepMs = 30 * secondMs
const keepFailureMs = 2 * secondMs
const maxCached = 2000

interface Cached {
  addresses: readonly string[]
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
  readonly #flights = new Map<string, Promise<readonly string[]>>()
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
    const known = this.#known(host)
    return known === null
      ? this.#lookUp(host).then((found) => this.#keepJudged(key, this.#judge(host, port, found)))
      : this.#keepJudged(key, this.#judge(host, port, known))
  }

  #keepJudged(key: string, resolution: Resolution): Resolution {
    if (this.#judged.size >= maxCached) this.#judged.clear()
    this.#judged.set(key, { resolution, until: this.#options.clock.monotonic() + judgedMs })
    return resolution
  }

  #known(host: string): readonly string[] | null {
    if (isAddress(host)) return [host]
    const fixed = this.#hosts.get(host)
    if (fixed !== undefined) return [fixed]
    const cached = this.#cache.get(host)
    return cached !== undefined && cached.until > this.#options.clock.monotonic() ? cached.addresses : null
  }

  #lookUp(host: string): Promise<readonly string[]> {
    const running = this.#flights.get(host)
    if (running !== undefined) return running
    const flight = lookup(host, { all: true, order: 'verbatim' })
      .then((found) => found.map((entry) => entry.address))
      .catch(() => [])
      .then((addresses) => this.#keep(host, addresses))
      .finally(() => this.#flights.delete(host))
    this.#flights.set(host, flight)
    return flight
  }

  #keep(host: string, addresses: readonly string[]): readonly string[] {
    this.#cache.delete(host)
    const oldest = this.#cache.keys().next()
    if (this.#cache.size >= maxCached && !oldest.done) this.#cache.delete(oldest.value)
    const keep = addresses.length === 0 ? keepFailureMs : keepMs
    this.#cache.set(host, { addresses, until: this.#options.clock.monotonic() + keep })
    return addresses
  }

  #judge(host: string, port: number, addresses: readonly string[]): Resolution {
    if (addresses.length === 0) return { ok: false, reason: 'name-not-found' }
    const allowed = addresses.filter((address) => this.#mayConnect(host, address))
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

const loopback = [parseRange('127.0.0.0/8'), parseRange('::1/128')].filter((range) => range !== null)

function isLoopback(address: string): boolean {
  return inRanges(address, loopback)
}

function isUnspecified(address: string): boolean {
  return address === '0.0.0.0' || address === '::'
}
