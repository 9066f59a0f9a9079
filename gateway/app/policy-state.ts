/** Says whether somebody decided about the policy and the draft that are there now. */
import type { PolicyState } from '../api/services/policy.ts'
import { GatewayError } from '../core/errors.ts'

/** Throws CHANGED_MEANWHILE; `seen` null: somebody on the box, who has looked just now. */
export function refuseOther(seen: PolicyState | null, now: PolicyState): void {
  if (seen === null || (seen.version === now.version && seen.mark === now.mark)) return
  throw new GatewayError('CHANGED_MEANWHILE', {}, { hint: 'Look at it again, and decide anew.' })
}
