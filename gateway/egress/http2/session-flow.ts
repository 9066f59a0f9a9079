/** Stops and starts the reading of a connection that a session of HTTP/2 has taken over. */
import type { TLSSocket } from 'node:tls'
import type { AnswerFlow } from './waiting-answers.ts'

/** What Node's sockets are made of (`StreamBase` in its src/stream_base.h). */
interface Readable {
  readStop?(): unknown
  readStart?(): unknown
}

/**
 * Node lets nobody pause the socket of a session (ERR_HTTP2_NO_SOCKET_MANIPULATION), and a paused stream only keeps its own
 * window. So libuv is told to read no further, as a paused socket tells it. A session that writes stops reading for
 * that time and starts again behind it (`OnStreamAfterWrite` in src/node_http2.cc): whoever stopped it does so anew
 * with the next bytes that come. What is not read meanwhile is not the answers alone: windows for what is sent on it,
 * PING and what answers it, RST_STREAM and GOAWAY wait, too. So nothing new is sent on such a session, and each exchange on
 * it has its time limits.
 */
export function flowOf(socket: TLSSocket): AnswerFlow {
  // Null once it is closed.
  const handle = () => (socket as unknown as { _handle: Readable | null })._handle
  return {
    stop: () => void handle()?.readStop?.(),
    go: () => void handle()?.readStart?.(),
  }
}
