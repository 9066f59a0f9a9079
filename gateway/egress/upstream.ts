/** Keeps connections to destinations: strictly verified, pooled by name, address, port and trust, bounded in number. */
import { isDeepStrictEqual } from 'node:util'
import { WaitingAnswers } from './http2/waiting-answers.ts'
import type { EgressLimits } from './options.ts'
import {
  openPool,
  openSessions,
  type SharedUpstream,
  type Upstream,
  type UpstreamSources,
} from './upstream-pool.ts'
import type { UpstreamTarget } from './upstream-target.ts'
import { UpstreamTrust } from './upstream-trust.ts'

const maxUpstreams = 500
const idleMs = 5 * 60_000

export class UpstreamPools {
  readonly #limits: EgressLimits
  readonly #sources: UpstreamSources
  readonly #upstreams = new Map<string, SharedUpstream>()
  /** Those that speak HTTP/2, by client. */
  readonly #multiplexed = new Map<string, Upstream>()
  readonly #keys = new WeakMap<UpstreamTarget, string>()
  readonly trust: UpstreamTrust
  readonly #waiting: WaitingAnswers

  /** `waiting` outlives a reload, as running exchanges do. Throws as `UpstreamTrust` does. */
  constructor(limits: EgressLimits, sources: UpstreamSources, waiting = new WaitingAnswers(() => limits)) {
    this.#waiting = waiting
    this.#limits = limits
    this.#sources = sources
    this.trust = new UpstreamTrust(sources)
  }

  /** True where pools that were made of these, plain data all of it, would do as these do. */
  isMadeOf(limits: EgressLimits, sources: UpstreamSources): boolean {
    const { extraRoots, upstreams, upstreamTls, upstreamHttp2 } = sources
    const made = this.#sources
    return isDeepStrictEqual(
      [limits, extraRoots, upstreams, upstreamTls, upstreamHttp2],
      [this.#limits, made.extraRoots, made.upstreams, made.upstreamTls, made.upstreamHttp2],
    )
  }

  /** The shared pool for a target. `now` in monotonic milliseconds. */
  shared(target: UpstreamTarget, now: number): SharedUpstream {
    const key = this.#keyOf(target)
    const known = this.#upstreams.get(key)
    if (known !== undefined) {
      known.lastUsed = now
      // Taken out and put back: the order of the map is the order of use, and room is made from its beginning.
      this.#upstreams.delete(key)
      this.#upstreams.set(key, known)
      return known
    }
    this.#makeRoom(now)
    const upstream = this.#open(target, this.#limits.upstreamConnections, now)
    this.#upstreams.set(key, upstream)
    return upstream
  }

  /**
   * For a client that speaks HTTP/2: the same in HTTP/2 where the destination offers it. Many requests share a
   * connection there, so clients do not: what one of them does to it must not reach another.
   */
  multiplexed(target: UpstreamTarget, client: string, now: number): Upstream {
    const shared = this.shared(target, now)
    if (target.scheme !== 'https') return shared
    const key = `${client}|${this.#keyOf(target)}`
    const known = this.#multiplexed.get(key)
    if (known !== undefined && known.pool === shared.pool) {
      known.lastUsed = now
      this.#multiplexed.delete(key)
      this.#multiplexed.set(key, known)
      return known
    }
    known?.sessions?.close()
    this.#makeRoomForSessions()
    const upstream = openSessions(target, shared, {
      limits: this.#limits,
      sources: this.#sources,
      waiting: this.#waiting,
      client,
      now,
    })
    this.#multiplexed.set(key, upstream)
    return upstream
  }

  /**
   * The policy decides before a pool is chosen and changes nothing about the connection but its trust. Name servers hand
   * out the same addresses in turning order.
   */
  #keyOf(target: UpstreamTarget): string {
    const known = this.#keys.get(target)
    if (known !== undefined) return known
    const { scheme, serverName, host, port, addresses } = target
    const key = `${scheme}|${serverName}|${host}|${port}|${addresses.toSorted().join()}`
    this.#keys.set(target, key)
    return key
  }

  /** A connection of its own for one client connection: NTLM and Negotiate authenticate connections, not requests. */
  private(target: UpstreamTarget, now: number): Upstream {
    return this.#open(target, 1, now)
  }

  /** Lets running exchanges end; nothing new is expected. */
  retire(): void {
    for (const upstream of this.#upstreams.values()) void upstream.pool.close().catch(() => {})
    for (const { sessions } of this.#multiplexed.values()) sessions?.close()
    this.#upstreams.clear()
    this.#multiplexed.clear()
  }

  /** Ends everything at once. */
  async close(): Promise<void> {
    for (const { sessions } of this.#multiplexed.values()) sessions?.destroy()
    this.#multiplexed.clear()
    await Promise.all(
      [...this.#upstreams.values()].map((upstream) => upstream.pool.destroy().catch(() => {})),
    )
    this.#upstreams.clear()
  }

  /** The sessions that were left alone longest end first; the requests on them still end in their time. */
  #makeRoomForSessions(): void {
    if (this.#multiplexed.size < maxUpstreams) return
    for (const [key, upstream] of this.#multiplexed) {
      if (upstream.active > 0) continue
      this.#multiplexed.delete(key)
      upstream.sessions?.close()
      return
    }
  }

  #open(target: UpstreamTarget, connections: number, now: number): SharedUpstream {
    const from = { limits: this.#limits, sources: this.#sources, trust: this.trust }
    return openPool(target, { ...from, connections, now })
  }

  #makeRoom(now: number): void {
    if (this.#upstreams.size < maxUpstreams) return
    for (const [key, upstream] of this.#upstreams) {
      if (
        upstream.active === 0 &&
        (now - upstream.lastUsed > idleMs || this.#upstreams.size >= maxUpstreams)
      ) {
        this.#upstreams.delete(key)
        void upstream.pool.close().catch(() => {})
      }
    }
  }
}
