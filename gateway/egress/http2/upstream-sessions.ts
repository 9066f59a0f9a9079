/** Keeps one client's HTTP/2 sessions with one destination; asks in HTTP/1.1 where the destination offers no other. */
import { connect } from 'node:http2'
import type { TLSSocket } from 'node:tls'
import type { Dispatcher } from 'undici'
import { formatHost } from '../../core/http/authority.ts'
import type { Clock } from '../../core/ports.ts'
import { ClientGone } from '../cut-short.ts'
import type { EgressLimits, UpstreamHttp2 } from '../options.ts'
import { undici } from '../undici-parts.ts'
import { FloodGuard } from './flood-guard.ts'
import { chooseSession, type Open } from './session-choice.ts'
import { flowOf } from './session-flow.ts'
import { SessionWatch } from './session-watch.ts'
import { exchangeOn } from './upstream-exchange.ts'
import type { UpstreamRequest } from './upstream-request.ts'
import { UpstreamReset } from './upstream-reset.ts'
import { upstreamSettings } from './upstream-settings.ts'
import type { WaitingAnswers } from './waiting-answers.ts'
import { WaitingLine } from './waiting-line.ts'

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

/** What is to be carried. */
interface Order {
  request: UpstreamRequest
  handler: Dispatcher.DispatchHandler
  inHttp1: () => void
  /** When it was asked for, in monotonic milliseconds. */
  since: number
}

const clock = { monotonic: () => performance.now() } satisfies Pick<Clock, 'monotonic'>

export class UpstreamSessions {
  readonly #options: SessionOptions
  readonly #open = new Set<Open>()
  // How long a destination may take is the business of each exchange.
  readonly #watch = new SessionWatch({ clock, idleMs: () => Number.POSITIVE_INFINITY })
  /** The connection that all wait for who need none of their own. */
  #connecting: Promise<unknown> | null = null
  /** Connections under way, each for one exchange alone. */
  #own = 0
  /** What waits until it may choose again. */
  readonly #line = new WaitingLine<Order>({
    kindOf: ({ request }) => (request.alone === true ? 'alone' : 'shared'),
    mustWait: ({ request }) => !this.#destroyed && this.#choiceFor(request) === 'wait',
    go: (order) => this.#choose(order),
    timeIsUp: ({ handler }) =>
      handler.onResponseError?.(null as never, new undici.errors.HeadersTimeoutError()),
  })
  #closed = false
  #destroyed = false

  constructor(options: SessionOptions) {
    this.#options = options
  }

  get isIdle(): boolean {
    return this.#open.size === 0 && this.#connecting === null && this.#own === 0 && this.#line.isEmpty
  }

  /** Carries one request; `inHttp1` carries it where the destination speaks nothing newer. Never throws. */
  dispatch(request: UpstreamRequest, handler: Dispatcher.DispatchHandler, inHttp1: () => void): void {
    const order = { request, handler, inHttp1, since: clock.monotonic() }
    if (this.#line.isBehind(order)) {
      this.#waitInLine(order)
      this.#line.wake()
    } else this.#choose(order)
  }

  #choose(order: Order): void {
    const { request, handler, inHttp1 } = order
    const failed = (error: Error) => handler.onResponseError?.(null as never, error)
    if (this.#destroyed) {
      failed(new undici.errors.ClientDestroyedError())
      return
    }
    if (request.isWanted?.() === false) {
      if (request.body !== null && !Buffer.isBuffer(request.body)) request.body.destroy()
      failed(new ClientGone('left before it could be asked'))
      return
    }
    if (this.#options.spoken.protocol === 'http/1.1') {
      inHttp1()
      return
    }
    const choice = this.#choiceFor(request)
    const again = () => this.#choose(order)
    if (choice === 'wait') this.#waitInLine(order)
    else if (choice !== 'connect') this.#send(choice, request, handler)
    else if (request.alone === true)
      this.#connectAlone().then(
        (open) => (open === null ? again() : this.#send(open, request, handler)),
        failed,
      )
    else this.#connectShared().then(again, failed)
  }

  #choiceFor(request: UpstreamRequest): ReturnType<typeof chooseSession> {
    const alone = request.alone === true
    const { upstreamConnections: bound } = this.#options.limits
    // Those that may be shared join the one that is to be shared.
    const underWay = this.#own + (alone && this.#connecting !== null ? 1 : 0)
    return chooseSession(this.#open, { alone, underWay, bound })
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
    this.#line.wake()
  }

  #send(open: Open, request: UpstreamRequest, handler: Dispatcher.DispatchHandler): void {
    const keeps = request.alone === true && open.running === 0
    open.isKept = keeps
    open.running += 1
    const share = () => {
      if (!keeps || !open.isKept) return
      open.isKept = false
      this.#line.wake()
    }
    const heard: Dispatcher.DispatchHandler = {
      onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
      onResponseStart: (...start) => {
        share()
        handler.onResponseStart?.(...start)
      },
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
      onResponseError: (controller, error) => {
        if (error instanceof UpstreamReset && error.wantsHttp1) this.#options.spoken.protocol = 'http/1.1'
        handler.onResponseError?.(controller, error)
      },
    }
    const over = (how = { isLeft: false }) => {
      open.running -= 1
      share()
      this.#line.wake(how)
    }
    try {
      const { limits: bounds } = this.#options
      const isLeft = (stream: number) => stream > open.lastTaken
      exchangeOn(open.session, { request, handler: heard, bounds, source: open.source, isLeft }, over)
    } catch (error) {
      over()
      handler.onResponseError?.(null as never, error as Error)
    }
  }

  /** No longer than for a head: waiting in line counts as waiting for the answer. */
  #waitInLine(order: Order): void {
    this.#line.join(order, order.since + this.#options.limits.upstreamHeadersTimeoutMs - clock.monotonic())
  }

  #connectShared(): Promise<unknown> {
    this.#connecting ??= this.#connect(false).finally(() => {
      this.#connecting = null
      this.#line.wake()
    })
    return this.#connecting
  }

  async #connectAlone(): Promise<Open | null> {
    this.#own += 1
    try {
      return await this.#connect(true)
    } finally {
      this.#own -= 1
      this.#line.wake()
    }
  }

  /** Null where the destination speaks HTTP/1.1, or nobody wants it any more. */
  async #connect(isKept: boolean): Promise<Open | null> {
    const socket = await this.#options.connect()
    const { spoken, host, port, told, waiting, client } = this.#options
    if (this.#destroyed) {
      socket.destroy()
      return null
    }
    if (socket.alpnProtocol !== 'h2') {
      spoken.protocol = 'http/1.1'
      this.#options.adopt(socket)
      return null
    }
    spoken.protocol = 'h2'
    const session = connect(`https://${formatHost(host)}:${port}`, {
      ...upstreamSettings(told),
      createConnection: () => socket,
    })
    // Only then does it exist for nghttp2.
    session.once('connect', () => {
      if (!session.destroyed) session.setLocalWindowSize(told.connectionWindowBytes)
    })
    const source = waiting.source(flowOf(socket), client)
    const open: Open = { session, source, running: 0, isKept, lastTaken: Number.POSITIVE_INFINITY }
    this.#open.add(open)
    session.once('close', () => this.#open.delete(open))
    session.on('goaway', (_code, lastTaken) => {
      open.lastTaken = lastTaken
      // Node closes it behind this; then another may take its place.
      this.#line.wake()
    })
    session.on('remoteSettings', () => this.#line.wake())
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
    return open
  }
}
