/** Says whether programs or machines that refuse the office's certificate wait for an answer. */
import { countOf } from '../../core/pages/words.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface WaitingProposals {
  /** Programs that accept only their maker's certificates: a tunnel is proposed. */
  tunnels: number
  /** Machines that lack the office's root. */
  rootless: number
}

export function checkProposals({ tunnels, rootless }: WaitingProposals): DoctorCheck {
  const base = { id: 'proposals', title: 'Programs that refuse our certificate' }
  if (tunnels + rootless === 0)
    return { ...base, state: 'ok', found: 'None waits for an answer.', meaning: '', todo: '' }
  const programs = countOf(
    tunnels,
    'program accepts its maker’s certificates alone',
    'programs accept their makers’ certificates alone',
  )
  const machines = countOf(rootless, "machine lacks the office's root", "machines lack the office's root")
  const found = [...(tunnels > 0 ? [programs] : []), ...(rootless > 0 ? [machines] : [])].join(', ')
  return {
    ...base,
    state: 'warn',
    found: `${found}.`,
    meaning: 'They do not work meanwhile. Nothing of theirs passes unread before you say so.',
    todo: 'See which, and answer: `gatehouse proposals`.',
  }
}
