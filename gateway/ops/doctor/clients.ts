/** Says whether the machines of the office are seen, and whether any of them needs a person. */
import { countOf } from '../../core/pages/words.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface WatchedClients {
  isWatching: boolean
  known: number
  waiting: number
  quarantined: number
  contested: number
  trouble: string | null
}

/** None where nobody watches. */
export function checkClients(facts: WatchedClients): DoctorCheck[] {
  const { isWatching, known, waiting, quarantined, contested, trouble } = facts
  if (!isWatching) return []
  const base = { id: 'clients', title: 'Machines of the office' }
  const found = `${countOf(known, 'machine is', 'machines are')} yours, ${figureOf(waiting)} for an answer, ${quarantined} in quarantine.`
  if (trouble !== null)
    return [
      {
        ...base,
        state: 'warn',
        found: 'New machines are not seen.',
        meaning:
          'Machines count for what they last were; one in quarantine that takes another address is not.',
        todo: 'Run `ip -j neigh` on the box and see why it does not answer; it belongs to the package iproute2.',
      },
    ]
  if (contested > 0)
    return [
      {
        ...base,
        state: 'warn',
        found: `${found} ${countOf(contested, 'address is', 'addresses are')} claimed by two machines each.`,
        meaning: 'One may pretend to be the other. Nothing that one of them is allowed counts there.',
        todo: 'See `gatehouse clients list`, and look at the machines that it marks.',
      },
    ]
  return [
    {
      ...base,
      state: 'ok',
      found,
      meaning: waiting > 0 ? 'What those send encrypted passes unread until you answer.' : 'Each is known.',
      todo: waiting > 0 ? 'See `gatehouse clients list --waiting`.' : '',
    },
  ]
}

function figureOf(waiting: number): string {
  return countOf(waiting, 'waits', 'wait')
}
