/** An incident: signals that belong together, who knows of it, and the 72-hour clock of GDPR Art. 33(1). */

import type { SignalSubject } from '../detection/signal.ts'
import type { Severity } from '../ports.ts'

/** `acknowledged`: a person has become aware, and the legal clock runs from there (EDPB Guidelines 9/2022, §31). */
export const incidentStates = ['open', 'acknowledged', 'closed'] as const
export type IncidentState = (typeof incidentStates)[number]

/** How a person ends an incident: `no-breach` needs no notification; `notified` and `not-required` say what was decided. */
export const closingOutcomes = ['no-breach', 'notified', 'not-required'] as const
export type ClosingOutcome = (typeof closingOutcomes)[number]

/** `ended`: what was noticed ended by itself before anybody acknowledged it; nobody has judged it. */
export const incidentOutcomes = [...closingOutcomes, 'ended'] as const
export type IncidentOutcome = (typeof incidentOutcomes)[number]

/** All times are of the box's clock, milliseconds since 1970. */
export interface Incident {
  id: string
  state: IncidentState
  subject: SignalSubject
  detector: string
  /** The worst of its signals. */
  severity: Severity
  /** The sentence of its newest signal. */
  sentence: string
  openedAt: number
  lastSignalAt: number
  signals: number
  /** When its detector said that it is over; null while it goes on. */
  overAt: number | null
  acknowledgedAt: number | null
  /** `acknowledgedAt` + 72 hours; null before. */
  notifyBy: number | null
  closedAt: number | null
  outcome: IncidentOutcome | null
  /** Why it was closed so, in the words of who closed it; may be empty. */
  note: string
}

/** As it is kept: also by the clock that nobody can set, which is what the 72 hours are counted with. */
export interface KeptIncident extends Incident {
  /** Steady time (`steady-time.ts`) of the acknowledgement; null before. */
  acknowledgedSteady: number | null
}
