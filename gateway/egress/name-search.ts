/** Asks for the addresses of one name, and gives up in time. */
import { Resolver } from 'node:dns/promises'
import { secondMs } from '../core/units.ts'
import { lookUpBySystem } from './system-lookup.ts'

/** The addresses that were found, or why there are none. */
export type Found =
  | { ok: true; addresses: readonly string[] }
  | { ok: false; reason: 'name-not-found' | 'upstream-timeout' }

export interface SearchOptions {
  /** The whole search takes no longer than this. */
  withinMs: number
  /** `address` or `address:port` of DNS servers; the system's where absent. */
  servers?: readonly string[]
}

export interface Search {
  /** Never rejects, and settles within the time. */
  readonly found: Promise<Found>
  /** Settles when nothing of the search is left; a look-up by the system cannot be called off. */
  readonly over: Promise<unknown>
}

/** Names of the house: hosts files, mDNS and search domains know them, which only the system's look-up asks. */
const ofTheHouse = /^[^.]+$|\.(?:local|localhost|internal|home\.arpa)$/

const tries = 2
const maxTryMs = 2 * secondMs

/**
 * The system's look-up occupies one of the few threads that all of Node shares, for as long as a silent DNS server
 * likes. Names of the internet are therefore asked for without it, by a resolver of their own that can be called off
 * and that reads the system's servers anew.
 */
export function searchName(host: string, options: SearchOptions): Search {
  const { promise: late, resolve: giveUp } = Promise.withResolvers<Found>()
  const timeout = Math.max(1, Math.min(maxTryMs, Math.floor(options.withinMs / 4)))
  const resolver = new Resolver({ timeout, tries })
  if (options.servers !== undefined) resolver.setServers(options.servers)
  const givenUp = new AbortController()
  const { signal } = givenUp
  const timer = setTimeout(() => {
    givenUp.abort()
    resolver.cancel()
    // What one address family has answered is worth more than the other's silence: the calling off is seen first.
    setImmediate(() => giveUp({ ok: false, reason: 'upstream-timeout' }))
  }, options.withinMs)
  const over = ofTheHouse.test(host) ? bySystem(host, signal) : byServers(host, resolver, signal)
  return { found: Promise.race([over, late]).finally(() => clearTimeout(timer)), over }
}

async function byServers(host: string, resolver: Resolver, givenUp: AbortSignal): Promise<Found> {
  const answers = await Promise.allSettled([resolver.resolve4(host), resolver.resolve6(host)])
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  if (addresses.length > 0) return { ok: true, addresses }
  const codes = answers.map((answer) => (answer.status === 'rejected' ? String(answer.reason?.code) : ''))
  if (codes.includes('ETIMEOUT') || codes.includes('ECANCELLED'))
    return { ok: false, reason: 'upstream-timeout' }
  // A hosts file may know it, or there is no DNS server at all.
  if (codes.includes('ENOTFOUND') || codes.includes('ECONNREFUSED')) return bySystem(host, givenUp)
  return { ok: false, reason: 'name-not-found' }
}

async function bySystem(host: string, givenUp: AbortSignal): Promise<Found> {
  const addresses = await lookUpBySystem(host, givenUp)
  if (addresses.length > 0) return { ok: true, addresses }
  return { ok: false, reason: givenUp.aborted ? 'upstream-timeout' : 'name-not-found' }
}
