/** Ends a connection so that the other side still gets the last answer, even while it is sending. */
import type { Duplex } from 'node:stream'
import { secondMs } from '../core/units.ts'
import { type ClientRequest, sharesConnection } from './client-message.ts'

const lingerMs = 2 * secondMs

/**
 * RFC 9112 §9.6: closing while bytes are still arriving makes TCP reset the connection, and the reset can overtake the
 * answer. So the writing side ends first; what comes is read and thrown away until the client ends too, or time is up.
 */
export function closeGently(socket: Duplex): void {
  if (!socket.writableEnded) socket.end()
  socket.resume()
  const stop = setTimeout(() => socket.destroy(), lingerMs)
  socket.once('close', () => clearTimeout(stop))
}

/** Lets Node's HTTP server end this connection in that way, too, once its last answer is written. */
export function lingerAtEnd(socket: Duplex & { destroySoon?: () => void }, request: ClientRequest): void {
  // A stream ends without its connection (RFC 9113 §8.1).
  if (sharesConnection(request)) return
  socket.destroySoon = () => {
    closeGently(socket)
    // Whoever read the body has let go of it by the next turn; the rest of it is thrown away.
    setImmediate(() => request.on('error', () => {}).resume())
  }
}
