/** An incident as page, command and API show it. */
import type { Signal } from '../detection/signal.ts'
import type { Incident, KeptIncident } from './incident.ts'
import { type LegalClock, legalClock } from './legal-clock.ts'
import type { Moment } from './transition.ts'

export interface IncidentView extends Incident {
  /** How the 72 hours stand; null where none run. */
  clock: LegalClock | null
}

export interface IncidentPage {
  /** Newest first. */
  incidents: readonly IncidentView[]
  /** Id to ask for older ones with; null on the last page. */
  next: string | null
}

/** One incident with its newest signals, newest first. */
export interface IncidentDetails {
  incident: IncidentView
  signals: readonly Signal[]
}

export function viewOf(kept: KeptIncident, now: Moment): IncidentView {
  const { acknowledgedSteady: _, ...incident } = kept
  return { ...incident, clock: legalClock(kept, now) }
}
