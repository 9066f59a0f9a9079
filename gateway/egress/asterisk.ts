/** Sends `OPTIONS *`, which asks about a server as a whole and which undici knows no way to write. */
import { subscribe } from 'node:diagnostics_channel'

/** No target of a client begins like this: those begin with a slash (`core/http/head.ts`), and undici takes it for a URL. */
const standIn = 'http://*'
let subscribed = false

/** The path to hand to undici for a target, so that the target itself is what stands in the request line. */
export function pathForUndici(target: string): string {
  if (target !== '*') return target
  if (!subscribed) {
    subscribed = true
    // The one place where undici shows a request before it writes it; nobody pays for it before somebody needs it.
    subscribe('undici:request:create', (message) => {
      const { request } = message as { request: { path: string } }
      if (request.path === standIn) request.path = '*'
    })
  }
  return standIn
}
