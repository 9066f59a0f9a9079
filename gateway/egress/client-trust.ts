/** Says what a client makes of our certificate: it asks for something, refuses it in TLS's own words, or leaves without a word. */
import type { TLSSocket } from 'node:tls'
import { alertIn, isAgreementAlert } from '../core/tls/alert.ts'
import { secondMs } from '../core/units.ts'

/** What became of a connection up to its first request. */
export type ClientTrust =
  /** A request came. */
  | { kind: 'used' }
  /** It ended before one came, and that says nothing of the certificate: we closed it, or it had waited for long. */
  | { kind: 'ended' }
  /** The client closed it as soon as the handshake was through, and had sent nothing. */
  | { kind: 'left-unused' }
  /** It did not take our certificate. `alert`: its last word (RFC 8446 §6.2); null where it closed at once without one. */
  | { kind: 'refused'; alert: string | null }
  /** It said hello and then nothing for so long that we ended it. */
  | { kind: 'silent' }
  /** It was gone before it was answered, or closed so late that nobody can tell why. */
  | { kind: 'left' }
  /** There is no version or cipher that both sides take, or what it sent is no TLS. */
  | { kind: 'no-agreement'; alert: string | null }

export interface TrustWatch {
  /** Never rejects. */
  readonly outcome: Promise<ClientTrust>
  used(): void
}

export interface TrustWatchOptions {
  timeoutMs: number
  monotonic(): number
}

/** Who looks at the certificate after the handshake leaves within a round trip. Browsers keep a spare connection for longer. */
const promptMs = 2 * secondMs

/** Ends a handshake that takes longer than `timeoutMs`, and one that failed. */
export function watchTrust(secure: TLSSocket, options: TrustWatchOptions): TrustWatch {
  const { promise, resolve } = Promise.withResolvers<ClientTrust>()
  let since = options.monotonic()
  let isSecure = false
  let hungUp = false
  const isPrompt = () => options.monotonic() - since <= promptMs
  const give = (trust: ClientTrust) => {
    resolve(trust)
    secure.destroy()
  }
  const timer = setTimeout(() => give({ kind: 'silent' }), options.timeoutMs)
  const onError = (cause: unknown) => {
    const alert = alertIn(cause)
    const isGone = isReset(cause)
    hungUp ||= isGone
    // A TLS 1.3 client that checks late sends its alert behind its own Finished.
    if (alert !== null) resolve({ kind: isAgreementAlert(alert) ? 'no-agreement' : 'refused', alert })
    else if (!isSecure && !isGone) resolve({ kind: 'no-agreement', alert })
  }
  // A TLSSocket without a tls.Server reports failures of the handshake by `_tlsError` alone.
  secure.on('_tlsError', (cause: unknown) => {
    onError(cause)
    secure.destroy()
  })
  secure.on('error', onError)
  secure.once('end', () => {
    // Otherwise it only answers that we ended our side.
    hungUp ||= !secure.writableEnded
  })
  secure.once('secure', () => {
    clearTimeout(timer)
    isSecure = true
    since = options.monotonic()
  })
  secure.once('close', () => {
    clearTimeout(timer)
    const left = hungUp && isPrompt()
    if (!isSecure) resolve(left ? { kind: 'refused', alert: null } : { kind: 'left' })
    else resolve(left ? { kind: 'left-unused' } : { kind: 'ended' })
  })
  return { outcome: promise, used: () => resolve({ kind: 'used' }) }
}

function isReset(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ECONNRESET' || cause.code === 'EPIPE')
}
