/** Sends a request to its destination, and again where nothing is done twice by that. */
import type { ClientResponse } from './client-message.ts'
import { forward } from './forward.ts'
import type { ForwardOutcome, ForwardRequest } from './forward-request.ts'
import type { Route } from './route.ts'
import { isUnprocessed, mayRetry } from './upstream-fault.ts'

/** A destination that ends each of its connections early leaves some requests of each unprocessed. */
const mostAgain = 3

export async function forwardUntilProcessed(
  route: Route,
  request: ForwardRequest,
  response: ClientResponse,
): Promise<ForwardOutcome> {
  const { method, body } = request
  let outcome = await forward(route.renew(), request, response)
  if (body !== null && !Buffer.isBuffer(body)) return outcome
  let wasBroken = false
  for (let again = 0; again < mostAgain; again += 1) {
    if (outcome.kind !== 'unanswered' || !mayRetry(outcome.error, method)) break
    // A kept connection may have been closed by the destination just now. What breaks off twice may be for the request's sake.
    const isBroken = !isUnprocessed(outcome.error)
    if (isBroken && wasBroken) break
    wasBroken ||= isBroken
    outcome = await forward(route.renew(), { ...request, alone: true }, response)
  }
  return outcome
}
