/** The tables of the office's machines as kysely's types; migration 11 says what each is for. */
import type { ClientState } from '../core/client/client.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'

export interface ClientsSchema {
  client: ClientTable
  client_address: ClientAddressTable
}

export interface ClientTable {
  id: string
  hardware: string
  name: string | null
  client_group: string | null
  state: ClientState
  quarantined_at: number | null
  first_seen_at: number
  seen_at: number
  decided_at: number | null
  decided_by: LedgerActor | null
}

export interface ClientAddressTable {
  address: string
  client_id: string
  seen_at: number
}
