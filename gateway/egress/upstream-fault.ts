/** Says in the journal's words why a destination could not be reached or understood. */
import type { VerdictReason } from '../core/journal.ts'
import { certificateFault, findCertificateError } from '../core/tls/certificate-fault.ts'
import { ParentFailed, ParentRefused } from './parent-proxy.ts'

const unreachable = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ECONNRESET',
  'EPIPE',
  'EADDRNOTAVAIL',
  'EACCES',
  'UND_ERR_SOCKET',
  'UND_ERR_CLOSED',
  'UND_ERR_DESTROYED',
])
const timedOut = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
])

/** The reason for an error of undici, of a socket or of certificate verification. */
export function upstreamFault(error: unknown): VerdictReason {
  const certificate = findCertificateError(error)
  if (certificate !== null) return certificateFault(certificate)
  const code = codeOf(error)
  const own = ownFault(error)
  if (own !== null) return own
  if (unreachable.has(code)) return 'upstream-unreachable'
  if (timedOut.has(code)) return 'upstream-timeout'
  // Undici's parser gives most of its errors no code.
  if ((error as { name?: unknown } | null)?.name === 'HTTPParserError') return 'upstream-protocol'
  // Headers too large, answers longer or shorter than they said, TLS protocol errors, what Node will not write on.
  if (/^(?:HPE_|UND_ERR_|EPROTO|ERR_)/.test(code)) return 'upstream-protocol'
  return 'upstream-unreachable'
}

/** What is amiss on our side of the way out, or at the proxy that it leads through. */
function ownFault(error: unknown): VerdictReason | null {
  const first = firstOf(error)
  // RFC 9110 §15.5.8.
  if (first instanceof ParentRefused && first.status === 407) return 'upstream-login-refused'
  if (first instanceof ParentFailed) return 'upstream-proxy-failed'
  // Where no port is left, it is the connecting that cannot be done.
  const { code, syscall } = (first ?? {}) as { code?: unknown; syscall?: unknown }
  return code === 'EADDRNOTAVAIL' && syscall === 'bind' ? 'upstream-own-address' : null
}

/** True where the request certainly did not reach the destination's application, or may safely be repeated. */
export function mayRetry(error: unknown, method: string): boolean {
  if (isUnprocessed(error)) return true
  const code = codeOf(error)
  const broken = code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'
  // RFC 9110 §9.2.2: only methods defined as idempotent may be repeated without asking.
  return broken && ['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE'].includes(method)
}

/** True where the destination itself said so, or its protocol does. */
export function isUnprocessed(error: unknown): boolean {
  return (error as { unprocessed?: unknown } | null)?.unprocessed === true
}

function codeOf(error: unknown): string {
  const { code } = (firstOf(error) ?? {}) as { code?: unknown }
  return typeof code === 'string' ? code : ''
}

/** The error that has a code: itself, the first of several addresses' errors, or what it comes of. */
function firstOf(error: unknown): unknown {
  const { code, errors, cause } = (error ?? {}) as { code?: unknown; errors?: unknown[]; cause?: unknown }
  if (typeof code === 'string') return error
  if (Array.isArray(errors) && errors.length > 0) return firstOf(errors[0])
  return cause === undefined ? null : firstOf(cause)
}
