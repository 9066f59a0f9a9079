/** Shows one HTTP/2 stream that asks for a tunnel as the way of CONNECT knows it (RFC 9113 §8.5). */
import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2'
import { http2Fields } from '../../core/http/http2-fields.ts'
import type { ConnectRequest } from '../connect-request.ts'
import { presentedLogins } from '../identify.ts'
import type { StreamHead } from './request.ts'

export function connectOnStream(
  stream: ServerHttp2Stream,
  { headers, raw }: Pick<StreamHead, 'headers' | 'raw'>,
): ConnectRequest {
  return {
    authority: headers[':authority'] ?? '',
    accept: headers.accept ?? '',
    logins: presentedLogins(raw),
    socket: stream,
    grant() {
      if (!stream.destroyed && !stream.closed) stream.respond({ ':status': 200 })
    },
    refuse(status, fields, body) {
      if (stream.destroyed || stream.closed) return
      const head = [':status', String(status), ...http2Fields(fields)]
      stream.respond(head as unknown as OutgoingHttpHeaders)
      stream.end(body)
      // RFC 9113 §8.1: what the client may still send is not wanted.
      stream.close(constants.NGHTTP2_NO_ERROR)
    },
  }
}
