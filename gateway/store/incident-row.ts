/** Turns incidents and signals into rows of the database, and back. */
import type { Signal } from '../core/detection/signal.ts'
import type { KeptIncident } from '../core/incident/incident.ts'
import type { IncidentTable, SignalTable } from './schema-incidents.ts'

/** Values by the names of columns. SQLite's integers take no fractions. */
export function incidentRow(incident: KeptIncident) {
  return {
    id: incident.id,
    state: incident.state,
    detector: incident.detector,
    subject_kind: incident.subject.kind,
    subject_name: incident.subject.name,
    severity: incident.severity,
    sentence: incident.sentence,
    opened_at: whole(incident.openedAt),
    last_signal_at: whole(incident.lastSignalAt),
    signals: incident.signals,
    over_at: wholeOrNull(incident.overAt),
    acknowledged_at: wholeOrNull(incident.acknowledgedAt),
    acknowledged_steady: wholeOrNull(incident.acknowledgedSteady),
    notify_by: wholeOrNull(incident.notifyBy),
    closed_at: wholeOrNull(incident.closedAt),
    outcome: incident.outcome,
    note: incident.note,
  }
}

export function incidentOf(row: IncidentTable): KeptIncident {
  return {
    id: row.id,
    state: row.state,
    subject: { kind: row.subject_kind, name: row.subject_name },
    detector: row.detector,
    severity: row.severity,
    sentence: row.sentence,
    openedAt: row.opened_at,
    lastSignalAt: row.last_signal_at,
    signals: row.signals,
    overAt: row.over_at,
    acknowledgedAt: row.acknowledged_at,
    acknowledgedSteady: row.acknowledged_steady,
    notifyBy: row.notify_by,
    closedAt: row.closed_at,
    outcome: row.outcome,
    note: row.note,
  }
}

export function signalRow(signal: Signal, incidentId: string) {
  return {
    id: signal.id,
    incident_id: incidentId,
    at: whole(signal.at),
    kind: signal.kind,
    severity: signal.severity,
    sentence: signal.sentence,
    evidence: JSON.stringify(signal.evidence),
    technique: signal.technique,
    records: JSON.stringify(signal.records),
  }
}

export function signalOf(
  row: SignalTable & Pick<IncidentTable, 'detector' | 'subject_kind' | 'subject_name'>,
): Signal {
  return {
    id: row.id,
    at: row.at,
    detector: row.detector,
    kind: row.kind,
    subject: { kind: row.subject_kind, name: row.subject_name },
    severity: row.severity,
    sentence: row.sentence,
    evidence: JSON.parse(row.evidence) as Signal['evidence'],
    technique: row.technique,
    records: JSON.parse(row.records) as string[],
  }
}

function whole(ms: number): number {
  return Math.round(ms)
}

function wholeOrNull(ms: number | null): number | null {
  return ms === null ? null : whole(ms)
}
