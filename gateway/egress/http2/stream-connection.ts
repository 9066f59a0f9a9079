/** Shows one HTTP/2 stream as the connection that an exchange has: with a turn of its own, beside others. */
import type { KnownUser } from '../../core/login/proxy-logins.ts'
import type { ClientRequest } from '../client-message.ts'
import type { ClientConnection, LeftExchange, OriginalDestination, Tunnel, Turn } from '../connection.ts'
import type { UpstreamTarget } from '../upstream-target.ts'
import type { LeftStreams } from './left-streams.ts'
import type { Http2Request } from './request.ts'

/** What ends one exchange ends its stream; what the exchanges of a client's connection share, they share here, too. */
export class StreamConnection implements ClientConnection {
  readonly address: string
  readonly secure: boolean
  readonly shown: ClientConnection['shown']
  client: string
  user: KnownUser | null
  readonly scheme: 'http' | 'https'
  readonly tunnel: Tunnel | null
  readonly original: OriginalDestination | null
  readonly multiplexed: boolean
  closing = false
  latest: ClientRequest | null = null
  turn: Turn | null = null
  pending = 0
  readonly #shared: ClientConnection
  readonly #request: Http2Request | null
  readonly #leftStreams: LeftStreams

  /** `request`: null where the stream is a tunnel. */
  constructor(shared: ClientConnection, request: Http2Request | null, leftStreams: LeftStreams) {
    this.#leftStreams = leftStreams
    this.address = shared.address
    this.secure = shared.secure
    this.shown = shared.shown
    this.client = shared.client
    this.user = shared.user
    this.scheme = shared.scheme
    this.tunnel = shared.tunnel
    this.original = shared.original
    // A WebSocket goes out in HTTP/1.1, whatever its client speaks: each needs a connection of its own there.
    this.multiplexed = request === null || request.protocol === null
    this.#shared = shared
    this.#request = request
  }

  /** nghttp2 resets a stream whose framing it does not understand: nobody else has to say so. */
  get broken(): ClientRequest | null {
    return this.#request?.isMalformed ? this.#request : null
  }

  get bound(): ClientConnection['bound'] {
    return this.#shared.bound
  }

  set bound(bound: ClientConnection['bound']) {
    this.#shared.bound = bound
  }

  left(exchange: LeftExchange): boolean {
    return this.#leftStreams.exchange(exchange)
  }

  get target(): UpstreamTarget | null {
    return this.#shared.target
  }

  set target(target: UpstreamTarget | null) {
    this.#shared.target = target
  }
}
