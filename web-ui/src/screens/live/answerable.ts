/** Tells which exchanges a person may still let through; the gateway decides. */
import type { Exchange } from '../../api/types.ts'

/** As in gateway/core/review/review.ts; a test holds the two together. */
export const answerableReasons = [
  'entity-refused',
  'too-many-persons',
  'undecodable',
  'opaque-content',
  'signed-content',
] as const satisfies readonly Exchange['reason'][]

export function isAnswerable({ action, reason, observed }: Exchange): boolean {
  return action === 'refuse' && !observed && (answerableReasons as readonly string[]).includes(reason)
}
