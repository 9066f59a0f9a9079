/** Sends one request to its destination. */
import type { Dispatcher } from 'undici'
import { AnswerRelay } from './answer.ts'
import { pathForUndici } from './asterisk.ts'
import type { ClientResponse } from './client-message.ts'
import { ClientGone } from './cut-short.ts'
import type { ForwardOutcome, ForwardRequest } from './forward-request.ts'
import type { Upstream } from './upstream-pool.ts'

/** Forwards and resolves when the exchange is over; never rejects. */
export function forward(
  upstream: Upstream,
  request: ForwardRequest,
  response: ClientResponse,
): Promise<ForwardOutcome> {
  if (response.destroyed) {
    // The client left while its body was looked into: then nothing leaves at all.
    if (request.body !== null && !Buffer.isBuffer(request.body)) request.body.destroy()
    return Promise.resolve({ kind: 'unanswered', error: new ClientGone('left'), sent: false })
  }
  return new Promise((resolve) => {
    const relay = new AnswerRelay(response, request, (outcome) => {
      upstream.active -= 1
      resolve(outcome)
    })
    upstream.active += 1
    const inHttp1 = () => dispatchInHttp1(upstream.pool, request, relay)
    if (upstream.sessions === null) inHttp1()
    else {
      const isWanted = () => !response.destroyed
      upstream.sessions.dispatch({ ...request, headers: request.fields, isWanted }, relay, inHttp1)
    }
  })
}

function dispatchInHttp1(pool: Upstream['pool'], request: ForwardRequest, relay: AnswerRelay): void {
  try {
    pool.dispatch(
      {
        method: request.method as Dispatcher.HttpMethod,
        path: pathForUndici(request.target),
        headers: request.fields,
        body: request.body,
        servername: request.serverName,
      } as Dispatcher.DispatchOptions,
      relay,
    )
  } catch (error) {
    relay.onResponseError(null, error as Error)
  }
}
