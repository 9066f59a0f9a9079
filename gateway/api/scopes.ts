/** Groups the routes that programs read into scopes, out of the table of rights: no route is without one, and none is in two. */
import type { AccountRole } from '../core/account/account.ts'
import { mayAsk, rights } from './rights.ts'

/** Where the first part of a path does not say for itself what it is about. */
const named: ReadonlyMap<string, string> = new Map([
  ['health', 'status'],
  ['openapi.json', 'status'],
  ['coverage', 'journal'],
  ['telemetry', 'devices'],
  ['holds', 'sweeps'],
  ['sessions', 'accounts'],
  ['api-keys', 'accounts'],
  ['proxy', 'users'],
])

/** Null for what no key opens: pages, changes, what is open to everybody, and people's own account. */
export function scopeOf(method: string, route: string): string | null {
  if (method !== 'GET' && method !== 'HEAD') return null
  if (route === '/metrics') return 'metrics'
  const first = /^\/api\/v1\/([^/]+)/.exec(route)?.[1]
  return first === undefined || first === 'account' ? null : (named.get(first) ?? first)
}

/** Those that a role may read at least a part of, by name. */
export function scopesOf(role: AccountRole): string[] {
  const readable = rights.filter(({ method, route }) => method === 'GET' && mayAsk(role, method, route))
  const found = readable.flatMap(({ who, method, route }) =>
    who === 'everybody' ? [] : (scopeOf(method, route) ?? []),
  )
  return [...new Set(found)].sort()
}
