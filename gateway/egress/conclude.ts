/** Tells client and journal how an exchange ended, whatever ended it. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { isGatewayError } from '../core/errors.ts'
import type { HeadFault, RequestHead } from '../core/http/head.ts'
import type { PersonCounter } from '../core/policy/persons.ts'
import type { ExchangeRule, Judgement } from '../core/policy/verdict.ts'
import type { Egress } from './egress.ts'
import type { ForwardOutcome } from './forward.ts'
import type { Inspected } from './inspection.ts'
import { ClientGone } from './intake.ts'
import { type Beginning, type Ending, nothingForwarded, type Wanted } from './record.ts'
import { actionFor, sendRefusal, statusOfFault } from './refuse.ts'
import type { Route } from './route.ts'
import { RefusedMidstream } from './stream-reader.ts'
import { upstreamFault } from './upstream-fault.ts'

/** One exchange under way; `wanted` and `persons` are filled in as soon as the head was understood. */
export interface Way {
  readonly beginning: Beginning
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly egress: Egress
  wanted: Wanted
  /** Counts the persons that this exchange lets its destination know. */
  persons: PersonCounter | null
}

/** After the way upstream: what the answer, or its absence, comes to. */
export function conclude(
  way: Way,
  head: RequestHead,
  done: {
    outcome: ForwardOutcome
    inspected: Extract<Inspected, { ok: true }>
    route: Route
    rule: ExchangeRule
  },
): Ending {
  const { outcome, inspected, route, rule } = done
  const judgement = inspected.judge.judgement()
  const base = {
    ruleId: rule.id,
    address: route.upstream.address,
    forwardedBytes: outcome.kind === 'unanswered' && !outcome.sent ? 0 : inspected.forwarded.bytes,
    responseBytes: outcome.kind === 'unanswered' ? 0 : outcome.responseBytes,
    observed: judgement.observed,
    notes: inspected.notes,
    judgement,
  }
  switch (outcome.kind) {
    case 'answered':
      return { ...base, ...verdictOf(inspected, judgement), status: outcome.status }
    case 'client-gone':
      return { ...base, action: 'fail', reason: 'client-gone', status: outcome.status }
    case 'cut':
      return { ...base, ...stopOf(way, outcome.error), status: outcome.status }
    case 'unanswered': {
      const stop = stopOf(way, outcome.error)
      if (stop.reason === 'client-gone') way.response.destroy()
      const refused = refuse(way, head, {
        reason: stop.reason,
        ruleId: rule.id,
        judgement,
        left: outcome.sent,
      })
      return { ...base, ...stop, status: refused.status }
    }
  }
}

function verdictOf(
  inspected: Extract<Inspected, { ok: true }>,
  judgement: Judgement,
): Pick<Ending, 'action' | 'reason'> {
  if (inspected.setAside !== null)
    return { action: inspected.changed ? 'transform' : 'pass', reason: inspected.setAside }
  if (judgement.observed) return { action: 'pass', reason: 'observe-only' }
  return { action: judgement.action, reason: judgement.reason }
}

/** Why an exchange that had begun to leave did not come to its end. */
function stopOf(way: Way, error: unknown): Pick<Ending, 'action' | 'reason'> {
  if (error instanceof RefusedMidstream) return { action: 'refused-midstream', reason: error.reason }
  if (isBroken(way)) return { action: 'refused-midstream', reason: 'malformed-request' }
  if (error instanceof ClientGone) return { action: 'fail', reason: 'client-gone' }
  // A body is read while it leaves: what breaks there is our fault, not the destination's.
  if (isGatewayError(error) || (error instanceof TypeError && !('code' in error))) {
    way.egress.ports.fault('exchange', error)
    return { action: 'fail', reason: 'internal' }
  }
  return { action: 'fail', reason: upstreamFault(error) }
}

/** True where the framing of this request's body was found to be broken while it was read. */
function isBroken(way: Way): boolean {
  return way.beginning.connection.broken === way.request
}

interface Why {
  reason: Ending['reason']
  ruleId: string | null
  judgement?: Judgement
  status?: number
  /** True where a part of the request may have reached the destination. */
  left?: boolean
}

/** Tells the client why nothing leaves, or nothing more. */
export function refuse(way: Way, head: Pick<RequestHead, 'accept' | 'hasBody'>, why: Why): Ending {
  const { egress, beginning, request, response } = way
  const { connection } = beginning
  const judgement = why.judgement ?? null
  // What did not leave may not use up the hour of what comes after it.
  if (why.left !== true) way.persons?.withdraw()
  // After a malformed request nobody knows where the next one begins; a body that is not wanted is not waited for.
  const unread = why.reason === 'malformed-request' || (head.hasBody && !request.complete)
  const close = unread || egress.stopping || connection.closing
  if (close) connection.closing = true
  const status = sendRefusal(request, response, {
    reason: why.reason,
    ruleId: why.ruleId,
    host: way.wanted.host,
    exchangeId: beginning.id,
    contact: egress.options.contact,
    accept: head.accept,
    judgement,
    close,
    ...(why.status === undefined ? {} : { status: why.status }),
  })
  return {
    ...nothingForwarded,
    action: actionFor(why.reason),
    reason: why.reason,
    ruleId: why.ruleId,
    status,
    judgement,
  }
}

/** The head could not be read: nobody knows where it should have gone. */
export function refuseHead(way: Way, fault: HeadFault): Ending {
  const status = statusOfFault(fault)
  return refuse(way, unreadHead(way), { reason: 'malformed-request', ruleId: null, status })
}

/** What a refusal needs of a head that could not be read, or whose reading may be what failed. */
function unreadHead(way: Way): Pick<RequestHead, 'accept' | 'hasBody'> {
  return { accept: way.request.headers.accept ?? '', hasBody: true }
}

/** Something threw: the client's leaving is its own business, everything else is ours and is shown as such. */
export function failed(way: Way, error: unknown): Ending {
  if (isBroken(way)) return refuse(way, unreadHead(way), { reason: 'malformed-request', ruleId: null })
  if (error instanceof ClientGone) {
    way.response.destroy()
    return { ...nothingForwarded, action: 'fail', reason: 'client-gone', ruleId: null, status: null }
  }
  way.egress.ports.fault('exchange', error)
  return refuse(way, unreadHead(way), { reason: 'internal', ruleId: null })
}
