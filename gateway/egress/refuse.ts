/** Tells a client in words why its request did not leave, and ends the request cleanly. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { VerdictReason } from '../core/journal.ts'
import { refusalPage, refusalStyleHash, wantsHtml } from '../core/policy/refusal.ts'
import type { Judgement } from '../core/policy/verdict.ts'
import { secondMs } from '../core/units.ts'
import { canAnswer } from './record.ts'

export interface Refusal {
  reason: VerdictReason
  ruleId: string | null
  host: string
  exchangeId: string
  contact: string
  accept: string
  judgement: Judgement | null
}

/** How long an upload that nobody wants is still read, so that the client gets to see the answer (RFC 9112 §9.6). */
const lingerMs = 2 * secondMs

/** Answers with a page or problem+json and returns the status that the client got, or null where it was gone. */
export function sendRefusal(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
): number | null {
  if (!canAnswer(response)) {
    response.destroy()
    return null
  }
  const status = statusOf(refusal.reason)
  const page = refusalPage({
    reason: refusal.reason,
    status,
    host: refusal.host,
    ruleId: refusal.ruleId,
    contact: refusal.contact,
    exchangeId: refusal.exchangeId,
    findingCounts: refusal.judgement?.findingCounts ?? {},
  })
  const html = wantsHtml(refusal.accept)
  const body = Buffer.from(html ? page.html : `${JSON.stringify(page.problem)}\n`)
  if (!request.complete) linger(request, response)
  response.sendDate = true
  response.writeHead(status, [
    ...['Content-Type', html ? 'text/html; charset=utf-8' : 'application/problem+json'],
    ...['Content-Length', String(body.length)],
    ...[
      'Content-Security-Policy',
      `default-src 'none'; style-src '${refusalStyleHash}'; frame-ancestors 'none'`,
    ],
    ...['Cache-Control', 'no-store'],
    ...['X-Content-Type-Options', 'nosniff'],
    ...['Gatehouse-Reason', refusal.reason],
    ...(request.complete ? [] : ['Connection', 'close']),
  ])
  response.end(request.method === 'HEAD' ? undefined : body)
  return status
}

/** RFC 9110 §15: whose fault it is, as exactly as a status can say. */
export function statusOf(reason: VerdictReason): number {
  switch (reason) {
    case 'malformed-request':
    case 'client-gone':
      return 400
    case 'misdirected':
      return 421
    case 'too-large':
      return 413
    case 'loop':
      return 508
    case 'limit':
      return 503
    case 'internal':
      return 500
    case 'upstream-timeout':
      return 504
    case 'name-not-found':
    case 'upstream-unreachable':
    case 'upstream-protocol':
    case 'certificate-expired':
    case 'certificate-not-yet-valid':
    case 'certificate-wrong-host':
    case 'certificate-self-signed':
    case 'certificate-untrusted':
    case 'certificate-incomplete-chain':
    case 'certificate-revoked':
    case 'certificate-invalid':
      return 502
    default:
      return 403
  }
}

function linger(request: IncomingMessage, response: ServerResponse): void {
  const { socket } = request
  request.resume()
  const stop = setTimeout(() => socket.destroy(), lingerMs)
  request.once('close', () => clearTimeout(stop))
  response.once('close', () => clearTimeout(stop))
}
