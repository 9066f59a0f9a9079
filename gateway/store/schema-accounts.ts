/** The tables of accounts as kysely's types; migrations 14, 15, 19 and 20 say what each is for. */
import type { AccountRole } from '../core/account/account.ts'

export interface AccountsSchema {
  account: AccountTable
  account_recovery: { account_id: string; hash: Buffer }
  api_key: ApiKeyTable
  passkey: PasskeyTable
}

export interface AccountTable {
  id: string
  name: string
  role: AccountRole
  added_at: number
  expires_at: number | null
  revoked_at: number | null
  set_up_hash: Buffer | null
  set_up_ends_at: number | null
  password_hash: string | null
  totp_sealed: Buffer | null
  totp_period: string | null
  totp_step: number
  signed_in_at: number | null
  reveals: number
}

export interface ApiKeyTable {
  id: string
  name: string
  account_id: string
  scopes: string
  digest: Buffer
  added_at: number
  expires_at: number
  revoked_at: number | null
  used_on: string | null
}

export interface PasskeyTable {
  id: string
  account_id: string
  credential: string
  public_key: Buffer
  counter: number
  rp_id: string
  name: string
  transports: string
  added_at: number
  used_at: number | null
}
