/** WebSocket handshakes: not inspected yet, so the rule's `onFailure` decides whether they pass unread. */
import { type IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { Dispatcher } from 'undici'
import { forwardableResponseFields } from '../core/http/fields.ts'
import { type RequestHead, readRequestHead } from '../core/http/head.ts'
import type { VerdictReason } from '../core/journal.ts'
import { decideExchange } from '../core/policy/decide.ts'
import { type ClientConnection, takeTurn } from './connection.ts'
import type { Egress } from './egress.ts'
import { locate } from './locate.ts'
import { outgoingFields } from './outgoing.ts'
import { begin, type Ending, nothingForwarded, pathOf, record, type Wanted } from './record.ts'
import { actionFor, sendRefusal } from './refuse.ts'
import { findRoute, type Route } from './route.ts'
import { relay } from './tunnel.ts'
import { upstreamFault } from './upstream-fault.ts'

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
  const beginning = begin(connection, egress.ports)
  const wanted: Wanted = {
    host: connection.tunnel?.host ?? '',
    port: connection.tunnel?.port ?? 0,
    method: 'GET',
    target: null,
  }
  let ending: Ending
  try {
    ending = await proceed({ connection, asked, egress, wanted, exchangeId: beginning.id, at: beginning.at })
  } catch (error) {
    egress.ports.fault('upgrade', error)
    asked.socket.destroy()
    ending = { ...nothingForwarded, action: 'fail', reason: 'internal', ruleId: null, status: null }
  }
  record(beginning, wanted, ending, egress.ports)
}

interface UpgradeWay {
  readonly connection: ClientConnection
  readonly asked: UpgradeRequest
  readonly egress: Egress
  readonly wanted: Wanted
  readonly exchangeId: string
  readonly at: number
}

async function proceed(way: UpgradeWay): Promise<Ending> {
  const { connection, asked, egress, wanted } = way
  const reading = readRequestHead(asked.request as never, connection.scheme)
  if (!reading.ok) return refuse(way, '', { reason: 'malformed-request', ruleId: null })
  const { head } = reading
  // RFC 6455 §4.1: a GET without a body; otherwise nobody could tell the body's end from the first frame.
  if (head.method !== 'GET' || head.hasBody)
    return refuse(way, head.accept, { reason: 'malformed-request', ruleId: null })
  const place = locate(connection, head, egress)
  Object.assign(wanted, { host: place.host, port: place.port, method: head.method, target: head.target })
  if (place.refusal !== null) return refuse(way, head.accept, { reason: place.refusal, ruleId: place.ruleId })
  const rule = decideExchange(egress.ports.policy.current(), {
    client: connection.client,
    host: place.host,
    port: place.port,
    at: way.at,
    method: head.method,
    path: pathOf(head.target),
    contentType: '',
  })
  if (rule.onFailure === 'refuse')
    return refuse(way, head.accept, { reason: 'upgrade-not-inspected', ruleId: rule.id })
  const found = await findRoute(connection, place, egress)
  if (!found.ok) return refuse(way, head.accept, { reason: found.reason, ruleId: rule.id })
  const opened = await open(way, head, { route: found.route, hostField: place.hostField })
  if (opened.kind === 'failed') return refuse(way, head.accept, { reason: opened.reason, ruleId: rule.id })
  const upstream = opened.socket as Socket
  const before = { sent: upstream.bytesWritten, received: asked.socket.bytesWritten }
  await relay(asked.socket, upstream, egress.options.limits.tunnelIdleTimeoutMs)
  return {
    ...nothingForwarded,
    action: 'tunnel',
    reason: 'upgrade-not-inspected',
    ruleId: rule.id,
    status: 101,
    address: found.route.upstream.address,
    forwardedBytes: upstream.bytesWritten - before.sent,
    responseBytes: asked.socket.bytesWritten - before.received,
    notes: ['unread'],
    observed: rule.written.onFailure === 'refuse',
  }
}

type Opened = { kind: 'open'; socket: Duplex } | { kind: 'failed'; reason: VerdictReason }

function open(way: UpgradeWay, head: RequestHead, to: { route: Route; hostField: string }): Promise<Opened> {
  const { asked } = way
  return new Promise((resolve) => {
    to.route.renew().pool.dispatch(
      {
        method: head.method as Dispatcher.HttpMethod,
        path: head.target,
        headers: outgoingFields(head.fields, { host: to.hostField, via: null }),
        upgrade: 'websocket',
        servername: to.route.serverName,
      } as Dispatcher.DispatchOptions,
      {
        onRequestStart(controller) {
          const left = () => controller.abort(new Error('client gone'))
          if (asked.socket.destroyed) left()
          else asked.socket.once('close', left)
        },
        onRequestUpgrade(controller, status, _headers, socket) {
          const fields = forwardableResponseFields((controller.rawHeaders ?? []) as (Buffer | string)[])
          let answer = `HTTP/1.1 ${status} Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n`
          for (let i = 0; i < fields.length; i += 2) answer += `${fields[i]}: ${fields[i + 1]}\r\n`
          asked.socket.write(`${answer}\r\n`, 'latin1')
          if (asked.head.length > 0) asked.socket.unshift(asked.head)
          resolve({ kind: 'open', socket })
        },
        // The destination declined; its answer to a handshake carries nothing a client could use.
        onResponseStart(controller) {
          controller.abort(new Error('upgrade declined'))
        },
        onResponseError(_controller, error) {
          const reason = asked.socket.destroyed ? 'client-gone' : upstreamFault(error)
          resolve({ kind: 'failed', reason })
        },
      },
    )
  })
}

function refuse(
  way: UpgradeWay,
  accept: string,
  why: { reason: VerdictReason; ruleId: string | null },
): Ending {
  const { asked, egress, wanted } = way
  const response = new ServerResponse(asked.request)
  response.assignSocket(asked.socket)
  response.shouldKeepAlive = false
  response.once('finish', () => asked.socket.destroySoon())
  const status = sendRefusal(asked.request, response, {
    ...why,
    host: wanted.host,
    exchangeId: way.exchangeId,
    contact: egress.options.contact,
    accept,
    judgement: null,
    close: true,
  })
  return { ...nothingForwarded, action: actionFor(why.reason), ...why, status }
}
