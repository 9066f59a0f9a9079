/** An incident: signals that belong together, who knows of it, and the 72-hour clock of GDPR Art. 33(1). */

import type { SignalSubject } from '../detection/signal.ts'
import type { Severity } from '../ports.ts'

/** `acknowledged`: a person has become aware, and the legal clock runs from there (EDPB Guidelines 9/2022, §31). */
export const incidentStates = ['open', 'acknowledged', 'closed'] as const
export type IncidentState = (typeof incidentStates)[number]

/** How an incident ended: `no-breach` needs no notification; `notified` and `not-required` say what was decided. */
export const incidentOutcomes = ['no-breach', 'notified', 'not-required'] as const
export type IncidentOutcome = (typeof incidentOutcomes)[number]

export interface Incident {
  id: string
  state: IncidentState
  subject: SignalSubject
  detector: string
  severity: Severity
  /** The sentence of its newest signal. */
  sentence: string
  openedAt: number
  lastSignalAt: number
  signals: number
  acknowledgedAt: number | null
  /** `acknowledgedAt` + 72 hours; null before. */
  notifyBy: number | null
  closedAt: number | null
  outcome: IncidentOutcome | null
  /** Why it was closed so, in the words of who closed it; may be empty. */
  note: string
}
