/** Cuts an answer that is not whole, so that nobody can take it for more than it is. */
import { ServerResponse } from 'node:http'
import { TLSSocket } from 'node:tls'
import type { ClientResponse } from './client-message.ts'

/** Where the end of the connection is the end of the answer (HTTP/1.0), only a reset says that it is not whole. */
export function cutAnswer(response: ClientResponse): void {
  if (response instanceof ServerResponse) resetUnframed(response)
  response.destroy()
}

function resetUnframed(response: ServerResponse): void {
  const { socket } = response
  const framed = response.chunkedEncoding || response.hasHeader('content-length')
  // TLS says it by itself: no close_notify is sent (RFC 8446 §6.1).
  if (!framed && socket !== null && !(socket instanceof TLSSocket)) socket.resetAndDestroy()
}
