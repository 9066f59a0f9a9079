/** Remembers which browsers have shown the access token: an id in a cookie here, its digest and end there. */
import { createHash, randomBytes } from 'node:crypto'
import { hourMs } from '../core/units.ts'

/**
 * The `__Host-` prefix makes browsers refuse the cookie unless it is Secure, without Domain and for `/`
 * (RFC 6265bis §4.1.3.2), so a neighbour on the office's domain cannot plant one.
 */
const cookieName = '__Host-gatehouse'
const sessionMs = 12 * hourMs
/** An owner has a handful of browsers; the oldest leaves when more come. */
const maxSessions = 64

export interface Sessions {
  /** A new session; the value for `Set-Cookie`. */
  open(): string
  /** Whether the request's Cookie header names a session that has not ended. */
  holds(cookieHeader: string | undefined): boolean
  /** Ends the session named by the header; the value for `Set-Cookie` that removes it. */
  close(cookieHeader: string | undefined): string
}

/** @param monotonic milliseconds that only grow: a clock set back must not lengthen a session */
export function createSessions(monotonic: () => number): Sessions {
  /** Digest of the id → end; insertion order is age. */
  const ends = new Map<string, number>()
  return {
    open() {
      const id = randomBytes(32).toString('base64url')
      const oldest = ends.keys().next()
      if (ends.size >= maxSessions && !oldest.done) ends.delete(oldest.value)
      ends.set(digest(id), monotonic() + sessionMs)
      return `${cookieName}=${id}; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=${sessionMs / 1000}`
    },
    holds(cookieHeader) {
      const id = sessionId(cookieHeader)
      if (id === null) return false
      const key = digest(id)
      const end = ends.get(key)
      if (end === undefined) return false
      if (end > monotonic()) return true
      ends.delete(key)
      return false
    },
    close(cookieHeader) {
      const id = sessionId(cookieHeader)
      if (id !== null) ends.delete(digest(id))
      return `${cookieName}=; Path=/; HttpOnly; Secure; SameSite=Strict; Max-Age=0`
    },
  }
}

/** The id in a Cookie header (RFC 6265 §4.2.1), or null where there is none that could be ours. */
function sessionId(header: string | undefined): string | null {
  if (header === undefined || header.length > 8192) return null
  for (const pair of header.split(';')) {
    const [name, value] = pair.trim().split('=', 2)
    if (name === cookieName && value !== undefined && /^[\w-]{43}$/.test(value)) return value
  }
  return null
}

/** Looking up a digest tells an attacker nothing through timing, however maps compare strings. */
function digest(id: string): string {
  return createHash('sha256').update(id).digest('base64')
}
