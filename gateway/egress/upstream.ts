/** Keeps connections to destinations: strictly verified, pooled by name, address, port and trust, bounded in number. */
import type { Socket } from 'node:net'
import { checkServerIdentity, type PeerCertificate, TLSSocket } from 'node:tls'
import { Pool } from 'undici'
import { formatHost } from '../core/http/authority.ts'
import { missingAlternativeName } from '../core/tls/certificate-fault.ts'
import { swallowContinue } from './interim.ts'
import type { EgressLimits } from './options.ts'
import { connectorTo, viaParent } from './upstream-connector.ts'
import { type TrustSources, UpstreamTrust, wayTo } from './upstream-trust.ts'

/** One destination as it is connected to. */
export interface UpstreamTarget {
  scheme: 'http' | 'https'
  host: string
  port: number
  /** Name that is sent as SNI and that the certificate must carry. */
  serverName: string
  /** Where to connect to: its addresses, or those of the proxy on the way. */
  addresses: readonly string[]
}

/** A pool with what is known of its connections. */
export interface Upstream {
  readonly pool: Pool
  /** The address of the newest connection; null before there was one. */
  address: string | null
  certificate: PeerCertificate | null
  lastUsed: number
  active: number
  /** Connects once just to see the certificate. Rejects where it does not verify or nobody answers. */
  probe(): Promise<void>
}

const maxUpstreams = 500
const idleMs = 5 * 60_000

export class UpstreamPools {
  readonly #limits: EgressLimits
  readonly #sources: TrustSources
  readonly #upstreams = new Map<string, Upstream>()
  readonly #keys = new WeakMap<UpstreamTarget, string>()
  readonly trust: UpstreamTrust

  /** Throws as `UpstreamTrust` does. */
  constructor(limits: EgressLimits, sources: TrustSources) {
    this.#limits = limits
    this.#sources = sources
    this.trust = new UpstreamTrust(sources)
  }

  /** The shared pool for a target. `now` in monotonic milliseconds. */
  shared(target: UpstreamTarget, now: number): Upstream {
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
    this.#upstreams.clear()
  }

  /** Ends everything at once. */
  async close(): Promise<void> {
    await Promise.all(
      [...this.#upstreams.values()].map((upstream) => upstream.pool.destroy().catch(() => {})),
    )
    this.#upstreams.clear()
  }

  #open(target: UpstreamTarget, connections: number, now: number): Upstream {
    const way = wayTo(this.#sources.upstreams, target.host)
    const connect = connectorTo(target, { way, trust: this.trust, timeoutMs: this.#limits.connectTimeoutMs })
    // A plain request goes to the other proxy itself, which reads from it where to go on.
    const parent = target.scheme === 'http' ? (way?.parent ?? null) : null
    const at = parent ?? target
    const pool = new Pool(`${target.scheme}://${formatHost(at.host)}:${at.port}`, {
      connections: Math.min(connections, way?.connections ?? connections),
      pipelining: 1,
      maxHeaderSize: this.#limits.maxHeaderBytes * 4,
      headersTimeout: this.#limits.upstreamHeadersTimeoutMs,
      bodyTimeout: this.#limits.upstreamIdleTimeoutMs,
      connect: (_options, callback) =>
        connect((error, socket) => {
          if (error) return callback(error, null)
          remember(upstream, socket)
          swallowContinue(socket)
          stayReferenced(socket)
          callback(null, socket as TLSSocket)
        }),
    })
    const upstream: Upstream = {
      address: null,
      certificate: null,
      lastUsed: now,
      active: 0,
      probe: () => {
        const { promise, resolve, reject } = Promise.withResolvers<void>()
        connect((error, socket) => {
          if (error) return reject(error)
          remember(upstream, socket)
          socket.destroy()
          resolve()
        })
        return promise
      },
      pool: parent === null ? pool : viaParent(pool, { parent, target }),
    }
    return upstream
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

/** Whether a certificate that was verified for one name also speaks for another (421 where it does not). */
export function certificateCovers(certificate: PeerCertificate | null, name: string): boolean {
  if (certificate === null || missingAlternativeName(certificate) !== undefined) return false
  return checkServerIdentity(name, certificate) === undefined
}

/**
 * Undici lets go of a socket for the event loop between any two requests, by two calls into libuv each. Nothing here has
 * to end by itself for want of traffic: `close` ends every connection.
 */
function stayReferenced(socket: Socket): void {
  socket.ref = () => socket
  socket.unref = () => socket
}

function remember(upstream: Upstream, socket: Socket): void {
  upstream.address = socket.remoteAddress ?? null
  if (socket instanceof TLSSocket) upstream.certificate = socket.getPeerCertificate()
}
