/** Says what a destination means by resetting a stream, in the words that errors of connections have here. */
import { constants } from 'node:http2'

/** RFC 9113 §8.7: these say for certain that nothing was done with the request, as does a goodbye that leaves its stream out. */
const neverProcessed: readonly number[] = [
  constants.NGHTTP2_REFUSED_STREAM,
  constants.NGHTTP2_HTTP_1_1_REQUIRED,
]

interface Ending {
  cause: Error | null
  /** Its answer had begun. */
  answered: boolean
  /** The destination had said that it would not look at it. */
  isLeft: boolean
}

export class UpstreamReset extends Error {
  /** `ECONNRESET` where the connection itself ended, as with HTTP/1.1. */
  readonly code: string
  readonly resetCode: number
  /** True where the request may be sent again, whatever its method. */
  readonly unprocessed: boolean

  constructor(resetCode: number, { cause, answered, isLeft }: Ending) {
    super(`stream reset with code ${resetCode}`, { cause })
    this.name = 'UpstreamReset'
    this.resetCode = resetCode
    this.code = endsConnection(resetCode, cause) ? 'ECONNRESET' : 'ERR_HTTP2_STREAM_ERROR'
    this.unprocessed = !answered && (isLeft || neverProcessed.includes(resetCode))
  }

  /** RFC 9113 §7: the destination wants HTTP/1.1 for this, as for logins that belong to a connection. */
  get wantsHttp1(): boolean {
    return this.resetCode === constants.NGHTTP2_HTTP_1_1_REQUIRED
  }
}

function endsConnection(resetCode: number, cause: Error | null): boolean {
  const { code, syscall } = (cause ?? {}) as NodeJS.ErrnoException
  // What the socket ended with; Node then gives its streams INTERNAL_ERROR, as if their other side had said so.
  if (syscall !== undefined) return true
  if (resetCode !== constants.NGHTTP2_NO_ERROR && resetCode !== constants.NGHTTP2_CANCEL) return false
  return code !== 'ERR_HTTP2_STREAM_ERROR'
}
