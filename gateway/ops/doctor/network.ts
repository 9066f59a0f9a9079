/** Says whether the network's rules are in force, as far as that is seen without a right, and what keeps them from working. */
import { type Bridged, bridgedSays, bridgedTodo } from '../../core/network/bridged.ts'
import type { DoctorCheck } from '../doctor.ts'

export interface SeenByDoctor {
  rules: 'off' | 'not-in-force' | 'in-force' | 'unseen'
  bridged: readonly Bridged[]
}

/** None where the network part is switched off, or nobody looked yet. */
export function checkNetwork(seen: SeenByDoctor | null): DoctorCheck[] {
  if (seen === null || seen.rules === 'off') return []
  const base = { id: 'network', title: "The network's rules" }
  const { bridged } = seen
  const rules: DoctorCheck = { ...base, ...rulesWords[seen.rules] }
  if (bridged.length === 0) return [rules]
  return [
    rules,
    {
      ...{ id: 'network-bridge', title: "Clients' bridge", state: 'fail' },
      found: bridged.map(bridgedSays).join(' '),
      meaning: 'Nothing of these clients leaves to the web, whatever their groups chose.',
      todo: bridgedTodo(bridged),
    },
  ]
}

const rulesWords: Readonly<Record<Exclude<SeenByDoctor['rules'], 'off'>, Omit<DoctorCheck, 'id' | 'title'>>> =
  {
    'in-force': {
      ...{ state: 'ok', found: 'Their routing is there, and nobody who looked missed them.', todo: '' },
      meaning:
        'What clients send is taken or refused as chosen; for certain only `sudo gatehouse network status` knows.',
    },
    'not-in-force': {
      ...{ state: 'fail', found: 'They are not in force.' },
      meaning: 'What clients send through this box passes unread.',
      todo: 'Run `sudo gatehouse network up`, then `sudo gatehouse network confirm`. Is it meant? Set network.mode to off.',
    },
    unseen: {
      ...{ state: 'warn', found: 'Whether they are in force is not seen.' },
      meaning: 'The program `ip` is missing or cannot be understood.',
      todo: 'Run `sudo gatehouse network status`, which says what is missing.',
    },
  }
