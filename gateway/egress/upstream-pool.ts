/** Opens what leads to one destination: a pool that clients share, or the sessions of one client. */
import type { Socket } from 'node:net'
import { type PeerCertificate, TLSSocket } from 'node:tls'
import type { Pool } from 'undici'
import { formatHost } from '../core/http/authority.ts'
import { minuteMs } from '../core/units.ts'
import { type Spoken, UpstreamSessions } from './http2/upstream-sessions.ts'
import type { WaitingAnswers } from './http2/waiting-answers.ts'
import { swallowContinue } from './interim.ts'
import type { EgressLimits, ParentProxy, UpstreamHttp2 } from './options.ts'
import { undici } from './undici-parts.ts'
import { type Connected, connectorTo, viaParent } from './upstream-connector.ts'
import type { UpstreamTarget } from './upstream-target.ts'
import { type TrustSources, type UpstreamTrust, wayTo } from './upstream-trust.ts'

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
export interface SharedUpstream extends Upstream {
  readonly spoken: Spoken
  /** Opens a connection that offers HTTP/2 first. */
  connectHttp2(): Promise<TLSSocket>
  /** The next connection of the pool. */
  adopt(socket: TLSSocket): void
}

/** How destinations are reached, and what they are shown. */
export interface UpstreamSources extends TrustSources {
  upstreamHttp2: UpstreamHttp2
}

/** By what a pool is opened. */
export interface Opening {
  limits: EgressLimits
  sources: UpstreamSources
  trust: UpstreamTrust
  /** At most. */
  connections: number
  now: number
}

interface PoolOrder {
  limits: EgressLimits
  connections: number
  /** The proxy that reads the requests of this pool; null where the destination does. */
  parent: ParentProxy | null
  connect: (connected: Connected) => void
  opened: (socket: Socket) => void
}

/** Connects when the first request comes. `now` in monotonic milliseconds. */
export function openPool(target: UpstreamTarget, opening: Opening): SharedUpstream {
  const { limits, sources, trust, connections, now } = opening
  const way = wayTo(sources.upstreams, target.host)
  const out = { way, trust, timeoutMs: limits.connectTimeoutMs }
  const connect = connectorTo(target, { ...out, http2: false })
  // One for all its connections, since it remembers the TLS sessions that the next of them resume (RFC 8446 §2.2).
  let connectNewest: ReturnType<typeof connectorTo> | null = null
  const adopted: TLSSocket[] = []
  const upstream: SharedUpstream = {
    sessions: null,
    spoken: { protocol: 'unknown' },
    connectHttp2: () =>
      new Promise((resolve, reject) => {
        connectNewest ??= connectorTo(target, { ...out, http2: true })
        connectNewest((error, socket) => (error ? reject(error) : resolve(socket as TLSSocket)))
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
    pool: poolTo(target, {
      limits,
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

/** One client's own sessions with a destination that the pool is shared for. */
export function openSessions(
  target: UpstreamTarget,
  shared: SharedUpstream,
  {
    limits,
    sources,
    waiting,
    client,
    now,
  }: Pick<Opening, 'limits' | 'sources' | 'now'> & { waiting: WaitingAnswers; client: string },
): Upstream {
  const { host, port } = target
  const { pool, spoken, adopt } = shared
  const { upstreamConnections: most } = limits
  const connections = Math.min(most, wayTo(sources.upstreams, host)?.connections ?? most)
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
      ...{ host, port, spoken, adopt, limits: { ...limits, upstreamConnections: connections } },
      told: sources.upstreamHttp2,
      idleMs: minuteMs,
      waiting,
      client,
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

function poolTo(target: UpstreamTarget, { limits, connections, parent, connect, opened }: PoolOrder): Pool {
  // A plain request goes to the other proxy itself, which reads from it where to go on.
  const at = parent ?? target
  const pool = new undici.Pool(`${target.scheme}://${formatHost(at.host)}:${at.port}`, {
    connections,
    pipelining: 1,
    maxHeaderSize: limits.maxHeaderBytes * 4,
    headersTimeout: limits.upstreamHeadersTimeoutMs,
    bodyTimeout: limits.upstreamIdleTimeoutMs,
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
