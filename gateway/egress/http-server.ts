/** What both HTTP servers of the proxy have in common: limits, and the answer to bytes that are no request. */
import type { ServerOptions } from 'node:http'
import type { Socket } from 'node:net'
import { secondMs } from '../core/units.ts'
import type { ClientConnection } from './connection.ts'
import type { Egress } from './egress.ts'
import type { EgressLimits } from './options.ts'
import { begin, nothingForwarded, record } from './record.ts'

export function serverOptions(limits: EgressLimits): ServerOptions {
  return {
    // Strict: bare CR or LF, obs-fold, NUL, Content-Length with Transfer-Encoding and bad chunks are errors.
    insecureHTTPParser: false,
    maxHeaderSize: limits.maxHeaderBytes + limits.maxUrlBytes,
    headersTimeout: limits.headersTimeoutMs,
    // Uploads may take hours; silence inside one is bounded by `bodyIdleTimeoutMs`.
    requestTimeout: 0,
    connectionsCheckingInterval: Math.min(secondMs, limits.headersTimeoutMs),
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    // Judged by us, so that the refusal is explained and recorded.
    requireHostHeader: false,
    noDelay: true,
    // Only WebSocket leaves HTTP behind; other upgrades may be ignored (RFC 9110 §7.8) and the request is inspected.
    shouldUpgradeCallback: (request) => (request.headers.upgrade ?? '').toLowerCase() === 'websocket',
  }
}

/** Answers what Node's parser refused, once, and closes; the journal says that something malformed came. */
export function answerParserError(
  connection: ClientConnection,
  error: NodeJS.ErrnoException,
  socket: Socket,
  egress: Egress,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const [status, text] = parserAnswer(error.code ?? '')
  const began = begin(connection, egress.ports)
  const wanted = {
    host: connection.tunnel?.host ?? '',
    port: connection.tunnel?.port ?? 0,
    method: null,
    target: null,
  }
  record(
    began,
    wanted,
    { ...nothingForwarded, action: 'refuse', reason: 'malformed-request', ruleId: null, status },
    egress.ports,
  )
  socket.end(
    `HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n` +
      `Gatehouse-Reason: malformed-request\r\n\r\n` +
      `${JSON.stringify({ type: 'about:blank', title: text, status, detail: 'The request could not be read. Nothing was sent on.' })}\n`,
  )
}

function parserAnswer(code: string): [number, string] {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return [431, 'Request Header Fields Too Large']
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return [408, 'Request Timeout']
    default:
      return [400, 'Bad Request']
  }
}
