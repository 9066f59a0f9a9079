/** The record of one exchange as the journal keeps it: what was decided and why, never a value. */
import type { Place } from './content/inspector.ts'
import type { DataClass, EntityType, Operator } from './pii/entity.ts'

/** What happened to an exchange, in one word. The page, the API, the tests and the refusal page use the same. */
export const verdictActions = [
  /** Left as it came. */
  'pass',
  /** Left changed. */
  'transform',
  /** Left unread inside its own TLS, as the connection rule says. */
  'tunnel',
  /** Did not leave. */
  'refuse',
  /** Began to leave, was cut before the entity's first byte. */
  'refused-midstream',
  /** Could not be carried out: the destination's certificate, name, network, or the client's own fault. */
  'fail',
] as const
export type VerdictAction = (typeof verdictActions)[number]

/** Why, as a stable word. New reasons are added here, with their sentence in `core/policy/reasons.ts`. */
export type VerdictReason =
  | 'rule'
  | 'resent'
  | 'nothing-found'
  | 'all-kept'
  | 'observe-only'
  | 'connection-rule'
  | 'tracker-list'
  | 'entity-refused'
  | 'too-many-persons'
  | 'undecodable'
  | 'opaque-content'
  | 'signed-content'
  | 'too-large'
  | 'too-slow'
  | 'busy'
  | 'no-room-in-encoding'
  | 'tokens-not-kept'
  | 'client-not-allowed'
  | 'client-quarantined'
  | 'client-guest'
  | 'device-needed'
  | 'device-refused'
  | 'login-needed'
  | 'login-wrong'
  | 'login-too-often'
  | 'login-unprotected'
  | 'login-not-checked'
  | 'control-away'
  | 'port-not-allowed'
  | 'address-not-allowed'
  | 'loop'
  | 'malformed-request'
  | 'method-not-supported'
  | 'answered-here'
  | 'misdirected'
  | 'name-mismatch'
  | 'name-excluded'
  | 'not-tls'
  | 'upgrade-not-inspected'
  | 'name-not-found'
  | 'upstream-unreachable'
  | 'upstream-login-refused'
  | 'upstream-proxy-failed'
  | 'upstream-own-address'
  | 'upstream-timeout'
  | 'upstream-protocol'
  | 'answer-too-large'
  | 'certificate-expired'
  | 'certificate-not-yet-valid'
  | 'certificate-wrong-host'
  | 'certificate-self-signed'
  | 'certificate-untrusted'
  | 'certificate-incomplete-chain'
  | 'certificate-revoked'
  | 'certificate-too-long'
  | 'certificate-invalid'
  | 'client-tls-failed'
  | 'client-left-unused'
  | 'client-left-early'
  | 'client-silent'
  | 'client-tls-unusable'
  | 'client-gone'
  | 'client-not-reading'
  | 'gateway-stopped'
  | 'limit'
  | 'internal'

export interface JournalFinding {
  type: EntityType
  class: DataClass
  place: Place
  /** Key path, field, column or header name; null in plain text. Entities inside names are replaced by `{…}`. */
  path: string | null
  offset: number
  length: number
  score: number
  /**
   * What spoke for it and what decided: `luhn`, `veto:id`, `own-identity`, `signed:mask` (a signature kept it from the
   * mask), `fixed-field:mask` (it stands where a change would break the request).
   */
  reasons: readonly string[]
  operator: Operator
  /** Keyed index of the normalised value, so that "the same value again" can be seen; null where switched off. */
  blindIndex: string | null
}

/** One exchange (or one tunnelled connection). Times are milliseconds since 1970, sizes bytes. */
export interface ExchangeRecord {
  /** Sortable by time: 12 hex digits of milliseconds, `-`, 12 random hex digits. */
  id: string
  at: number
  durationMs: number
  /** The client's address. */
  client: string
  scheme: 'http' | 'https'
  destination: string
  port: number
  /** The address that was connected to; null where it came to no connection. */
  address: string | null
  /** null for tunnels and for what failed before a request was read. */
  method: string | null
  /** Segments that are no plain words of a route are `{…}`; null as for `method`. */
  pathTemplate: string | null
  status: number | null
  /** Body bytes as the client sent them, as the destination got them, and as the client got them back. */
  requestBytes: number
  forwardedBytes: number
  responseBytes: number
  action: VerdictAction
  reason: VerdictReason
  /** The rule that decided, or `list:` and the name of the list of trackers that did; null where no rule was reached. */
  ruleId: string | null
  /** True where mode `observe` kept a verdict from being carried out. */
  observed: boolean
  /**
   * Notes on what was not looked into or was adapted: `unread` (the body left as it came), `opaque-parts` (parts of a
   * multipart body did, or of a file), `opaque:…` (of which kind they were), `metadata-stripped`, `metadata-kept` (of a file,
   * which no program here can take out), `read-as-text` (it was not what it said), `signed` (a change was kept from it), `streamed`,
   * `unrestored` (tokens stayed in the answer: it is not in the coding that it names, or in a character set that nobody here writes),
   * `reviewed:` and an id (the answer to that review was followed), `original-sealed` and `original-not-kept:…` (what came of a
   * body that left changed, where that is switched on), `resend-of:` and an id (the owner sent that original again).
   * Of a WebSocket: `websocket`, `sent:3` and `received:5` (messages), `closed:1000` (the first close code; 1005 one without, 1006
   * none), and of a part of one that lasts `part-of:ID`. Its bytes are those of messages, its findings are theirs.
   * Of TLS with a client that failed: `alert:unknown_ca` (its last word, as RFC 8446 names it), `hung-up` (it closed at once without one).
   * Of a tunnel: `asked-for:HOST` (it was opened for another name than the request's), `no-server-name` (its TLS named none).
   * Of a connection that the network led here, and in which no request was read: `led-here`.
   * Of its URL: `tracking-removed:2` (so many tracking parameters were taken out of it, which `action` does not count as a change).
   * Of HTTP/2: `resets:300` (so many streams that their client opened and left, with nothing else to be said of them).
   */
  notes: readonly string[]
  /** At most `maxJournalFindings`, in document order; `findingCounts` counts all. */
  findings: readonly JournalFinding[]
  findingCounts: Readonly<Partial<Record<EntityType, number>>>
  /**
   * How far it was looked into, in the letters of `core/policy/looked.ts`: what a later question about another policy goes
   * by. Absent where nothing was, and in records of earlier versions.
   */
  looked?: string | undefined
}

/** The same on its way to the journal. */
export interface RecordedExchange extends ExchangeRecord {
  /** The address that it came from where `client` is a user: for the page of trouble, and never written down. */
  from?: string | undefined
}

/** More findings of one exchange are counted, not listed: a gigabyte of addresses must not become a gigabyte of journal. */
export const maxJournalFindings = 200
