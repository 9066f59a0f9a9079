/** Tells a client in words why its request did not leave, and ends the request cleanly. */
import { STATUS_CODES } from 'node:http'
import { fieldName } from '../core/http/fields.ts'
import type { HeadFault } from '../core/http/head.ts'
import type { VerdictReason } from '../core/journal.ts'
import { proxyChallenge } from '../core/login/basic.ts'
import { refusalPage, refusalStyleHash, wantsHtml } from '../core/policy/refusal.ts'
import type { Judgement } from '../core/policy/verdict.ts'
import type { ClientRequest, ClientResponse } from './client-message.ts'
import { lingerAtEnd } from './linger.ts'
import { canAnswer } from './record.ts'
import { type CallRefusal, refuseCall } from './refuse-call.ts'

export interface Refusal extends CallRefusal {
  ruleId: string | null
  host: string
  contact: string
  accept: string
  judgement: Judgement | null
  /** Where a review can be asked for; null where it cannot. */
  review: string | null
  /** Where whoever is stopped is told what was done lately; null where nobody is. */
  trouble: string | null
  /** Where another status says it more exactly than `statusOf`. */
  status?: number
  /** Where it is known how long to wait. */
  retryAfterSeconds?: number
  /** True where nothing more can be read on this connection: its body is not wanted, or its framing not understood. */
  close: boolean
}

/** The page needs its one style and nothing else; nobody may frame it. */
export const refusalSecurityPolicy = `default-src 'none'; style-src '${refusalStyleHash}'; frame-ancestors 'none'`

/** RFC 9110 §10.2.3. By then what was held is sent on, or its sender was found to be too slow. */
const busySeconds = 30

/** Answers with a page or problem+json and returns the status that the client got, or null where it was gone. */
export function sendRefusal(
  request: ClientRequest,
  response: ClientResponse,
  refusal: Refusal,
): number | null {
  if (!canAnswer(response)) {
    response.destroy()
    return null
  }
  const status = refusal.status ?? statusOf(refusal.reason)
  // A proxy's question is none of the call's: the client's library answers it, whatever it carries.
  if (request.isGrpc === true && status !== 407) return refuseCall(response, refusal)
  const page = refusalPage({
    reason: refusal.reason,
    status,
    host: refusal.host,
    ruleId: refusal.ruleId,
    contact: refusal.contact,
    exchangeId: refusal.exchangeId,
    findingCounts: refusal.judgement?.findingCounts ?? {},
    review: refusal.review,
    trouble: refusal.trouble,
  })
  const isBare = isPartOfPage(request, refusal.reason)
  const html = wantsHtml(refusal.accept)
  const text = html ? page.html : `${JSON.stringify(page.problem)}\n`
  const body = Buffer.from(isBare ? '' : text)
  if (refusal.close) {
    // An iterator over a body that broke has already let go of the request's socket.
    lingerAtEnd(request.socket ?? response.socket, request)
    // What still comes of the body is read and thrown away.
    request.on('error', () => {}).resume()
  }
  response.sendDate = true
  response.writeHead(status, STATUS_CODES[status] ?? '', [
    ...(isBare ? [] : ['Content-Type', html ? 'text/html; charset=utf-8' : 'application/problem+json']),
    ...['Content-Length', String(body.length)],
    ...['Content-Security-Policy', refusalSecurityPolicy],
    ...['Cache-Control', 'no-store'],
    ...['X-Content-Type-Options', 'nosniff'],
    ...['Referrer-Policy', 'no-referrer'],
    ...['Gatehouse-Reason', refusal.reason],
    ...adviceFor(refusal),
    ...(refusal.close ? ['Connection', 'close'] : []),
  ])
  response.end(request.method === 'HEAD' ? undefined : body)
  return status
}

/**
 * What a list of trackers stops is most often a picture, a script or a frame within a page (Sec-Fetch-Dest, W3C Fetch
 * Metadata): nobody reads a page in its place. An empty 403, and not an empty success: scripts take the way that their
 * page has for a failure, and none takes the gateway for the tracker.
 */
function isPartOfPage(request: ClientRequest, reason: VerdictReason): boolean {
  if (reason !== 'tracker-list') return false
  const { rawHeaders } = request
  const at = rawHeaders.findIndex((text, index) => index % 2 === 0 && fieldName(text) === 'sec-fetch-dest')
  return at !== -1 && !readers.has(rawHeaders[at + 1] ?? '')
}

/** A whole page, and what a script asks for by itself. */
const readers: ReadonlySet<string> = new Set(['document', 'empty'])

/** Fields that say what the client can do about it. */
export function adviceFor({
  reason,
  retryAfterSeconds,
}: Pick<Refusal, 'reason' | 'retryAfterSeconds'>): string[] {
  // RFC 9110 §15.5.8: 407 names at least one challenge.
  if (statusOf(reason) === 407) return ['Proxy-Authenticate', proxyChallenge]
  const seconds = reason === 'busy' ? busySeconds : retryAfterSeconds
  return seconds === undefined ? [] : ['Retry-After', String(seconds)]
}

/** Policy refuses; what the network or a certificate does not allow fails. */
export function actionFor(reason: VerdictReason): 'refuse' | 'fail' {
  return reason.startsWith('certificate-') ||
    reason.startsWith('upstream-') ||
    reason === 'name-not-found' ||
    reason === 'client-gone' ||
    reason === 'client-not-reading' ||
    reason === 'too-slow' ||
    reason === 'answer-too-large' ||
    reason === 'gateway-stopped' ||
    reason === 'control-away' ||
    reason === 'client-tls-failed' ||
    reason === 'client-left-unused' ||
    reason === 'client-left-early' ||
    reason === 'client-silent' ||
    reason === 'client-tls-unusable' ||
    reason === 'internal'
    ? 'fail'
    : 'refuse'
}

/** RFC 9110 §15: whose fault it is, as exactly as a status can say. */
export function statusOf(reason: VerdictReason): number {
  switch (reason) {
    case 'malformed-request':
    case 'client-gone':
    case 'client-not-reading':
      return 400
    case 'misdirected':
      return 421
    case 'too-large':
      return 413
    case 'login-needed':
    case 'login-wrong':
      return 407
    case 'login-too-often':
      return 429
    case 'loop':
      return 508
    case 'too-slow':
      return 408
    case 'limit':
    case 'busy':
    case 'login-not-checked':
    case 'tokens-not-kept':
    case 'control-away':
    case 'gateway-stopped':
      return 503
    case 'internal':
      return 500
    // RFC 9110 §15.6.2: which methods the destination takes is not known, so 405 with its Allow would say too much.
    case 'method-not-supported':
      return 501
    case 'answered-here':
      return 200
    case 'upstream-timeout':
      return 504
    case 'name-not-found':
    case 'upstream-unreachable':
    case 'upstream-login-refused':
    case 'upstream-proxy-failed':
    case 'upstream-own-address':
    case 'upstream-protocol':
    case 'answer-too-large':
    case 'certificate-expired':
    case 'certificate-not-yet-valid':
    case 'certificate-wrong-host':
    case 'certificate-self-signed':
    case 'certificate-untrusted':
    case 'certificate-incomplete-chain':
    case 'certificate-revoked':
    case 'certificate-too-long':
    case 'certificate-invalid':
      return 502
    default:
      return 403
  }
}

/** RFC 9110 §15.5: what exactly was wrong with a head. */
export function statusOfFault(fault: HeadFault): number {
  switch (fault) {
    case 'target-too-long':
      return 414
    case 'expectation':
      return 417
    // RFC 9112 §3: a method that is longer than any that is known.
    case 'method-too-long':
      return 501
    case 'too-many-fields':
    case 'fields-too-large':
      return 431
    case 'host-missing':
    case 'host-repeated':
    case 'host-malformed':
    case 'target-malformed':
    case 'version':
    case 'max-forwards':
    case 'content-length':
    case 'transfer-encoding':
    case 'connection-names-protected-field':
    case 'content-type-repeated':
      return 400
  }
}
