/** Tells client and journal how an exchange ended, whatever ended it. */
import { isGatewayError } from '../core/errors.ts'
import type { HeadFault, RequestHead } from '../core/http/head.ts'
import { wantsHtml } from '../core/policy/refusal.ts'
import type { ExchangeRule, Judgement } from '../core/policy/verdict.ts'
import { isReviewable } from '../core/review/review.ts'
import { ClientGone, CutShort, RefusedMidstream } from './cut-short.ts'
import type { ForwardOutcome } from './forward-request.ts'
import { judgementOf, type Passable } from './inspected.ts'
import { type Ending, nothingForwarded } from './record.ts'
import { actionFor, sendRefusal, statusOfFault } from './refuse.ts'
import type { Route } from './route.ts'
import { upstreamFault } from './upstream-fault.ts'
import type { Way } from './way.ts'

/** After the way upstream: what the answer, or its absence, comes to. */
export function conclude(
  way: Way,
  head: RequestHead,
  done: {
    outcome: ForwardOutcome
    inspected: Passable
    route: Route
    rule: ExchangeRule
  },
): Ending {
  const { outcome, inspected, route, rule } = done
  const judgement = judgementOf(inspected)
  const base = {
    ruleId: rule.id,
    address: route.upstream.address,
    forwardedBytes: outcome.kind === 'unanswered' && !outcome.sent ? 0 : inspected.forwarded.bytes,
    responseBytes: outcome.kind === 'unanswered' ? 0 : outcome.responseBytes,
    observed: judgement.observed,
    notes: way.isUnrestored ? [...inspected.notes, 'unrestored'] : inspected.notes,
    judgement,
  }
  switch (outcome.kind) {
    case 'answered':
      return { ...base, ...verdictOf(inspected, judgement), status: outcome.status }
    case 'client-gone':
    case 'client-not-reading':
      return { ...base, ...gone(way, outcome.kind), status: outcome.status }
    case 'cut':
      return { ...base, ...stopOf(way, outcome.error), status: outcome.status }
    case 'unanswered': {
      const stop = stopOf(way, outcome.error)
      if (stop.reason === 'client-gone' || stop.reason === 'gateway-stopped') way.response.destroy()
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

function verdictOf(inspected: Passable, judgement: Judgement): Pick<Ending, 'action' | 'reason'> {
  if (inspected.setAside !== null)
    return { action: inspected.changed ? 'transform' : 'pass', reason: inspected.setAside }
  if (judgement.observed) return { action: 'pass', reason: 'observe-only' }
  return { action: judgement.action, reason: judgement.reason }
}

/** Why an exchange that had begun to leave did not come to its end. */
function stopOf(way: Way, error: unknown): Pick<Ending, 'action' | 'reason'> {
  if (error instanceof RefusedMidstream) return { action: error.action, reason: error.reason }
  if (way.isBroken) return { action: 'refused-midstream', reason: 'malformed-request' }
  if (error instanceof ClientGone) return gone(way)
  if (error instanceof CutShort) return { action: error.action, reason: error.reason }
  // A body is read while it leaves: what breaks there is our fault, not the destination's.
  if (isGatewayError(error) || (error instanceof TypeError && !('code' in error))) {
    way.egress.ports.fault('exchange', error)
    return { action: 'fail', reason: 'internal' }
  }
  return way.isCutByStop ? gone(way) : { action: 'fail', reason: upstreamFault(error) }
}

/** The client's connection ended before its exchange: by the client, by its silence, or by the gateway's own stop. */
function gone(
  way: Way,
  how: 'client-gone' | 'client-not-reading' = 'client-gone',
): Pick<Ending, 'action' | 'reason'> {
  return { action: 'fail', reason: way.isCutByStop ? 'gateway-stopped' : how }
}

interface Why {
  reason: Ending['reason']
  ruleId: string | null
  judgement?: Judgement
  status?: number
  retryAfterSeconds?: number
  /** True where a part of the request may have reached the destination. */
  left?: boolean
}

/** Tells the client why nothing leaves, or nothing more. */
export function refuse(way: Way, head: Pick<RequestHead, 'accept' | 'hasBody'>, why: Why): Ending {
  const { egress, beginning, connection, request, response } = way
  const judgement = why.judgement ?? null
  if (why.left !== true) way.withdrawPersons()
  // After a malformed request nobody knows where the next one begins; a body that is not wanted is not waited for.
  const unread = ['malformed-request', 'limit'].includes(why.reason) || (head.hasBody && !request.complete)
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
    review: reviewAddress(way, why),
    // A program has no use for a page, and what our own pages say is not gathered for it.
    trouble: wantsHtml(head.accept) ? (egress.ports.reviews?.troubleAt() ?? null) : null,
    close,
    ...(why.status === undefined ? {} : { status: why.status }),
    ...(why.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: why.retryAfterSeconds }),
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

/** Where a person is asked to look at what a rule for requests has stopped; null where nobody is. */
function reviewAddress(way: Way, { reason, ruleId, left }: Why): string | null {
  const { beginning, connection, egress, offersReview } = way
  if (!offersReview || ruleId === null || left === true || !isReviewable(reason)) return null
  return egress.ports.reviews?.linkFor({ exchangeId: beginning.id, address: connection.address }) ?? null
}

/** The head could not be read: nobody knows where it should have gone. */
export function refuseHead(way: Way, fault: HeadFault): Ending {
  const status = statusOfFault(fault)
  // Too long is clear enough: nothing hides in it.
  const reason = status === 414 || status === 431 || status === 501 ? 'limit' : 'malformed-request'
  return refuse(way, unreadHead(way), { reason, ruleId: null, status })
}

/** What a refusal needs of a head that could not be read, or whose reading may be what failed. */
function unreadHead(way: Way): Pick<RequestHead, 'accept' | 'hasBody'> {
  return { accept: way.request.headers.accept ?? '', hasBody: true }
}

/** Something threw: the client's leaving is its own business, everything else is ours and is shown as such. */
export function failed(way: Way, error: unknown): Ending {
  if (way.isBroken) return refuse(way, unreadHead(way), { reason: 'malformed-request', ruleId: null })
  if (error instanceof ClientGone) {
    way.response.destroy()
    return { ...nothingForwarded, ...gone(way), ruleId: null, status: null }
  }
  way.egress.ports.fault('exchange', error)
  return refuse(way, unreadHead(way), { reason: 'internal', ruleId: null })
}
