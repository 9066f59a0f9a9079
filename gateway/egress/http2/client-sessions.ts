/** Speaks HTTP/2 with clients: takes over their connections, bounds what they may cost, and hands on each request. */
import {
  constants,
  performServerHandshake,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2'
import type { TLSSocket } from 'node:tls'
import { KiB, secondMs } from '../../core/units.ts'
import type { ConnectRequest } from '../connect-request.ts'
import type { ClientConnection } from '../connection.ts'
import type { EgressLimits } from '../options.ts'
import type { Egress } from '../shared.ts'
import { endsWithin, objectionToMachine } from '../standing.ts'
import { connectOnStream } from './connect-stream.ts'
import { FloodGuard } from './flood-guard.ts'
import { LeftStreams } from './left-streams.ts'
import { Http2Request, type StreamHead } from './request.ts'
import { Http2Response } from './response.ts'
import { type Pace, SessionWatch } from './session-watch.ts'
import { StreamConnection } from './stream-connection.ts'

/**
 * Exchanges of one connection at the same time: twice what RFC 9113 §6.5.2 recommends at least, and what most clients have
 * under way. Node goes on counting a stream that its client cancels until it has read all that came with that
 * (`CanAddStream` in its src/node_http2.cc), and resets what is too much with ENHANCE_YOUR_CALM: calls of gRPC that follow
 * behind cancelled ones would fail for good.
 */
export const maxConcurrentStreams = 200
/** How many more may be under way still, though their clients have reset them. */
const maxBeyond = 100
/** How long a client may keep its side open once the gateway has said goodbye. */
const goodbyeMs = 2 * secondMs

/** What becomes of a client's streams. */
export interface StreamHandlers {
  /** An ordinary request. */
  request(
    connection: ClientConnection,
    asked: { request: Http2Request; response: Http2Response },
  ): Promise<void>
  /** CONNECT: the stream is the tunnel. */
  connect(connection: ClientConnection, asked: ConnectRequest): Promise<void>
  /** Extended CONNECT: the stream shall become something else. Absent where that is not offered. */
  become?(
    connection: ClientConnection,
    asked: { request: Http2Request; response: Http2Response },
  ): Promise<void>
}

interface Open {
  session: ServerHttp2Session
  socket: TLSSocket
  connection: ClientConnection
  pace: Pace
  /** Exchanges that are under way, those of streams that were reset included. */
  running: number
  left: LeftStreams
  /** Streams that are not through yet, and whose they are: an exchange may be over while its answer still flows. */
  streams: Map<ServerHttp2Stream, ClientConnection>
}

export class ClientSessions {
  readonly #egress: Egress
  readonly #handlers: StreamHandlers
  readonly #open = new Set<Open>()
  readonly #watch: SessionWatch

  constructor(egress: Egress, handlers: StreamHandlers) {
    this.#egress = egress
    this.#handlers = handlers
    const idleMs = () => egress.options.limits.bodyIdleTimeoutMs
    this.#watch = new SessionWatch({ clock: egress.ports.clock, idleMs })
  }

  /** Takes over a connection on which HTTP/2 was agreed. */
  serve(socket: TLSSocket, connection: ClientConnection): void {
    const { limits } = this.#egress.options
    // What a tls.Server says of its connections once they are secure, and a session waits for.
    Object.assign(socket, { secureConnecting: false })
    const session = performServerHandshake(socket, sessionOptions(limits, this.#handlers))
    const { clock } = this.#egress.ports
    const resets = new FloodGuard(clock, () => calmDown(session))
    const left = new LeftStreams(connection, this.#egress, () => resets.count())
    const pace = this.#watch.follow(session, socket)
    const open: Open = { session, socket, connection, pace, running: 0, left, streams: new Map() }
    this.#open.add(open)
    session.once('close', () => {
      this.#open.delete(open)
      endLeft(open)
    })
    // What ends a session early is its client's doing, and each exchange hears of it by its own stream.
    session.on('error', () => {})
    // Half-open connections are allowed outside. Who has ended its side can open no window any more: nothing more can leave.
    socket.once('end', () => socket.destroy())
    // Told each time: a callback of `setTimeout` hears of the first one alone, and that may come while a stream runs.
    session.on('timeout', () => this.#whenIdle(open))
    session.setTimeout(limits.keepAliveTimeoutMs)
    const guard = new FloodGuard(clock, () => calmDown(session))
    session.on('ping', () => guard.count())
    session.on('remoteSettings', () => guard.count())
    session.on('stream', (stream, headers, flags, raw?: readonly string[]) => {
      const ended = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0
      this.#begin(open, stream, { headers, raw: raw ?? [], ended, scheme: connection.scheme })
    })
  }

  /** Lets what is under way end, and takes nothing new (RFC 9113 §6.8: GOAWAY). */
  close(): void {
    for (const open of this.#open) sayGoodbye(open)
  }

  /** After a reload: the connections of clients that are served no more end, running exchanges in their time. */
  reconsider(): void {
    const { serves, logins, options } = this.#egress
    const leaving = [...this.#open].filter(
      ({ connection }) =>
        !serves(connection.address) ||
        objectionToMachine(connection, this.#egress) !== null ||
        // A proxy connection's own streams each say who they are.
        !(connection.tunnel === null ? logins.stands(connection) : logins.admits(connection)),
    )
    const streams = [...this.#open].flatMap((open) => [...open.streams])
    const unwanted = streams.filter(([, connection]) => !logins.stands(connection))
    for (const open of leaving) {
      sayGoodbye(open)
      setTimeout(() => open.session.destroy(), endsWithin(open.connection, this.#egress)).unref()
    }
    if (unwanted.length === 0) return
    setTimeout(() => {
      for (const [stream] of unwanted) if (!stream.closed) stream.close(constants.NGHTTP2_CANCEL)
    }, options.drainMs).unref()
  }

  #begin(open: Open, stream: ServerHttp2Stream, head: StreamHead): void {
    // A session that ends with an error hands it to all its streams, those included that nobody has taken up.
    stream.on('error', () => {})
    open.connection.asked?.()
    if (stream.closed || stream.destroyed) {
      open.left.atOnce()
      return
    }
    // Who resets streams as fast as they open has more of them under way than the limit says (CVE-2023-44487).
    if (open.running >= maxConcurrentStreams + maxBeyond) {
      calmDown(open.session)
      return
    }
    // nghttp2 resets streams that name a protocol without a CONNECT, or where none was offered.
    const isOrdinary = head.headers[':protocol'] === undefined
    const request =
      head.headers[':method'] === 'CONNECT' && isOrdinary ? null : new Http2Request(stream, head)
    const connection = new StreamConnection(open.connection, request, open.left)
    open.streams.set(stream, connection)
    stream.once('close', () => {
      open.streams.delete(stream)
      if (open.session.closed) endSoon(open)
      else this.#waitAnew(open)
    })
    open.running += 1
    const carried =
      request === null
        ? this.#handlers.connect(connection, connectOnStream(stream, head))
        : this.#carry(connection, request, { isOrdinary, pace: open.pace })
    void carried.finally(() => {
      open.running -= 1
      endLeft(open)
      this.#waitAnew(open)
    })
  }

  #waitAnew({ running, streams, session }: Open): void {
    if (running > 0 || streams.size > 0 || session.destroyed) return
    session.setTimeout(this.#egress.options.limits.keepAliveTimeoutMs)
  }

  #carry(
    connection: ClientConnection,
    request: Http2Request,
    { isOrdinary, pace }: { isOrdinary: boolean; pace: Pace },
  ): Promise<void> {
    const response = new Http2Response(request, this.#egress.options.limits, pace)
    const handler = isOrdinary ? this.#handlers.request : this.#handlers.become
    if (handler !== undefined) return handler(connection, { request, response })
    response.destroy()
    return Promise.resolve()
  }

  #whenIdle(open: Open): void {
    if (open.running === 0 && open.streams.size === 0) sayGoodbye(open)
  }
}

function sayGoodbye(open: Open): void {
  const { session, socket } = open
  if (session.closed || session.destroyed) return
  session.close()
  session.once('close', () => socket.destroy())
  endSoon(open)
}

/** What a client leaves with its connection ends later than that. */
function endLeft({ session, running, left }: Open): void {
  if (session.destroyed && running === 0) left.end()
}

/** Node leaves it to the client when the connection ends at last, and half a head keeps it from saying so at all. */
function endSoon(open: Open): void {
  const { session, socket } = open
  if (open.streams.size > 0) return
  setTimeout(() => {
    if (open.streams.size > 0) return
    session.destroy()
    socket.destroy()
  }, goodbyeMs).unref()
}

/** RFC 9113 §7: ENHANCE_YOUR_CALM is for a peer that may cause excessive load. */
function calmDown(session: ServerHttp2Session): void {
  // Without an error Node says NO_ERROR, whatever code it is given.
  if (!session.destroyed) session.destroy(new Error('too much'), constants.NGHTTP2_ENHANCE_YOUR_CALM)
}

function sessionOptions(limits: EgressLimits, { become }: StreamHandlers): object {
  return {
    // Crumbs of cookies count here (RFC 9113 §8.2.3); the fields that they become are counted as in HTTP/1.1.
    maxHeaderListPairs: 1000,
    maxSessionInvalidFrames: 100,
    maxSessionRejectedStreams: 100,
    maxOutstandingPings: 10,
    maxSettings: 32,
    maxSessionMemory: 16,
    // CVE-2023-44487: the bound of nghttp2 itself, which says INTERNAL_ERROR. What comes over more than one read of the
    // socket meets the smaller one of `LeftStreams` before, which says why.
    streamResetBurst: 4000,
    streamResetRate: 100,
    // Several fields of one name go on as they came.
    strictSingleValueFields: false,
    settings: {
      maxConcurrentStreams,
      // RFC 8441 §3: browsers ask for a WebSocket over HTTP/2 where this is said, and over HTTP/1.1 where it is not.
      enableConnectProtocol: become !== undefined,
      initialWindowSize: 256 * KiB,
      // RFC 9113 §6.5.2 counts 32 bytes more for each field. What is a little longer gets 431, not a reset.
      maxHeaderListSize: 2 * (limits.maxHeaderBytes + limits.maxUrlBytes) + 32 * 1000,
    },
  }
}
