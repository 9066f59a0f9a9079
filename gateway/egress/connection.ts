/** Who is at the other end of a client connection, and what its exchanges share. */
import { nothingShown, type ShownCertificate } from '../core/device/shown-certificate.ts'
import { clientOfDevice } from '../core/login/client-name.ts'
import type { KnownUser } from '../core/login/proxy-logins.ts'
import type { ClientRequest } from './client-message.ts'
import type { UpstreamPools } from './upstream.ts'
import type { Upstream } from './upstream-pool.ts'
import type { UpstreamTarget } from './upstream-target.ts'

/** One client connection as its exchanges see it. */
export interface ClientConnection {
  /** The client's address, in one spelling. */
  readonly address: string
  /** What the client is called: `user:name` where somebody has logged in, else `device:name` by its certificate, else its address. */
  client: string
  /** Who has logged in; null for nobody. On a plain connection each request says it anew. */
  user: KnownUser | null
  /** The certificate that it showed to the proxy itself, looked at in the handshake. */
  readonly shown: ShownCertificate
  /** True where the client speaks TLS to the proxy itself, so that nobody on the way reads its password. */
  readonly secure: boolean
  readonly scheme: 'http' | 'https'
  /** What the client asked to be connected to; null on a plain proxy connection. */
  readonly tunnel: Tunnel | null
  /** Where the client itself went, without asking a proxy for it; null where it did. */
  readonly original: OriginalDestination | null
  /** True for one of many streams on a connection: HTTP/2. */
  readonly multiplexed: boolean
  /** Upstream connections of its own, from the first connection-bound authentication on; null before. */
  bound: Map<string, BoundUpstream> | null
  /** Set once an answer says `Connection: close`: what follows is not read (RFC 9112 §9.6). */
  closing: boolean
  /** The request that was read last. */
  latest: ClientRequest | null
  /** The request in whose body the framing broke; null as long as all is well. */
  readonly broken: ClientRequest | null
  /** Ends when everything that was asked for so far is over; null while nothing is under way. */
  turn: Turn | null
  /** Requests that are under way or wait for their turn. */
  pending: number
  /** Where the last exchange went. */
  target: UpstreamTarget | null
  /** Told of each exchange that its client left; true where it gets no line of its own. Absent in HTTP/1.1. */
  left?(exchange: LeftExchange): boolean
  /** Told of each request that came. Absent where nobody waits for the first one. */
  asked?(): void
}

/** An exchange that ended since its client did not wait for it. */
export interface LeftExchange {
  requestBytes: number
  /** True where anything is known of it beside that: it may have reached its destination, or something was found. */
  saysMore: boolean
}

/** One whose requests follow one another. */
export interface WholeConnection extends ClientConnection {
  broken: ClientRequest | null
}

/** A connection of its own, and what it was opened by and for. */
interface BoundUpstream {
  readonly upstream: Upstream
  /** Replaced by each reload, and with them what is trusted. */
  readonly pools: UpstreamPools
  readonly target: UpstreamTarget
}

/** Where a connection was on its way to when it was led here (transparent mode). */
export interface OriginalDestination {
  /** In one spelling. */
  readonly address: string
  readonly port: number
}

export interface Tunnel {
  host: string
  port: number
  /** `http` where the requests inside came in the clear. */
  scheme: 'http' | 'https'
  /** The name in the client's TLS hello, which upstream certificates are verified for; the CONNECT host without one. */
  serverName: string
  /** The name that the connection rules decided on: empty where the client's hello had none and needed one. */
  ruledAs: string
}

/** Who is at the other end, as far as that is known, and how it came here. */
export type Client = Pick<ClientConnection, 'address' | 'client' | 'user' | 'shown' | 'secure' | 'original'>

/** Somebody of whom nothing but the address is known yet. */
export function unknownClient(address: string): Client {
  return { address, client: address, user: null, shown: nothingShown, secure: false, original: null }
}

/** Who speaks TLS to the proxy itself. */
export function secureClient(address: string, shown: ShownCertificate): Client {
  const client = deviceClient({ shown }) ?? address
  return { address, client, user: null, shown, secure: true, original: null }
}

/** `device:till-1`; null where no certificate says so. */
export function deviceClient({ shown }: Pick<Client, 'shown'>): string | null {
  return shown.kind === 'device' ? clientOfDevice(shown.device.name) : null
}

/** Whom nobody was asked for by: it can log in nowhere, and is known by its address alone. */
export function ledHere(address: string, original: OriginalDestination): Client {
  return { ...unknownClient(address), original }
}

/** A client's connection in HTTP/1.1: `broken` is for whoever reads it. */
export function newConnection(from: Client, tunnel: Tunnel | null): WholeConnection {
  const { address, client, user, shown, secure, original } = from
  const scheme = tunnel?.scheme ?? 'http'
  const state = { closing: false, latest: null, broken: null, turn: null, pending: 0, target: null }
  const who = { address, client, user, shown, secure, original }
  return { ...who, scheme, tunnel, multiplexed: false, bound: null, ...state }
}

/** Where a connection's requests go as far as that is known before one of them was read. */
export function firstWanted({ tunnel, original }: Pick<ClientConnection, 'tunnel' | 'original'>): {
  host: string
  port: number
} {
  return { host: tunnel?.host ?? original?.address ?? '', port: tunnel?.port ?? original?.port ?? 0 }
}

/** More than this many requests waiting on one connection are an attack on memory: nobody pipelines so many. */
export const maxPending = 100

/**
 * RFC 9112 §9.3.2: pipelined requests are carried out one after another, as a later one may depend on what an earlier
 * one changed. `before` ends when it is this one's turn (null: at once); `over` hands the turn on.
 */
export function takeTurn(connection: ClientConnection): { before: Promise<void> | null; over: () => void } {
  const turn = new Turn()
  const before = connection.turn?.ended ?? null
  connection.turn = turn
  connection.pending += 1
  const over = () => {
    connection.pending -= 1
    if (connection.turn === turn) connection.turn = null
    turn.end()
  }
  return { before, over }
}

/** Nearly nobody pipelines: a promise is made only where somebody waits for it. */
export class Turn {
  #waited: PromiseWithResolvers<void> | null = null

  get ended(): Promise<void> {
    this.#waited ??= Promise.withResolvers<void>()
    return this.#waited.promise
  }

  end(): void {
    this.#waited?.resolve()
  }
}

/** One client logs in to few destinations over one connection: the one it left alone longest makes room. */
const maxBound = 8

/** The upstream that this connection alone uses for a target; null where it shares them. `now` in monotonic milliseconds. */
export function boundUpstream(
  connection: ClientConnection,
  target: UpstreamTarget,
  { pools, now }: { pools: UpstreamPools; now: number },
): Upstream | null {
  const { bound } = connection
  if (bound === null) return null
  // A proxy behind this one, or a machine that many work at, may send the next user's requests over the same connection.
  const key = `${connection.client}|${target.scheme}|${target.host}|${target.port}`
  const known = bound.get(key)
  // Taken out and put back: the order of the map is the order of use.
  bound.delete(key)
  const fits = known !== undefined && known.pools === pools && leadsTo(target, known)
  if (known !== undefined && !fits) void known.upstream.pool.close().catch(() => {})
  const oldest = bound.entries().next()
  if (bound.size >= maxBound && !oldest.done) {
    const [oldestKey, { upstream }] = oldest.value
    bound.delete(oldestKey)
    void upstream.pool.destroy().catch(() => {})
  }
  const current = fits ? known : { upstream: pools.private(target, now), pools, target }
  bound.set(key, current)
  return current.upstream
}

/** A name whose addresses take turns keeps its login as long as the address in use is still one of them. */
function leadsTo(wanted: UpstreamTarget, { upstream, target }: BoundUpstream): boolean {
  if (target.serverName !== wanted.serverName) return false
  const isSame = target.addresses.join() === wanted.addresses.join()
  return isSame || (upstream.address !== null && wanted.addresses.includes(upstream.address))
}

/** Ends what belonged to the connection alone. */
export function releaseConnection(connection: ClientConnection): void {
  for (const { upstream } of connection.bound?.values() ?? []) void upstream.pool.destroy().catch(() => {})
  connection.bound = null
}
