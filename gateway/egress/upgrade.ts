/** WebSocket handshakes: inspected like any request; the rule's `onFailure` decides whether the frames pass unread. */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Dispatcher, Pool } from 'undici'
import { forwardableResponseFields } from '../core/http/fields.ts'
import type { RequestHead } from '../core/http/head.ts'
import type { ExchangeRule } from '../core/policy/verdict.ts'
import type { ForwardOutcome } from './answer.ts'
import { conclude, failed, refuse } from './conclude.ts'
import { type ClientConnection, takeTurn } from './connection.ts'
import { forward } from './forward.ts'
import { judgementOf } from './inspected.ts'
import type { Objection } from './lasting.ts'
import { lingerAtEnd } from './linger.ts'
import { locate } from './locate.ts'
import { outgoingFields } from './outgoing.ts'
import { type Ending, nothingForwarded } from './record.ts'
import type { Egress } from './shared.ts'
import { decide, prepare, type Ready, understand } from './steps.ts'
import { relay } from './tunnel.ts'
import { mayRetry } from './upstream-fault.ts'
import { viaOfAnswer, viaOfRequest } from './via.ts'
import { Way } from './way.ts'

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
  const way = new Way(connection, { request: asked.request, response }, egress)
  let ending: Ending
  try {
    await answerOn(asked, response)
    ending = await proceed(way, asked)
  } catch (error) {
    ending = failed(way, error)
    if (response.socket === null) asked.socket.destroy()
  }
  way.end(ending)
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

async function proceed(way: Way, asked: UpgradeRequest): Promise<Ending> {
  const understood = understand(way)
  if (!understood.ok) return understood.ending
  const { head, place } = understood
  // RFC 6455 §4.1: a GET without a body; otherwise nobody could tell the body's end from the first frame.
  if (head.method !== 'GET' || head.hasBody)
    return refuse(way, head, { reason: 'malformed-request', ruleId: null })
  const rule = decide(way, understood)
  if (rule.onFailure === 'refuse')
    return refuse(way, head, { reason: 'upgrade-not-inspected', ruleId: rule.id })
  const ready = await prepare(way, understood, rule)
  if (!ready.ok) return ready.ending
  const sending = { ...ready, rule, hostField: place.hostField }
  const objection = () => objectionTo(way, head)
  const outcome = await shakeHands(way, head, sending)
  return outcome.kind === 'switched'
    ? carryFrames(way, asked, { head, switched: outcome, objection, ...sending })
    : conclude(way, head, { outcome, ...sending })
}

interface Sending extends Ready {
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
  way: Way,
  head: RequestHead,
  { inspected, route, rule, hostField }: Sending,
): Promise<ForwardOutcome | Switched> {
  const request = {
    method: head.method,
    target: inspected.target,
    serverName: route.serverName,
    fields: outgoingFields(inspected.fields, { host: hostField, via: viaOfRequest(way, rule) }),
    body: null,
    via: viaOfAnswer(way, rule),
    limits: way.egress.options.limits,
    restore: null,
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

/** What the rules as they are now have against frames that pass; asked after a reload. */
function objectionTo(way: Way, head: RequestHead): Objection | null {
  const { connection, egress } = way
  if (!egress.serves(connection.client)) return { reason: 'client-not-allowed', ruleId: null }
  const place = locate(connection, head, egress)
  if (place.refusal !== null) return { reason: place.refusal, ruleId: place.ruleId }
  const rule = decide(way, { ok: true, head, place })
  return rule.onFailure === 'refuse' ? { reason: 'upgrade-not-inspected', ruleId: rule.id } : null
}

interface Frames extends Sending {
  head: RequestHead
  switched: Switched
  objection: () => Objection | null
}

async function carryFrames(
  way: Way,
  asked: UpgradeRequest,
  { head, switched, objection, inspected, route, rule }: Frames,
): Promise<Ending> {
  const { egress, response } = way
  const upstream = switched.socket
  const judgement = judgementOf(inspected)
  // The rules may have changed since the handshake left: as long as the client has no answer, it can be told.
  const late = objection()
  if (late !== null) {
    upstream.on('error', () => {}).destroy()
    const refused = refuse(way, head, { ...late, judgement, left: true })
    return {
      ...refused,
      action: 'refused-midstream',
      address: route.upstream.address,
      notes: inspected.notes,
    }
  }
  const before = { sent: upstream.bytesWritten, received: asked.socket.bytesWritten }
  response.detachSocket(asked.socket)
  let answer = 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'
  for (let i = 0; i < switched.fields.length; i += 2)
    answer += `${switched.fields[i]}: ${switched.fields[i + 1]}\r\n`
  const via = viaOfAnswer(way, rule)
  if (via !== null) answer += `Via: ${via}\r\n`
  asked.socket.write(`${answer}\r\n`, 'latin1')
  if (asked.head.length > 0) asked.socket.unshift(asked.head)
  const over = egress.lasting.follow(asked.socket, objection)
  await relay(asked.socket, upstream, egress.options.limits.tunnelIdleTimeoutMs)
  const ended = over()
  return {
    ...nothingForwarded,
    action: ended === null ? 'tunnel' : 'refused-midstream',
    reason: ended?.reason ?? 'upgrade-not-inspected',
    ruleId: ended === null ? rule.id : ended.ruleId,
    status: 101,
    address: route.upstream.address,
    forwardedBytes: upstream.bytesWritten - before.sent,
    responseBytes: asked.socket.bytesWritten - before.received,
    notes: ['unread', ...inspected.notes],
    observed: rule.written.onFailure === 'refuse' || judgement.observed,
    judgement,
  }
}
