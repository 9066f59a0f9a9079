/** Who is at the other end of a client connection, and what its exchanges share. */
import type { IncomingMessage } from 'node:http'
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
  /** Set once an answer says `Connection: close`: what follows is not read (RFC 9112 §9.6). */
  closing: boolean
  /** The request that was read last. */
  latest: IncomingMessage | null
  /** The request in whose body the framing broke; null as long as all is well. */
  broken: IncomingMessage | null
  /** Ends when everything that was asked for so far is over; null while nothing is under way. */
  turn: Promise<void> | null
  /** Requests that are under way or wait for their turn. */
  pending: number
}

export interface Tunnel {
  host: string
  port: number
  /** The name in the client's TLS hello, which upstream certificates are verified for; the CONNECT host without one. */
  serverName: string
  /** The name that the connection rules decided on: empty where the client's hello had none and needed one. */
  ruledAs: string
}

export function newConnection(client: string, tunnel: Tunnel | null): ClientConnection {
  const scheme = tunnel === null ? 'http' : 'https'
  const state = { closing: false, latest: null, broken: null, turn: null, pending: 0 }
  return { client, scheme, tunnel, bound: null, ...state }
}

/** More than this many requests waiting on one connection are an attack on memory: nobody pipelines so many. */
export const maxPending = 100

/**
 * RFC 9112 §9.3.2: pipelined requests are carried out one after another, as a later one may depend on what an earlier
 * one changed. `before` ends when it is this one's turn (null: at once); `over` hands the turn on.
 */
export function takeTurn(connection: ClientConnection): { before: Promise<void> | null; over: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const before = connection.turn
  connection.turn = promise
  connection.pending += 1
  const over = () => {
    connection.pending -= 1
    if (connection.turn === promise) connection.turn = null
    resolve()
  }
  return { before, over }
}

/** One client logs in to few destinations over one connection: the one it left alone longest makes room. */
const maxBound = 8

/** The upstream that this connection alone uses for a target. */
export function boundUpstream(
  connection: ClientConnection,
  target: UpstreamTarget,
  open: () => Upstream,
): Upstream | null {
  if (connection.bound === null) return null
  const key = `${target.scheme}|${target.host}|${target.port}`
  const known = connection.bound.get(key)
  const upstream = known ?? open()
  // Taken out and put back: the order of the map is the order of use.
  connection.bound.delete(key)
  const oldest = connection.bound.entries().next()
  if (connection.bound.size >= maxBound && !oldest.done) {
    const [oldestKey, { pool }] = oldest.value
    connection.bound.delete(oldestKey)
    void pool.destroy().catch(() => {})
  }
  connection.bound.set(key, upstream)
  return upstream
}

/** Ends what belonged to the connection alone. */
export function releaseConnection(connection: ClientConnection): void {
  for (const upstream of connection.bound?.values() ?? []) void upstream.pool.destroy().catch(() => {})
  connection.bound = null
}
