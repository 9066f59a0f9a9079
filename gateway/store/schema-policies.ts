/** The tables of policies as kysely's types; migration 0018 says what they are for. */
import type { Generated } from 'kysely'
import type { LedgerActor } from '../core/ledger/entry.ts'
import type { PolicyVersion } from '../core/policy/published.ts'

export interface PoliciesSchema {
  policy_version: PolicyVersionTable
  policy_draft: PolicyDraftTable
}

export interface PolicyVersionTable {
  seq: Generated<number>
  at: number
  actor: LedgerActor | null
  how: PolicyVersion['how']
  version: string
  restored: number | null
  text: string
}

export interface PolicyDraftTable {
  only_row: 1
  mark: string
  base: string
  saved_at: number
  saved_by: LedgerActor
  text: string
}
