/** Asks a destination for a WebSocket. One that declines has answered like any other. */
import type { Duplex } from 'node:stream'
import type { Dispatcher, Pool } from 'undici'
import { forwardableResponseFields } from '../../core/http/fields.ts'
import type { RequestHead } from '../../core/http/head.ts'
import type { ExchangeRule } from '../../core/policy/verdict.ts'
import { forward } from '../forward.ts'
import type { ForwardOutcome } from '../forward-request.ts'
import { outgoingFields } from '../outgoing.ts'
import type { Ready } from '../steps.ts'
import { trackingOn } from '../tracking.ts'
import { mayRetry } from '../upstream-fault.ts'
import { viaOfAnswer, viaOfRequest } from '../via.ts'
import type { Way } from '../way.ts'
import { askingFields, type OpeningHandshake } from './handshake.ts'

/** The destination took the handshake up: what follows on its connection is no HTTP. */
export interface Switched {
  kind: 'switched'
  stream: Duplex
  status: number
  fields: readonly string[]
}

export interface Asking extends Ready {
  head: RequestHead
  rule: ExchangeRule
  hostField: string
  handshake: OpeningHandshake
}

export async function askForWebSocket(way: Way, asking: Asking): Promise<ForwardOutcome | Switched> {
  const { head, inspected, route, rule, hostField, handshake } = asking
  const fields = askingFields(inspected.fields, handshake)
  const request = {
    method: 'GET',
    target: inspected.target,
    serverName: route.serverName,
    fields: outgoingFields(fields, {
      host: hostField,
      via: viaOfRequest(way, rule),
      gpc: trackingOn(way, head.host)?.gpc ?? false,
    }),
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
      status,
      _headers,
      stream,
    ) => {
      const fields = forwardableResponseFields((controller.rawHeaders ?? []) as (Buffer | string)[])
      take({ kind: 'switched', stream, status, fields })
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
