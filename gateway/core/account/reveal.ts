/** The right to reveal personal data: which roles can be given it, and for which reasons it is used. */
import type { AccountRole } from './account.ts'

/** Stable words, as they stand in the ledger for good: what somebody typed could itself be personal data, and is never erased there. */
export const revealReasons = ['subject-request', 'incident', 'correction', 'legal-duty', 'support'] as const
export type RevealReason = (typeof revealReasons)[number]

/** A right of its own, given to an account beside its role; roles that may not see what is kept of people cannot have it. */
export function canBeGivenReveal(role: AccountRole): boolean {
  return role === 'owner' || role === 'privacy-lead'
}
