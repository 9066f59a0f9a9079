/** Names what a destination is asked, and the ways in which that can end. */
import type { Buffer } from 'node:buffer'
import type { Readable } from 'node:stream'
import type { EgressLimits } from './options.ts'
import type { RestoreOptions } from './restored-answer.ts'

export interface ForwardRequest {
  method: string
  target: string
  serverName: string
  /** Name, value, …: Host included, framing excluded. */
  fields: string[]
  body: Buffer | Readable | null
  /** What the answer's Via gets (RFC 9110 §7.6.3); null where it gets nothing. */
  via: string | null
  limits: AnswerLimits
  /** Where tokens in the answer may become values again; null where they stay. */
  restore: RestoreOptions | null
  /** True where the client reads trailers. */
  acceptsTrailers?: boolean
  /** What may leave of the fields behind the body; asked once the body is through. */
  trailers?(): readonly string[]
  /** True where it is asked again, and nothing else may share its connection before its answer begins (HTTP/2). */
  alone?: boolean
  /** Asked when the answer begins: whether it is the last one on the client's connection. */
  isLast(): boolean
}

/**
 * `bodyIdleTimeoutMs`: how long a client may read nothing of an answer that waits for it; `maxBodyBytes`: how long an
 * answer may be; `upstreamHeadersTimeoutMs`: how long interim answers may put it off.
 */
type AnswerLimits = Pick<EgressLimits, 'bodyIdleTimeoutMs' | 'maxBodyBytes' | 'upstreamHeadersTimeoutMs'>

/** How the exchange with the destination ended. */
export type ForwardOutcome =
  /** The answer reached the client whole. */
  | { kind: 'answered'; status: number; responseBytes: number; challenged: boolean }
  /** Nothing of an answer was sent to the client yet: it can still be told why. */
  | { kind: 'unanswered'; error: unknown; sent: boolean }
  /** The answer broke off in the middle; the client's connection was cut so that it cannot take it for whole. */
  | { kind: 'cut'; status: number; responseBytes: number; error: unknown }
  /** The client left first, or was let go since it took nothing. */
  | { kind: 'client-gone' | 'client-not-reading'; status: number | null; responseBytes: number }
