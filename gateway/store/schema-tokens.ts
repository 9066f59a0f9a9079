/** The tables of tokens as kysely's types; migration 0007 says what each is for. */
import type { Generated } from 'kysely'

export interface TokensSchema {
  token: TokenTable
  token_owner: { token_seq: number; owner: string }
}

export interface TokenTable {
  seq: Generated<number>
  code: string
  type: string
  destination_group: string
  /** `2026-11`, UTC. */
  period: string
  issued_at: number
  sealed: Buffer
}
