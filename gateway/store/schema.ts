/** The database's tables as kysely's types; the migrations say what each is for. */
import type { Generated } from 'kysely'
import type { AccountsSchema } from './schema-accounts.ts'
import type { ClientsSchema } from './schema-clients.ts'
import type { DevicesSchema } from './schema-devices.ts'
import type { IncidentsSchema } from './schema-incidents.ts'
import type { LedgerSchema } from './schema-ledger.ts'
import type { OriginalsSchema } from './schema-originals.ts'
import type { PoliciesSchema } from './schema-policies.ts'
import type { ProposalsSchema } from './schema-proposals.ts'
import type { ReviewsSchema } from './schema-reviews.ts'
import type { TelemetrySchema } from './schema-telemetry.ts'
import type { TokensSchema } from './schema-tokens.ts'
import type { VaultSchema } from './schema-vault.ts'

export interface StoreSchema
  extends TelemetrySchema,
    DevicesSchema,
    VaultSchema,
    LedgerSchema,
    IncidentsSchema,
    TokensSchema,
    ProposalsSchema,
    PoliciesSchema,
    ReviewsSchema,
    ClientsSchema,
    OriginalsSchema,
    AccountsSchema {
  exchange: ExchangeTable
  facet_value: { id: Generated<number>; facet: Facet; value: string }
  exchange_facet: { value_id: number; segment: number; places: Buffer }
  journal_state: { only_row: 1; indexed_segments: number; last_seq: Generated<number> }
  exchange_hour: { hour: number; action: string; count: number; with_findings: number }
  entity_hour: { hour: number; type: string; count: number }
  hour_range: { hour: number; first_seq: number; last_seq: number }
  journal_gap: { since: number; until: number; dropped: number; reason: string }
}

/** What the journal can be searched by. */
export type Facet = 'destination' | 'client' | 'action' | 'rule' | 'entity'

export interface ExchangeTable {
  seq: number
  id: string
  at: number
  duration_ms: number
  client: string
  scheme: string
  destination: string
  port: number
  address: string | null
  method: string | null
  path_template: string | null
  status: number | null
  request_bytes: number
  forwarded_bytes: number
  response_bytes: number
  action: string
  reason: string
  rule_id: string | null
  observed: number
  notes: string | null
  findings: string | null
  finding_counts: string | null
  looked: string | null
}
