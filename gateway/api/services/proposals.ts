/** What routes and commands may ask of proposals: the room `gateway/proposals` plays the role, tests a stand-in. */
import type { LedgerActor } from '../../core/ledger/entry.ts'
import type { Proposal, ProposalState } from '../../core/proposal/proposal.ts'

export interface ProposalServices {
  /** Newest first; `state` null: whatever was answered. Throws the STORE_ errors, as all here. */
  list(state: ProposalState | null): readonly Proposal[]
  /** Null where there is none. */
  find(id: string): Proposal | null
  /**
   * Writes the correction and takes it into force; `inForce` is false where the configuration has mistakes meanwhile. Rejects
   * with PROPOSAL_UNKNOWN, PROPOSAL_STATE, POLICY_INVALID and CONFIG_UNWRITABLE; then nothing has changed.
   */
  accept(id: string, actor: LedgerActor): Promise<{ proposal: Proposal; inForce: boolean }>
  /** Nothing changes, and nobody is asked again. Throws PROPOSAL_UNKNOWN and PROPOSAL_STATE. */
  dismiss(id: string, actor: LedgerActor): Proposal
}
