/** Keeps one client's HTTP/2 sessions with one destination; asks in HTTP/1.1 where the destination offers no other. */
import { type ClientHttp2Session, connect } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { Dispatcher } from 'undici'
import { formatHost } from '../../core/http/authority.ts'
import type { Clock } from '../../core/ports.ts'
import type { EgressLimits, UpstreamHttp2 } from '../options.ts'
import { undici } from '../undici-parts.ts'
import { FloodGuard } from './flood-guard.ts'
import { flowOf } from './session-flow.ts'
import { SessionWatch } from './session-watch.ts'
import { exchangeOn, type UpstreamRequest } from './upstream-exchange.ts'
import { UpstreamReset } from './upstream-reset.ts'
import type { AnswerSource, WaitingAnswers } from './waiting-answers.ts'

/** What the destination has been found to speak; shared by all clients. */
export interface Spoken {
  protocol: 'unknown' | 'h2' | 'http/1.1'
}

export interface SessionOptions {
  host: string
  port: number
  limits: EgressLimits
  /** What the destination is told first. */
  told: UpstreamHttp2
  /** Connects and verifies, and offers HTTP/2 first. */
  connect(): Promise<TLSSocket>
  /** How long a session may have nothing to do. */
  idleMs: number
  /** Takes over a connection that turned out to be HTTP/1.1. */
  adopt(socket: TLSSocket): void
  spoken: Spoken
  /** Counts what waits of answers. */
  waiting: WaitingAnswers
  /** For whom, as what waits is counted for each. */
  client: string
}

interface Open {
  session: ClientHttp2Session
  source: AnswerSource
  running: number
}

/** More at the same time on one session is not tried, whatever the destination says it would take. */
const mostRunning = 100
const clock = { monotonic: () => performance.now() } satisfies Pick<Clock, 'monotonic'>

export class UpstreamSessions {
  readonly #options: SessionOptions
  readonly #open = new Set<Open>()
  // How long a destination may take is the business of each exchange.
  readonly #watch = new SessionWatch({ clock, idleMs: () => Number.POSITIVE_INFINITY })
  #connecting: Promise<void> | null = null
  #closed = false
  #destroyed = false

  constructor(options: SessionOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#open.size === 0 && this.#connecting === null
  }

  /** Carries one request; `inHttp1` carries it where the destination speaks nothing newer. Never throws. */
  dispatch(request: UpstreamRequest, handler: Dispatcher.DispatchHandler, inHttp1: () => void): void {
    if (this.#destroyed) {
      handler.onResponseError?.(null as never, new undici.errors.ClientDestroyedError())
      return
    }
    if (this.#options.spoken.protocol === 'http/1.1') {
      inHttp1()
      return
    }
    const open = this.#pick()
    if (open !== null) {
      this.#send(open, request, handler)
      return
    }
    this.#connecting ??= this.#connect().finally(() => {
      this.#connecting = null
    })
    this.#connecting.then(
      () => this.dispatch(request, handler, inHttp1),
      (error: Error) => handler.onResponseError?.(null as never, error),
    )
  }

  /** Running exchanges end in their time, and so do those that wait for a connection. */
  close(): void {
    this.#closed = true
    for (const { session } of this.#open) session.close()
  }

  destroy(): void {
    this.#closed = true
    this.#destroyed = true
    for (const { session } of this.#open) session.destroy()
  }

  /** The one with the fewest exchanges; null where it is full and another may be opened, or there is none. */
  #pick(): Open | null {
    let best: Open | null = null
    let stopped = 0
    for (const open of this.#open) {
      if (open.session.closed || open.session.destroyed) continue
      if (open.source.isStopped) stopped += 1
      if (best === null || rank(open) < rank(best)) best = open
    }
    if (best === null) return null
    const most = Math.min(best.session.remoteSettings.maxConcurrentStreams ?? mostRunning, mostRunning)
    const isFull = best.running >= most || best.source.isStopped
    const bound = this.#options.limits.upstreamConnections
    // What is not read answers nobody: up to as many again may stand beside those.
    const hasRoom = this.#open.size - stopped < bound && this.#open.size < 2 * bound
    // What a full session is asked for waits in it.
    return isFull && hasRoom ? null : best
  }

  #send(open: Open, request: UpstreamRequest, handler: Dispatcher.DispatchHandler): void {
    open.running += 1
    const heard: Dispatcher.DispatchHandler = {
      onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
      onResponseStart: (...start) => handler.onResponseStart?.(...start),
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => {
        if (error instanceof UpstreamReset && error.wantsHttp1) this.#options.spoken.protocol = 'http/1.1'
        handler.onResponseError?.(controller, error)
      },
    }
    try {
      const { limits: bounds } = this.#options
      exchangeOn(open.session, { request, handler: heard, bounds, source: open.source }, () => {
        open.running -= 1
      })
    } catch (error) {
      open.running -= 1
      handler.onResponseError?.(null as never, error as Error)
    }
  }

  async #connect(): Promise<void> {
    const socket = await this.#options.connect()
    const { spoken, host, port, told, waiting, client } = this.#options
    if (this.#destroyed) {
      socket.destroy()
      return
    }
    if (socket.alpnProtocol !== 'h2') {
      spoken.protocol = 'http/1.1'
      this.#options.adopt(socket)
      return
    }
    spoken.protocol = 'h2'
    const session = connect(`https://${formatHost(host)}:${port}`, {
      ...sessionOptions(told),
      createConnection: () => socket,
    })
    // Only then does it exist for nghttp2.
    session.once('connect', () => {
      if (!session.destroyed) session.setLocalWindowSize(told.connectionWindowBytes)
    })
    const open = { session, source: waiting.source(flowOf(socket), client), running: 0 }
    this.#open.add(open)
    session.once('close', () => this.#open.delete(open))
    session.on('error', () => {})
    // A callback of `setTimeout` hears of the first one alone, and that may come while an exchange runs.
    session.on('timeout', () => {
      if (open.running === 0) session.close()
    })
    session.setTimeout(this.#options.idleMs)
    this.#watch.follow(session, socket)
    const guard = new FloodGuard(clock, () => session.destroy())
    for (const frame of ['ping', 'remoteSettings', 'altsvc', 'origin'] as const)
      session.on(frame, () => guard.count())
    // What waited for it is asked on it first, in this turn.
    if (this.#closed) setImmediate(() => session.close())
  }
}

/** One that is not read, since too much of it waits already, comes behind all that are. */
function rank({ running, source }: Open): number {
  return source.isStopped ? Number.MAX_SAFE_INTEGER : running
}

function sessionOptions(told: UpstreamHttp2) {
  const { maxConcurrentStreams } = told
  return {
    maxHeaderListPairs: 1000,
    maxSessionInvalidFrames: 100,
    maxSessionRejectedStreams: 100,
    maxOutstandingPings: 10,
    maxSettings: 32,
    maxSessionMemory: 64,
    strictSingleValueFields: false,
    settings: {
      // RFC 9113 §8.4: nobody asked for it, and nobody would look into it.
      enablePush: false,
      headerTableSize: told.headerTableBytes,
      initialWindowSize: told.initialWindowBytes,
      maxHeaderListSize: told.maxHeaderListBytes,
      ...(maxConcurrentStreams === null ? {} : { maxConcurrentStreams }),
    },
  }
}
