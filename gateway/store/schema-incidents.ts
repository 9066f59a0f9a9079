/** The tables of detection and incidents as kysely's types; migration 0006 says what each is for. */
import type { Generated } from 'kysely'
import type { SignalKind } from '../core/detection/signal.ts'
import type { IncidentOutcome, IncidentState } from '../core/incident/incident.ts'
import type { Severity } from '../core/ports.ts'

export interface IncidentsSchema {
  incident: IncidentTable
  incident_signal: SignalTable
  detector_memory: { detector: string; version: number; saved_at: number; memory: string }
  incident_time: { only_row: 1; steady: number; watch: number; wall: number }
  webhook_post: WebhookPostTable
}

export interface IncidentTable {
  seq: Generated<number>
  id: string
  state: IncidentState
  detector: string
  subject_kind: 'device' | 'client'
  subject_name: string
  severity: Severity
  sentence: string
  opened_at: number
  last_signal_at: number
  signals: number
  over_at: number | null
  acknowledged_at: number | null
  acknowledged_steady: number | null
  notify_by: number | null
  closed_at: number | null
  outcome: IncidentOutcome | null
  note: string
  opening_noted: number
}

export interface SignalTable {
  seq: Generated<number>
  id: string
  incident_id: string
  at: number
  kind: SignalKind
  severity: Severity
  sentence: string
  evidence: string
  technique: string | null
  records: string
}

export interface WebhookPostTable {
  seq: Generated<number>
  id: string
  body: string
  attempts: number
}
