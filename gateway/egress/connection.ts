/** Who is at the other end of a client connection, and what its exchanges share. */
import type { Upstream, UpstreamTarget } from './upstream.ts'

/** One client connection as its exchanges see it. */
export interface ClientConnection {
  /** The client's address, in one spelling. */
  readonly client: string
  readonly scheme: 'http' | 'https'
  /** What the client asked to be connected to; null on a plain proxy connection. */
  readonly tunnel: Tunnel | null
  /** Upstream connections of its own, from the first connection-bound authentication on; null before. */
  bound: Map<string, Upstream> | null
}

export interface Tunnel {
  host: string
  port: number
  /** The name in the client's TLS hello, which upstream certificates are verified for; the CONNECT host without one. */
  serverName: string
}

export function newConnection(client: string, tunnel: Tunnel | null): ClientConnection {
  return { client, scheme: tunnel === null ? 'http' : 'https', tunnel, bound: null }
}

/** The upstream that this connection alone uses for a target. */
export function boundUpstream(
  connection: ClientConnection,
  target: UpstreamTarget,
  open: () => Upstream,
): Upstream | null {
  if (connection.bound === null) return null
  const key = `${target.scheme}|${target.host}|${target.port}`
  const known = connection.bound.get(key)
  if (known !== undefined) return known
  const upstream = open()
  connection.bound.set(key, upstream)
  return upstream
}

/** Ends what belonged to the connection alone. */
export function releaseConnection(connection: ClientConnection): void {
  for (const upstream of connection.bound?.values() ?? []) void upstream.pool.destroy().catch(() => {})
  connection.bound = null
}
