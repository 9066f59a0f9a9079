/** identifyClient, the first step of a request on a plain proxy connection: whose machine and certificate it is, whose login it carries, and whether that is enough. */
import { fieldName } from '../core/http/fields.ts'
import { refuse } from './conclude.ts'
import type { Objection } from './lasting.ts'
import type { LoginRefusal } from './logins.ts'
import type { Ending } from './record.ts'
import { objectionToMachine } from './standing.ts'
import type { Way } from './way.ts'

/** How it ends where the client is not let in; null where it is. Inside a tunnel the client is who opened it, and who asked for no proxy is asked for no login. */
export function identifyClient(way: Way): Ending | null | Promise<Ending | null> {
  const { connection, request, egress } = way
  // Before anything else: no login of anybody's is a way out of it.
  const unwanted = objectionToMachine(connection, egress)
  if (unwanted !== null) return told(way, unwanted)
  if (connection.tunnel !== null || connection.original !== null) return null
  const refusal = egress.logins.identify(connection, presentedLogins(request.rawHeaders))
  if (refusal === null) return null
  return refusal instanceof Promise ? refusal.then((late) => told(way, late)) : told(way, refusal)
}

/** The values of Proxy-Authorization, as they came. */
export function presentedLogins(rawHeaders: readonly string[]): string[] {
  return valuesOf(rawHeaders, 'proxy-authorization')
}

function told(way: Way, refusal: LoginRefusal | Objection | null): Ending | null {
  if (refusal === null) return null
  const { headers, rawHeaders } = way.request
  // RFC 9112 §6.3: without either there is no body, and the client may ask again on this connection.
  const hasBody = ['content-length', 'transfer-encoding'].some(
    (name) => valuesOf(rawHeaders, name).length > 0,
  )
  return refuse(way, { accept: headers.accept ?? '', hasBody }, { ...refusal, ruleId: null })
}

function valuesOf(rawHeaders: readonly string[], wanted: string): string[] {
  const values: string[] = []
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (fieldName(rawHeaders[i] as string) === wanted) values.push(rawHeaders[i + 1] as string)
  return values
}
