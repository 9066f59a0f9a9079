/** WebSocket handshakes: inspected like any request; the rule's `onFailure` decides whether the frames pass unread. */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Dispatcher, Pool } from 'undici'
import { forwardableResponseFields } from '../core/http/fields.ts'
import { type RequestHead, readRequestHead } from '../core/http/head.ts'
import type { ExchangeRule } from '../core/policy/verdict.ts'
import { conclude, failed, refuse, refuseHead, type Way } from './conclude.ts'
import { type ClientConnection, takeTurn } from './connection.ts'
import type { Egress } from './egress.ts'
import { decide, subjectOf, unknownPlace } from './exchange.ts'
import { type ForwardOutcome, forward, isConnectionBoundScheme } from './forward.ts'
import { type Inspected, inspect } from './inspection.ts'
import { lingerAtEnd } from './linger.ts'
import { locate } from './locate.ts'
import { outgoingFields } from './outgoing.ts'
import { begin, type Ending, nothingForwarded, record } from './record.ts'
import { findRoute, type Route } from './route.ts'
import { relay } from './tunnel.ts'
import { mayRetry } from './upstream-fault.ts'

export interface UpgradeRequest {
  request: IncomingMessage
  socket: Socket
  head: Buffer
}

/** Handles one upgrade to its end. Never rejects. */
export async function carryUpgrade(
  connection: ClientConnection,
  asked: UpgradeRequest,
  egress: Egress,
): Promise<void> {
  asked.socket.on('error', () => asked.socket.destroy())
  const turn = takeTurn(connection)
  if (turn.before !== null) await turn.before
  // Node may have started the clock of an idle connection when the answer before this one was through.
  asked.socket.setTimeout(0)
  if (connection.closing || asked.socket.destroyed) return
  // Node's parser has let go of the connection: no other request can follow, whatever becomes of this one.
  connection.closing = true
  const response = new ServerResponse(asked.request)
  const wanted = unknownPlace(connection)
  const way: UpgradeWay = {
    beginning: begin(connection, egress.ports),
    request: asked.request,
    response,
    egress,
    wanted,
    persons: null,
    asked,
  }
  let ending: Ending
  try {
    await answerOn(asked, response)
    ending = await proceed(way)
  } catch (error) {
    ending = failed(way, error)
    if (response.socket === null) asked.socket.destroy()
  }
  record(way.beginning, way.wanted, ending, egress.ports)
}

interface UpgradeWay extends Way {
  readonly asked: UpgradeRequest
}

/** Does for an answer what Node's server does no more once it has handed out the socket. */
async function answerOn({ request, socket }: UpgradeRequest, response: ServerResponse): Promise<void> {
  // The answer before this one may still be on its way out, and holds the socket until it is through.
  while (socket.writableLength > 0 && !socket.destroyed)
    await new Promise<void>((resolve) => socket.write('', () => resolve()))
  await new Promise((resolve) => setImmediate(resolve))
  response.shouldKeepAlive = false
  response.assignSocket(socket)
  response.once('finish', () => socket.destroySoon())
  socket.on('drain', () => response.emit('drain'))
  socket.on('timeout', () => socket.destroy())
  lingerAtEnd(socket, request)
}

async function proceed(way: UpgradeWay): Promise<Ending> {
  const { egress, request, beginning } = way
  const { connection } = beginning
  const reading = readRequestHead(request as never, connection.scheme, egress.options.limits)
  if (!reading.ok) return refuseHead(way, reading.fault)
  const { head } = reading
  const place = locate(connection, head, egress)
  way.wanted = { host: place.host, port: place.port, method: head.method, target: head.target }
  // RFC 6455 §4.1: a GET without a body; otherwise nobody could tell the body's end from the first frame.
  if (head.method !== 'GET' || head.hasBody)
    return refuse(way, head, { reason: 'malformed-request', ruleId: null })
  if (place.refusal !== null) return refuse(way, head, { reason: place.refusal, ruleId: place.ruleId })

  const rule = decide(way, head, place)
  if (rule.onFailure === 'refuse')
    return refuse(way, head, { reason: 'upgrade-not-inspected', ruleId: rule.id })
  if (isConnectionBoundScheme(head.authorization)) connection.bound ??= new Map()
  const found = await findRoute(connection, place, egress)
  if (!found.ok) return refuse(way, head, { reason: found.reason, ruleId: rule.id })

  const inspected = await inspect(subjectOf(way, head, rule, place))
  if (!inspected.ok)
    return refuse(way, head, {
      reason: inspected.reason,
      ruleId: rule.id,
      judgement: inspected.judge.judgement(),
    })

  const sending = { inspected, route: found.route, rule, hostField: place.hostField }
  const outcome = await shakeHands(way, head, sending)
  return outcome.kind === 'switched'
    ? carryFrames(way, outcome, sending)
    : conclude(way, head, { outcome, ...sending })
}

interface Sending {
  inspected: Extract<Inspected, { ok: true }>
  route: Route
  rule: ExchangeRule
  hostField: string
}

/** The destination took the handshake up: what follows on its socket is no HTTP. */
interface Switched {
  kind: 'switched'
  socket: Socket
  fields: readonly string[]
}

/** Sends the inspected handshake. A destination that declines it has answered like any other. */
async function shakeHands(
  way: UpgradeWay,
  head: RequestHead,
  { inspected, route, hostField }: Sending,
): Promise<ForwardOutcome | Switched> {
  const request = {
    method: head.method,
    target: inspected.target,
    serverName: route.serverName,
    fields: outgoingFields(inspected.fields, { host: hostField, via: null }),
    body: null,
    stallMs: way.egress.options.limits.bodyIdleTimeoutMs,
    isLast: () => true,
  }
  const attempt = async (): Promise<ForwardOutcome | Switched> => {
    let switched: Switched | null = null
    const upstream = route.renew()
    const pool = upgrading(upstream.pool, (taken) => {
      switched = taken
    })
    upstream.active += 1
    const outcome = await forward({ ...upstream, pool }, request, way.response)
    upstream.active -= 1
    return switched ?? outcome
  }
  const outcome = await attempt()
  // A kept connection may have been closed by the destination just now: once more, as with every GET.
  const again = outcome.kind === 'unanswered' && mayRetry(outcome.error, head.method)
  return again ? attempt() : outcome
}

/** The same pool, asking for a WebSocket. Where one is given, `forward` is told that no answer will come. */
function upgrading(pool: Pool, take: (switched: Switched) => void): Pool {
  const asking = pool.compose((dispatch) => (options, handler) => {
    const onRequestUpgrade: Dispatcher.DispatchHandler['onRequestUpgrade'] = (
      controller,
      _status,
      _headers,
      socket,
    ) => {
      const fields = forwardableResponseFields((controller.rawHeaders ?? []) as (Buffer | string)[])
      take({ kind: 'switched', socket: socket as Socket, fields })
      handler.onResponseError?.(controller, new Error('switched to WebSocket'))
    }
    return dispatch(
      { ...options, upgrade: 'websocket' },
      {
        onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
        onRequestUpgrade,
        onResponseStart: (...start) => handler.onResponseStart?.(...start),
        onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
        onResponseEnd: (controller, trailers) => handler.onResponseEnd?.(controller, trailers),
        onResponseError: (controller, error) => handler.onResponseError?.(controller, error),
      },
    )
  })
  return asking as Pool
}

async function carryFrames(way: UpgradeWay, switched: Switched, sending: Sending): Promise<Ending> {
  const { asked, egress, response } = way
  const { inspected, route, rule } = sending
  const upstream = switched.socket
  const before = { sent: upstream.bytesWritten, received: asked.socket.bytesWritten }
  response.detachSocket(asked.socket)
  let answer = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
  for (let i = 0; i < switched.fields.length; i += 2)
    answer += `${switched.fields[i]}: ${switched.fields[i + 1]}\r\n`
  asked.socket.write(`${answer}\r\n`, 'latin1')
  if (asked.head.length > 0) asked.socket.unshift(asked.head)
  await relay(asked.socket, upstream, egress.options.limits.tunnelIdleTimeoutMs)
  const judgement = inspected.judge.judgement()
  return {
    ...nothingForwarded,
    action: 'tunnel',
    reason: 'upgrade-not-inspected',
    ruleId: rule.id,
    status: 101,
    address: route.upstream.address,
    forwardedBytes: upstream.bytesWritten - before.sent,
    responseBytes: asked.socket.bytesWritten - before.received,
    notes: ['unread', ...inspected.notes],
    observed: rule.written.onFailure === 'refuse' || judgement.observed,
    judgement,
  }
}
