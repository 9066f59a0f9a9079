/** Says whether fifteen minutes of unread tunnel could help with what went wrong, and may be asked for. */
import type { VerdictReason } from '../journal.ts'
import type { EntityType } from '../pii/entity.ts'
import { hidesName } from '../review/review.ts'
import type { Happened } from './happened.ts'

/** Why nobody is asked for a tunnel. */
export const tunnelObstacles = [
  /** It passed unread as it is. */
  'unread',
  /** Requests in the clear have no tunnel. */
  'in-the-clear',
  /** A rule stopped it, or the way there is broken: a tunnel would end in the same place. */
  'no-help',
  /** Its name holds somebody's data, so the journal has it not. */
  'name-hidden',
  /** What nobody may let out was masked or stopped there. */
  'never',
  /** The policy names the destination as one that is always read. */
  'always-read',
  /** Guests, machines in quarantine, and those that nobody has decided about. */
  'machine',
] as const
export type TunnelObstacle = (typeof tunnelObstacles)[number]

/**
 * Where the gateway's own part in a connection may be what breaks it. A certificate that has run out or is another's is none
 * that any program should take, so a tunnel does not help with those.
 */
const helped: ReadonlySet<VerdictReason> = new Set<VerdictReason>([
  ...(['entity-refused', 'too-many-persons', 'undecodable', 'opaque-content', 'signed-content'] as const),
  ...(['too-large', 'no-room-in-encoding', 'tokens-not-kept', 'upgrade-not-inspected'] as const),
  ...(['malformed-request', 'method-not-supported', 'upstream-protocol', 'answer-too-large'] as const),
  ...(['certificate-self-signed', 'certificate-untrusted', 'certificate-incomplete-chain'] as const),
  ...(['certificate-too-long', 'certificate-invalid', 'client-tls-failed', 'client-left-unused'] as const),
  ...(['client-left-early', 'client-silent', 'client-tls-unusable'] as const),
  ...(['client-gone', 'client-not-reading', 'too-slow', 'internal'] as const),
])

/** What speaks against it by what happened; `lately`: everything of this client at this host. */
export function tunnelObstacle(
  { action, reason, encrypted, host }: Happened,
  lately: readonly Happened[],
  policy: { never: ReadonlySet<EntityType>; isAlwaysRead(host: string): boolean },
): TunnelObstacle | null {
  if (action === 'tunnel') return 'unread'
  if (!encrypted) return 'in-the-clear'
  if (action !== 'pass' && action !== 'transform' && !helped.has(reason)) return 'no-help'
  if (hidesName(host)) return 'name-hidden'
  if (policy.isAlwaysRead(host)) return 'always-read'
  const isBarred = lately.some(({ changes }) => changes.some(({ type }) => policy.never.has(type)))
  return isBarred ? 'never' : null
}
