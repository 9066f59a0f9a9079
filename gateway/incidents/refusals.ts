/** Says in words why an incident cannot be acknowledged or closed. */
import { GatewayError } from '../core/errors.ts'
import type { TransitionProblem } from '../core/incident/transition.ts'

export function unknownIncident(id: string): GatewayError {
  return new GatewayError(
    'INCIDENT_UNKNOWN',
    { incident: id },
    { hint: 'See which there are: gatehouse incident list' },
  )
}

export function notPossible(problem: TransitionProblem): GatewayError {
  return new GatewayError('INCIDENT_STATE', { reason: problem }, { hint: hints[problem] })
}

const hints: Readonly<Record<TransitionProblem, string>> = {
  'already-acknowledged':
    'Somebody acknowledged it before, and the 72 hours run from then: gatehouse incident show says since when.',
  'already-closed': 'It is closed and stays so. If it happens again, a new incident is opened.',
  'not-acknowledged':
    'Only what was no breach is closed at once. Acknowledge it first: the 72 hours of GDPR Art. 33 run from there.',
}
