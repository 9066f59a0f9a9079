/** Carries a session's secret between browser and gateway, in a cookie that no script, other site or neighbour can use. */
import type { FastifyRequest } from 'fastify'
import { type Sessions, sessionMs } from '../accounts/sessions.ts'

/**
 * The `__Host-` prefix makes browsers refuse the cookie unless it is Secure, without Domain and for `/`
 * (RFC 6265bis §4.1.3.2), so a neighbour on the office's domain cannot plant one.
 */
export const cookieName = '__Host-gatehouse'

/** The value for `Set-Cookie`; null takes the cookie away. */
export function sessionCookie(secret: string | null): string {
  const age = secret === null ? 0 : sessionMs / 1000
  return `${cookieName}=${secret ?? ''}; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=${age}`
}

/** The secret in a Cookie header (RFC 6265 §4.2.1), or null where there is none that could be ours. */
export function sessionSecretIn(header: string | undefined): string | null {
  if (header === undefined || header.length > 8192) return null
  for (const pair of header.split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === cookieName && value !== undefined && /^[\w-]{43}$/.test(value)) return value
  }
  return null
}

/** What the browser was signed in as before ends with what it does now. */
export function closeSessionOf({ headers }: FastifyRequest, sessions: Sessions): void {
  const former = sessionSecretIn(headers.cookie)
  if (former !== null) sessions.close(former)
}
