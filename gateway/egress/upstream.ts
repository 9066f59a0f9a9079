/** Keeps connections to destinations: strictly verified, pooled by name, address, port and trust, bounded in number. */
import type { Socket } from 'node:net'
import { type PeerCertificate, TLSSocket } from 'node:tls'
import { buildConnector, Pool } from 'undici'
import { formatHost, isAddress } from '../core/http/authority.ts'
import { fixedLookup } from './fixed-lookup.ts'
import { type Spoken, UpstreamSessions } from './http2/upstream-sessions.ts'
import { swallowContinue } from './interim.ts'
import type { EgressLimits, ExtraRoots } from './options.ts'
import { UpstreamTrust } from './upstream-trust.ts'

/** One destination as it is connected to. */
export interface UpstreamTarget {
  scheme: 'http' | 'https'
  host: string
  port: number
  /** Name that is sent as SNI and that the certificate must carry. */
  serverName: string
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

const maxUpstreams = 500
const idleMs = 5 * 60_000

export class UpstreamPools {
  readonly #limits: EgressLimits
  readonly #trust: UpstreamTrust
  readonly #upstreams = new Map<string, SharedUpstream>()
  /** Those that speak HTTP/2, by client. */
  readonly #multiplexed = new Map<string, Upstream>()
  readonly #keys = new WeakMap<UpstreamTarget, string>()

  constructor(limits: EgressLimits, extraRoots: readonly ExtraRoots[]) {
    this.#limits = limits
    this.#trust = new UpstreamTrust(extraRoots)
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
        ...{ host, port, spoken, adopt, limits: this.#limits },
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
    const options = {
      timeout: this.#limits.connectTimeoutMs,
      // Only guarded addresses are ever tried; Node races them (RFC 8305).
      autoSelectFamily: true,
      lookup: fixedLookup(target.addresses),
      ...(target.scheme === 'https' ? this.#trust.for(target.serverName) : {}),
    }
    const connector = buildConnector({ ...options, allowH2: false } as buildConnector.BuildOptions)
    const servername = isAddress(target.serverName) ? '' : target.serverName
    const { host, port } = target
    const at = { hostname: host, host, protocol: `${target.scheme}:`, port: String(port), servername }
    const adopted: TLSSocket[] = []
    const upstream: SharedUpstream = {
      sessions: null,
      spoken: { protocol: 'unknown' },
      connectHttp2: () => connectOnce({ ...options, allowH2: true, preferH2: true }, at),
      adopt: (socket) => void adopted.push(socket.on('error', () => {})),
      address: null,
      certificate: null,
      lastUsed: now,
      active: 0,
      probe: () => {
        const { promise, resolve, reject } = Promise.withResolvers<void>()
        connector(at, (error, socket) => {
          if (error) return reject(error)
          remember(upstream, socket)
          socket.destroy()
          resolve()
        })
        return promise
      },
      pool: new Pool(`${target.scheme}://${formatHost(target.host)}:${target.port}`, {
        connections,
        pipelining: 1,
        maxHeaderSize: this.#limits.maxHeaderBytes * 4,
        headersTimeout: this.#limits.upstreamHeadersTimeoutMs,
        bodyTimeout: this.#limits.upstreamIdleTimeoutMs,
        connect: (options, callback) => {
          const taken = (error: Error | null, socket: Socket | TLSSocket | null) => {
            if (socket) {
              remember(upstream, socket)
              swallowContinue(socket)
              stayReferenced(socket)
            }
            if (error) callback(error, null)
            else callback(null, socket as TLSSocket)
          }
          const waiting = adopted.pop()
          if (waiting?.writable === true) queueMicrotask(() => taken(null, waiting))
          else connector({ ...options, servername }, taken)
        },
      }),
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

function connectOnce(options: object, at: buildConnector.Options): Promise<TLSSocket> {
  const connector = buildConnector(options as buildConnector.BuildOptions)
  return new Promise((resolve, reject) => {
    connector(at, (error, socket) => (error ? reject(error) : resolve(socket as TLSSocket)))
  })
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
