/** What both HTTP servers of the proxy have in common: limits, and the answer to bytes that are no request. */
import type { ServerOptions } from 'node:http'
import type { Socket } from 'node:net'
import type { VerdictReason } from '../core/journal.ts'
import { secondMs } from '../core/units.ts'
import { firstWanted, type WholeConnection } from './connection.ts'
import { ClientGone } from './cut-short.ts'
import { closeGently } from './linger.ts'
import type { EgressLimits } from './options.ts'
import { begin, nothingForwarded, record } from './record.ts'
import type { Egress } from './shared.ts'

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

/** A bare connection, and whose it is. */
interface Served {
  socket: Socket
  egress: Egress
}

/** Answers what Node's parser refused, once, in its turn, and closes; the journal says that something malformed came. */
export function answerParserError(
  connection: WholeConnection,
  error: NodeJS.ErrnoException,
  { socket, egress }: Served,
): void {
  // The last answer is on its way or was given: what came behind it is not read (RFC 9112 §9.6).
  if (connection.closing || error.code === 'HPE_CLOSED_CONNECTION') return
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { latest } = connection
  if (latest !== null && !latest.complete) {
    // It broke inside a body: the exchange that reads this body answers for it. An early end is no bad framing.
    if (error.code !== 'HPE_INVALID_EOF_STATE') connection.broken = latest
    if (latest.listenerCount('error') > 0) latest.emit('error', new ClientGone('unreadable body'))
    return
  }
  const answer = () => answerUnread(connection, { socket, egress }, parserAnswer(error.code ?? ''))
  // Answers keep the order of the requests.
  if (connection.turn === null) answer()
  else void connection.turn.ended.then(answer)
}

/** What a client is told about bytes that were not taken for a request. */
export interface UnreadAnswer {
  status: number
  text: string
  reason: VerdictReason
}

export const badRequest: UnreadAnswer = { status: 400, text: 'Bad Request', reason: 'malformed-request' }

/** Answers on the bare connection, ends it, and writes it down. */
export function answerUnread(
  connection: WholeConnection,
  { socket, egress }: Served,
  { status, text, reason }: UnreadAnswer,
): void {
  // The answer before this one was the last: the connection is being ended already.
  if (connection.closing) return
  if (!socket.writable) {
    socket.destroy()
    return
  }
  connection.closing = true
  // A connection on which nothing was ever sent has only been kept ready by a browser: that is no event.
  const silent = status === 408 && socket.bytesRead === 0
  const beginning = begin(connection, egress)
  if (!silent) {
    const { host, port } = firstWanted(connection)
    const ending = { ...nothingForwarded, action: 'refuse', reason, ruleId: null, status } as const
    record(beginning, { host, port, method: null, target: null }, ending)
  }
  const detail = 'The request could not be read. Nothing was sent on.'
  const exchange = beginning.id
  const instance = `urn:gatehouse:exchange:${exchange}`
  const problem = { type: 'about:blank', title: text, status, detail, instance, exchange }
  const body = `${JSON.stringify(problem)}\n`
  socket.write(
    `HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Type: application/problem+json\r\n` +
      `Content-Length: ${body.length}\r\nGatehouse-Reason: ${reason}\r\n\r\n${body}`,
  )
  closeGently(socket)
}

function parserAnswer(code: string): UnreadAnswer {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, text: 'Request Header Fields Too Large', reason: 'limit' }
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, text: 'Request Timeout', reason: 'limit' }
    default:
      return badRequest
  }
}
