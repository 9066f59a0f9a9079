/** Keeps connections to destinations: strictly verified, pooled by name, address, port and trust, bounded in number. */
import type { Socket } from 'node:net'
import { type PeerCertificate, TLSSocket } from 'node:tls'
import type { Pool } from 'undici'
import { formatHost } from '../core/http/authority.ts'
import { type Spoken, UpstreamSessions } from './http2/upstream-sessions.ts'
import { swallowContinue } from './interim.ts'
import type { EgressLimits, ParentProxy } from './options.ts'
import { undici } from './undici-parts.ts'
import { type Connected, connectorTo, viaParent } from './upstream-connector.ts'
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
  /** HTTP/2, for one client alone; null for what is asked in HTTP/1.1. */
  readonly sessions: UpstreamSessions | null
  /** The address of the newest connection; null before there was one. */
  address: string | null
  certificate: PeerCertificate | null
  lastUsed: number
  active: number
  /** Connects once just to see the certificate. Rejects where it does not verify or nobody answers. */
  probe(): Promise<void>
}

/** A pool that clients share, and what their own sessions are made of. */
interface SharedUpstream extends Upstream {
  readonly spoken: Spoken
  /** Opens a connection that offers HTTP/2 first. */
  connectHttp2(): Promise<TLSSocket>
  /** The next connection of the pool. */
  adopt(socket: TLSSocket): void
}

interface PoolOrder {
  connections: number
  /** The proxy that reads the requests of this pool; null where the destination does. */
  parent: ParentProxy | null
  connect: (connected: Connected) => void
  opened: (socket: Socket) => void
}

const maxUpstreams = 500
const idleMs = 5 * 60_000

export class UpstreamPools {
  readonly #limits: EgressLimits
  readonly #sources: TrustSources
  readonly #upstreams = new Map<string, SharedUpstream>()
  /** Those that speak HTTP/2, by client. */
  readonly #multiplexed = new Map<string, Upstream>()
  readonly #keys = new WeakMap<UpstreamTarget, string>()
  readonly trust: UpstreamTrust

  /** Throws as `UpstreamTrust` does. */
  constructor(limits: EgressLimits, sources: TrustSources) {
    this.#limits = limits
    this.#sources = sources
    this.trust = new UpstreamTrust(sources)
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
    const upstream = this.#openSessions(target, shared, now)
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

  #openSessions(target: UpstreamTarget, shared: SharedUpstream, now: number): Upstream {
    const { host, port } = target
    const { pool, spoken, adopt } = shared
    const { upstreamConnections: most } = this.#limits
    const connections = Math.min(most, wayTo(this.#sources.upstreams, host)?.connections ?? most)
    const upstream: Upstream = {
      pool,
      address: null,
      certificate: shared.certificate,
      lastUsed: now,
      active: 0,
      probe: () =>
        shared.probe().then(() => {
          upstream.certificate = shared.certificate
        }),
      sessions: new UpstreamSessions({
        ...{ host, port, spoken, adopt, limits: { ...this.#limits, upstreamConnections: connections } },
        connect: async () => {
          const socket = await shared.connectHttp2()
          remember(upstream, socket)
          remember(shared, socket)
          return socket
        },
      }),
    }
    return upstream
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
    const way = wayTo(this.#sources.upstreams, target.host)
    const out = { way, trust: this.trust, timeoutMs: this.#limits.connectTimeoutMs }
    const connect = connectorTo(target, { ...out, http2: false })
    const adopted: TLSSocket[] = []
    const upstream: SharedUpstream = {
      sessions: null,
      spoken: { protocol: 'unknown' },
      connectHttp2: () =>
        new Promise((resolve, reject) => {
          connectorTo(target, { ...out, http2: true })((error, socket) =>
            error ? reject(error) : resolve(socket as TLSSocket),
          )
        }),
      adopt: (socket) => void adopted.push(socket.on('error', () => {})),
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
      pool: this.#poolTo(target, {
        connections: Math.min(connections, way?.connections ?? connections),
        parent: target.scheme === 'http' ? (way?.parent ?? null) : null,
        connect: (taken) => {
          const waiting = adopted.pop()
          if (waiting?.writable === true) queueMicrotask(() => taken(null, waiting))
          else connect(taken)
        },
        opened: (socket) => remember(upstream, socket),
      }),
    }
    return upstream
  }

  #poolTo(target: UpstreamTarget, { connections, parent, connect, opened }: PoolOrder): Pool {
    // A plain request goes to the other proxy itself, which reads from it where to go on.
    const at = parent ?? target
    const pool = new undici.Pool(`${target.scheme}://${formatHost(at.host)}:${at.port}`, {
      connections,
      pipelining: 1,
      maxHeaderSize: this.#limits.maxHeaderBytes * 4,
      headersTimeout: this.#limits.upstreamHeadersTimeoutMs,
      bodyTimeout: this.#limits.upstreamIdleTimeoutMs,
      connect: (_options, callback) =>
        connect((error, socket) => {
          if (error) return callback(error, null)
          opened(socket)
          swallowContinue(socket)
          stayReferenced(socket)
          callback(null, socket as TLSSocket)
        }),
    })
    return parent === null ? pool : viaParent(pool, { parent, target })
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
