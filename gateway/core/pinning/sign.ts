/** Reads out of a journal record whether its client takes this office's certificates, refuses them, or leaves without a word. */
import type { ExchangeRecord } from '../journal.ts'
import { isCertificateAlert } from '../tls/alert.ts'

/** `refused`: in TLS's own words. `left`: closed at once, which healthy programs do as well, now and then. */
export type SignKind = 'used' | 'refused' | 'left'

export interface Sign {
  kind: SignKind
  client: string
  host: string
  /** Milliseconds since 1970: when the connection or request began. */
  at: number
}

/** Null for records that say nothing of it: plain requests, tunnels, what never came to a handshake. */
export function signOf(record: ExchangeRecord): Sign | null {
  const kind = kindOf(record)
  if (kind === null) return null
  return { kind, client: record.client, host: record.destination, at: record.at }
}

function kindOf({ reason, notes, scheme, method, destination }: ExchangeRecord): SignKind | null {
  if (scheme === 'https' && method !== null && method !== 'CONNECT') return 'used'
  if (reason !== 'client-tls-failed' && reason !== 'client-left-unused') return null
  // A rule for the name would not be asked about a connection that names nobody, and a name that may hold somebody's data
  // is not written down: nothing could be proposed of either.
  if (notes.includes('no-server-name') || destination === '' || destination.includes('{')) return null
  if (reason === 'client-left-unused' || notes.includes('hung-up')) return 'left'
  const alert = notes.find((note) => note.startsWith(alertMark))?.slice(alertMark.length)
  if (alert === undefined) return null
  // Some libraries say `handshake_failure` or `internal_error` of a pin that does not fit; other faults sound alike.
  return isCertificateAlert(alert) ? 'refused' : 'left'
}

const alertMark = 'alert:'
