/** Chooses the upstream connection for a place: resolved, guarded, and of a certificate that speaks for the name. */
import type { VerdictReason } from '../core/journal.ts'
import { boundUpstream, type ClientConnection } from './connection.ts'
import type { Place } from './locate.ts'
import type { Egress } from './shared.ts'
import { certificateCovers, type Upstream, type UpstreamTarget } from './upstream.ts'
import { upstreamFault } from './upstream-fault.ts'

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

export async function findRoute(
  connection: ClientConnection,
  place: Place,
  egress: Egress,
): Promise<RouteFinding> {
  // Inside a tunnel the connection goes where the tunnel went, whatever a later Host says.
  const host = connection.tunnel?.host ?? place.host
  const serverName = connection.tunnel?.serverName ?? place.host
  const found = egress.resolver.resolve(host, place.port)
  const resolution = found instanceof Promise ? await found : found
  if (!resolution.ok) return { ok: false, reason: resolution.reason }
  const target: UpstreamTarget = {
    scheme: place.scheme,
    host,
    port: place.port,
    serverName,
    addresses: resolution.addresses,
  }
  const choose = () => {
    const { pools } = egress
    const now = egress.ports.clock.monotonic()
    return boundUpstream(connection, target, { pools, now }) ?? pools.shared(target, now)
  }
  const route: Route = {
    upstream: choose(),
    serverName,
    renew: () => {
      route.upstream = choose()
      return route.upstream
    },
  }
  if (place.host !== serverName) {
    const fault = await nameFault(route.upstream, place.host)
    if (fault !== null) return { ok: false, reason: fault }
  }
  return { ok: true, route }
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
