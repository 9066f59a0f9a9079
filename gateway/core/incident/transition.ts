/** The states of an incident and what leads from one to the next: open → acknowledged → closed, and never back. */
import type { Signal } from '../detection/signal.ts'
import type { Severity } from '../ports.ts'
import type { ClosingOutcome, KeptIncident } from './incident.ts'
import { notificationMs } from './legal-clock.ts'

/** The change, or why there is none. */
export type Transition = { ok: true; incident: KeptIncident } | { ok: false; problem: TransitionProblem }

export type TransitionProblem = 'already-acknowledged' | 'already-closed' | 'not-acknowledged'

/** The box's clock and steady time, when a person acts. */
export interface Moment {
  wall: number
  steady: number
}

/** A new incident of its first signal. */
export function openIncident(id: string, signal: Signal): KeptIncident {
  return {
    id,
    state: 'open',
    subject: signal.subject,
    detector: signal.detector,
    severity: signal.severity,
    sentence: signal.sentence,
    openedAt: signal.at,
    lastSignalAt: signal.at,
    signals: 1,
    overAt: null,
    acknowledgedAt: null,
    acknowledgedSteady: null,
    notifyBy: null,
    closedAt: null,
    outcome: null,
    note: '',
  }
}

/** A further signal on an incident that is not closed. An all-clear makes it neither worse nor closed. */
export function addSignal(incident: KeptIncident, signal: Signal): KeptIncident {
  const isAlarm = signal.kind === 'alarm'
  return {
    ...incident,
    severity: isAlarm ? worse(incident.severity, signal.severity) : incident.severity,
    sentence: signal.sentence,
    lastSignalAt: signal.at,
    signals: incident.signals + 1,
    overAt: isAlarm ? null : signal.at,
  }
}

/** Somebody has become aware: the 72 hours begin, once. */
export function acknowledge(incident: KeptIncident, { wall, steady }: Moment): Transition {
  switch (incident.state) {
    case 'closed':
      return { ok: false, problem: 'already-closed' }
    case 'acknowledged':
      return { ok: false, problem: 'already-acknowledged' }
    case 'open':
      return {
        ok: true,
        incident: {
          ...incident,
          state: 'acknowledged',
          acknowledgedAt: wall,
          acknowledgedSteady: steady,
          notifyBy: wall + notificationMs,
        },
      }
  }
}

/**
 * A person ends it. What was no breach may be closed at once. Whether a breach has to be notified is a decision of
 * somebody who was aware of it, so the other outcomes need the acknowledgement, and with it the clock, first.
 */
export function closeIncident(
  incident: KeptIncident,
  { outcome, note, wall }: { outcome: ClosingOutcome; note: string; wall: number },
): Transition {
  switch (incident.state) {
    case 'closed':
      return { ok: false, problem: 'already-closed' }
    case 'open':
      if (outcome !== 'no-breach') return { ok: false, problem: 'not-acknowledged' }
      return { ok: true, incident: { ...incident, state: 'closed', closedAt: wall, outcome, note } }
    case 'acknowledged':
      return { ok: true, incident: { ...incident, state: 'closed', closedAt: wall, outcome, note } }
  }
}

/** True where nobody looked at it and there is nothing left to look at: the gateway closes it by itself. */
export function hasEnded({ state, overAt }: KeptIncident): boolean {
  return state === 'open' && overAt !== null
}

export function endByItself(incident: KeptIncident, wall: number): KeptIncident {
  return { ...incident, state: 'closed', closedAt: wall, outcome: 'ended' }
}

const order: Readonly<Record<Severity, number>> = { 'act-now': 0, 'act-by': 1, note: 2 }

function worse(one: Severity, other: Severity): Severity {
  return order[one] <= order[other] ? one : other
}
