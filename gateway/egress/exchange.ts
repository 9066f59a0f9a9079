/** The way of one outbound exchange: identifyClient → decide → decode → analyze → anonymize → forward → record. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExchangeRule } from '../core/policy/verdict.ts'
import type { ForwardOutcome } from './answer.ts'
import { conclude, failed } from './conclude.ts'
import { type ClientConnection, maxPending, takeTurn } from './connection.ts'
import { forward } from './forward.ts'
import { outgoingFields } from './outgoing.ts'
import type { Ending } from './record.ts'
import type { Egress } from './shared.ts'
import { decide, prepare, type Ready, type Understood, understand } from './steps.ts'
import { mayRetry } from './upstream-fault.ts'
import { viaOfAnswer, viaOfRequest } from './via.ts'
import { Way } from './way.ts'

/** Carries one request out and writes down how it went. Never rejects. */
export async function carryOut(
  connection: ClientConnection,
  asked: { request: IncomingMessage; response: ServerResponse },
  egress: Egress,
): Promise<void> {
  const { request, response } = asked
  connection.latest = request
  const turn = takeTurn(connection)
  if (connection.pending > maxPending) request.socket.destroy()
  if (turn.before !== null) await turn.before
  try {
    if (!connection.closing && !request.socket.destroyed)
      await carryInTurn(new Way(connection, asked, egress))
  } catch (error) {
    // Not even the refusal could be written: the client sees a cut, and the gateway goes on.
    egress.ports.fault('exchange', error)
    response.destroy()
  }
  turn.over()
}

async function carryInTurn(way: Way): Promise<void> {
  let ending: Ending
  try {
    ending = await proceed(way)
  } catch (error) {
    ending = failed(way, error)
  }
  way.end(ending)
}

async function proceed(way: Way): Promise<Ending> {
  const understood = understand(way)
  if (!understood.ok) return understood.ending
  const rule = decide(way, understood)
  const ready = await prepare(way, understood, rule)
  if (!ready.ok) return ready.ending
  const outcome = await send(way, understood, { ready, rule })
  return conclude(way, understood.head, { ...ready, outcome, rule })
}

async function send(
  way: Way,
  { head, place }: Understood,
  { ready, rule }: { ready: Ready; rule: ExchangeRule },
): Promise<ForwardOutcome> {
  const { inspected, route } = ready
  const { connection, egress } = way
  const request = {
    method: head.method,
    target: inspected.target,
    serverName: route.serverName,
    fields: outgoingFields(inspected.fields, { host: place.hostField, via: viaOfRequest(way, rule) }),
    body: inspected.body,
    via: viaOfAnswer(way, rule),
    limits: egress.options.limits,
    restore: way.tokens !== null && rule.restore ? { tokens: way.tokens, fault: egress.ports.fault } : null,
    isLast: () => {
      connection.closing ||= egress.stopping
      return connection.closing
    },
  }
  let outcome = await forward(route.renew(), request, way.response)
  // A kept connection may have been closed by the destination just now: once more, where that is safe.
  const repeatable = inspected.body === null || Buffer.isBuffer(inspected.body)
  if (outcome.kind === 'unanswered' && repeatable && mayRetry(outcome.error, head.method))
    outcome = await forward(route.renew(), request, way.response)
  if (outcome.kind === 'answered' && outcome.challenged) connection.bound ??= new Map()
  return outcome
}
