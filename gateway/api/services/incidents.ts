/** What routes and commands may ask of incidents: the room `gateway/incidents` plays the role, tests a stand-in. */
import type { ClosingOutcome, IncidentState } from '../../core/incident/incident.ts'
import type { IncidentDetails, IncidentPage, IncidentView } from '../../core/incident/view.ts'
import type { LedgerActor } from '../../core/ledger/entry.ts'

export interface IncidentServices {
  /** Newest first. Every page costs the same. Throws the STORE_ errors, as all here. */
  list(query: IncidentListQuery): IncidentPage
  /** With its newest signals; null where there is no such incident. */
  get(id: string): IncidentDetails | null
  /** Starts the 72 hours. Throws INCIDENT_UNKNOWN and INCIDENT_STATE; then nothing has changed. */
  acknowledge(id: string, actor: LedgerActor): IncidentView
  close(id: string, closing: IncidentClosing, actor: LedgerActor): IncidentView
  /** Posts a test, and says how it went; takes ten seconds at most. Never rejects. */
  testWebhook(): Promise<IncidentWebhookTrial>
}

export interface IncidentListQuery {
  limit: number
  /** Older than this incident: the `next` of the page before. */
  before?: string
  state?: IncidentState
}

export interface IncidentClosing {
  outcome: ClosingOutcome
  /** As `core/incident/note.ts` has it. */
  note: string
}

export interface IncidentWebhookTrial {
  delivered: boolean
  signed: boolean
  status: number | null
  cause: string | null
  words: string
  durationMs: number
}
