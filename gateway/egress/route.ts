/** Chooses the upstream connection for a place: resolved, guarded, and of a certificate that speaks for the name. */
import type { VerdictReason } from '../core/journal.ts'
import { boundUpstream, type ClientConnection } from './connection.ts'
import type { Place } from './locate.ts'
import type { Resolution } from './resolve.ts'
import type { Egress } from './shared.ts'
import { mayReach } from './standing.ts'
import { upstreamFault } from './upstream-fault.ts'
import type { Upstream } from './upstream-pool.ts'
import type { UpstreamTarget } from './upstream-target.ts'
import { certificateCovers } from './upstream-trust.ts'

export interface Route {
  /** The pool that was used last. */
  upstream: Upstream
  serverName: string
  /**
   * The pool to use now. Asked right before sending: while a body was awaited, the pools may have been replaced by a
   * reload, or this one closed to make room.
   */
  renew(): Upstream
}

export type RouteFinding = { ok: true; route: Route } | { ok: false; reason: VerdictReason }

/** At once in the usual case: the name was resolved before, and is the one that the connection is for. */
export function findRoute(
  connection: ClientConnection,
  place: Place,
  egress: Egress,
): RouteFinding | Promise<RouteFinding> {
  const found = resolutionFor(connection, place, egress)
  return found instanceof Promise
    ? found.then((resolution) => routeTo(resolution, { connection, place, egress }))
    : routeTo(found, { connection, place, egress })
}

/** Inside a tunnel the connection goes where the tunnel went, or where the client itself had gone, whatever a later Host says. */
function resolutionFor(
  { tunnel, original }: ClientConnection,
  { host, port }: Place,
  { resolver }: Egress,
): Resolution | Promise<Resolution> {
  if (tunnel === null) return resolver.resolve(host, port)
  return original === null
    ? resolver.resolve(tunnel.host, port)
    : resolver.resolveAt(tunnel.host, port, original.address)
}

interface Wanted {
  connection: ClientConnection
  place: Place
  egress: Egress
}

function routeTo(resolution: Resolution, wanted: Wanted): RouteFinding | Promise<RouteFinding> {
  if (!resolution.ok) return { ok: false, reason: resolution.reason }
  const { connection, place, egress } = wanted
  if (!mayReach(connection, resolution.addresses, egress)) return { ok: false, reason: 'address-not-allowed' }
  const target = targetOf(connection, place, resolution.addresses)
  const choose = () => {
    const { pools } = egress
    const now = egress.ports.clock.monotonic()
    const bound = boundUpstream(connection, target, { pools, now })
    if (bound !== null) return bound
    return connection.multiplexed
      ? pools.multiplexed(target, connection.client, now)
      : pools.shared(target, now)
  }
  const route: Route = {
    upstream: choose(),
    serverName: target.serverName,
    renew: () => {
      route.upstream = choose()
      return route.upstream
    },
  }
  if (place.host === target.serverName) return { ok: true, route }
  return nameFault(route.upstream, place.host).then((reason) =>
    reason === null ? { ok: true, route } : { ok: false, reason },
  )
}

/** Most exchanges of a connection go where the one before them went: the same object then, which its pool is known by. */
function targetOf(
  connection: ClientConnection,
  { scheme, host: named, port }: Place,
  addresses: readonly string[],
): UpstreamTarget {
  const host = connection.tunnel?.host ?? named
  const serverName = connection.tunnel?.serverName ?? named
  const last = connection.target
  // The scheme is the connection's own.
  const isSame = last?.host === host && last.port === port && last.serverName === serverName
  if (isSame && last.addresses === addresses) return last
  connection.target = { scheme, host, port, serverName, addresses }
  return connection.target
}

/** RFC 9110 §7.4 and §15.5.20: a request for a name that the verified certificate does not carry is misdirected. */
async function nameFault(upstream: Upstream, name: string): Promise<VerdictReason | null> {
  if (upstream.certificate === null) {
    const fault = await upstream.probe().then(
      () => null,
      (error: unknown) => upstreamFault(error),
    )
    if (fault !== null) return fault
  }
  return certificateCovers(upstream.certificate, name) ? null : 'misdirected'
}
