/** What is posted to the webhook: the incident in words and numbers, and nothing that a person wrote. */
import type { Incident } from '../core/incident/incident.ts'

/** Why it is posted. */
export type PostOccasion = 'opened' | 'signal' | 'acknowledged' | 'closed' | 'test'

/** The body of a post. The closing note stays here: people write names into notes. */
export interface WebhookBody {
  v: 1
  occasion: PostOccasion
  /** ISO 8601, UTC, as all times here. */
  at: string
  incident: {
    id: string
    state: Incident['state']
    severity: Incident['severity']
    detector: string
    subject: Incident['subject']
    sentence: string
    openedAt: string
    lastSignalAt: string
    signals: number
    acknowledgedAt: string | null
    notifyBy: string | null
    closedAt: string | null
    outcome: Incident['outcome']
  }
}

export function webhookBody(occasion: PostOccasion, incident: Incident, at: number): string {
  const body: WebhookBody = {
    v: 1,
    occasion,
    at: time(at),
    incident: {
      id: incident.id,
      state: incident.state,
      severity: incident.severity,
      detector: incident.detector,
      subject: incident.subject,
      sentence: incident.sentence,
      openedAt: time(incident.openedAt),
      lastSignalAt: time(incident.lastSignalAt),
      signals: incident.signals,
      acknowledgedAt: timeOrNull(incident.acknowledgedAt),
      notifyBy: timeOrNull(incident.notifyBy),
      closedAt: timeOrNull(incident.closedAt),
      outcome: incident.outcome,
    },
  }
  return JSON.stringify(body)
}

/** An incident that never was, so that whoever sets the webhook up sees what will come. */
export function trialIncident(id: string, at: number): Incident {
  return {
    id,
    state: 'open',
    subject: { kind: 'device', name: 'example' },
    detector: 'test',
    severity: 'note',
    sentence: 'This is a test of the webhook: nothing happened.',
    openedAt: at,
    lastSignalAt: at,
    signals: 1,
    overAt: null,
    acknowledgedAt: null,
    notifyBy: null,
    closedAt: null,
    outcome: null,
    note: '',
  }
}

function time(ms: number): string {
  // A clock that was set beyond what dates can say must not keep an alarm from leaving.
  const date = new Date(ms)
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString()
}

function timeOrNull(ms: number | null): string | null {
  return ms === null ? null : time(ms)
}
