/** Tells a gRPC client why its call did not leave, in the status that its library hands to whoever called. */
import type { VerdictReason } from '../core/journal.ts'
import type { ClientResponse } from './client-message.ts'

export interface CallRefusal {
  reason: VerdictReason
  exchangeId: string
}

/** github.com/grpc/grpc/blob/master/doc/statuscodes.md. */
const permissionDenied = 7
const resourceExhausted = 8
const unavailable = 14

/** gRPC over HTTP2, Trailers-Only: the status stands in the head, behind which nothing follows. Returns the HTTP status. */
export function refuseCall(response: ClientResponse, { reason, exchangeId }: CallRefusal): number {
  response.sendDate = true
  response.foresee?.({ body: false, trailers: false })
  response.writeHead(200, '', [
    ...['Content-Type', 'application/grpc'],
    ...['Grpc-Status', String(callStatusOf(reason))],
    // Percent-encoded, which none of these characters needs.
    ...['Grpc-Message', `Gatehouse: ${reason} (${exchangeId})`],
    ...['Gatehouse-Reason', reason],
  ])
  response.end()
  return 200
}

/** The same behind an answer that has begun: what a destination would have said at its end. */
export function callTrailers(reason: VerdictReason): string[] {
  return ['Grpc-Status', String(callStatusOf(reason)), 'Grpc-Message', `Gatehouse: ${reason}`]
}

/** Clients repeat what is unavailable, and nothing else. */
function callStatusOf(reason: VerdictReason): number {
  switch (reason) {
    case 'too-large':
    case 'limit':
    case 'busy':
      return resourceExhausted
    case 'upstream-timeout':
    case 'upstream-unreachable':
    case 'upstream-login-refused':
    case 'upstream-proxy-failed':
    case 'upstream-own-address':
    case 'upstream-protocol':
    case 'name-not-found':
    case 'gateway-stopped':
    case 'tokens-not-kept':
      return unavailable
    default:
      return permissionDenied
  }
}
