/** The table of proposals as kysely's types; migration 0009 says what it is for. */
import type { Generated } from 'kysely'
import type { Proposal } from '../core/proposal/proposal.ts'

export interface ProposalsSchema {
  proposal: ProposalTable
}

export interface ProposalTable {
  seq: Generated<number>
  id: string
  kind: Proposal['kind']
  client: string
  /** '' where it is about the whole machine. */
  host: string
  why: Proposal['why']
  refused: number
  left_unused: number
  first_at: number
  last_at: number
  state: Proposal['state']
  answered_at: number | null
  correction: string | null
}
