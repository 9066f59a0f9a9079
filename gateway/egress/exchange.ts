/** The way of one outbound exchange: identifyClient → decide → decode → analyze → anonymize → forward → record. */

import type { ExchangeRule } from '../core/policy/verdict.ts'
import type { Asked } from './client-message.ts'
import { conclude, failed } from './conclude.ts'
import { type ClientConnection, maxPending, takeTurn } from './connection.ts'
import { forwardUntilProcessed } from './forward-again.ts'
import type { ForwardRequest } from './forward-request.ts'
import { identifyClient } from './identify.ts'
import { keepOriginal, leaveStreamed } from './original.ts'
import { outgoingFields } from './outgoing.ts'
import { askedBy, sendOwnPage } from './own-page.ts'
import { ownPathIn } from './own-path.ts'
import type { Ending } from './record.ts'
import type { RestoreOptions } from './restored-answer.ts'
import { reviewedRule } from './reviewed.ts'
import type { Egress } from './shared.ts'
import { decide, prepare, type Ready, type Understood, understand } from './steps.ts'
import { trackingOn } from './tracking.ts'
import { requestTrailers } from './trailers.ts'
import { viaOfAnswer, viaOfRequest } from './via.ts'
import { Way } from './way.ts'

/** Carries one request out and writes down how it went. Never rejects. */
export async function carryOut(connection: ClientConnection, asked: Asked, egress: Egress): Promise<void> {
  const { request, response } = asked
  connection.latest = request
  const turn = takeTurn(connection)
  if (connection.pending > maxPending) request.socket.destroy()
  if (turn.before !== null) await turn.before
  try {
    if (!connection.closing && !request.socket.destroyed) {
      const path = ownPathIn(connection, request)
      if (path !== null) sendOwnPage(asked, { path, ...askedBy(connection, egress) }, egress.ports)
      else {
        const way = new Way(connection, asked, egress)
        way.end(await proceed(way))
      }
    }
  } catch (error) {
    // Not even the refusal could be written: the client sees a cut, and the gateway goes on.
    egress.ports.fault('exchange', error)
    response.destroy()
  }
  turn.over()
}

async function proceed(way: Way): Promise<Ending> {
  try {
    const identified = identifyClient(way)
    const unknown = identified instanceof Promise ? await identified : identified
    if (unknown !== null) return unknown
    way.follow()
    const understood = understand(way)
    if (!understood.ok) return understood.ending
    const reviewed = reviewedRule(way, understood, decide(way, understood))
    const rule = reviewed instanceof Promise ? await reviewed : reviewed
    const ready = await prepare(way, understood, rule)
    if (!ready.ok) return ready.ending
    const { inspected, route } = ready
    const note = keepOriginal(way, understood, inspected)
    const asking = askFor(way, understood, { ready, rule })
    const outcome = await forwardUntilProcessed(route, asking, way.response)
    if (outcome.kind === 'answered' && outcome.challenged) way.connection.bound ??= new Map()
    const ending = conclude(way, understood.head, { inspected, route, outcome, rule })
    return withNote(ending, note ?? leaveStreamed(way, understood, inspected))
  } catch (error) {
    return failed(way, error)
  }
}

function withNote(ending: Ending, note: string | null): Ending {
  return note === null ? ending : { ...ending, notes: [...ending.notes, note] }
}

function askFor(
  way: Way,
  { head, place }: Understood,
  { ready, rule }: { ready: Ready; rule: ExchangeRule },
): ForwardRequest {
  const { inspected, route } = ready
  const { connection, egress } = way
  return {
    method: head.method,
    target: inspected.target,
    serverName: route.serverName,
    fields: outgoingFields(inspected.fields, {
      host: place.hostField,
      via: viaOfRequest(way, rule),
      gpc: trackingOn(way, place.host)?.gpc ?? false,
    }),
    body: inspected.body,
    via: viaOfAnswer(way, rule),
    limits: egress.options.limits,
    restore: restoring(way, rule),
    acceptsTrailers: way.request.acceptsTrailers === true,
    trailers: () => requestTrailers(way.request.behind ?? [], inspected.judge),
    isLast: () => {
      connection.closing ||= egress.stopping
      return connection.closing
    },
  }
}

function restoring(way: Way, rule: ExchangeRule): RestoreOptions | null {
  const { tokens } = way
  if (tokens === null || !rule.restore) return null
  const unrestored = () => {
    way.isUnrestored = true
  }
  return { tokens, fault: way.egress.ports.fault, unrestored }
}
