/** Says on the first screen what of the office's machines needs a person. */

import type { StandingSettings } from '../core/client/standing.ts'
import { countOf } from '../core/pages/words.ts'
import type { HealthBoard, HealthWarning } from '../core/ports.ts'
import type { TableTrouble } from './neighbour-table.ts'

export interface ClientFacts {
  waiting: number
  /** What those that wait count as until then. */
  unknown: StandingSettings['unknown']
  /** In quarantine by an alarm, where no person has decided anything since. */
  cutOff: number
  contested: number
  shared: number
  leftOut: number
  trouble: TableTrouble | null
}

const nothing: ClientFacts = {
  ...{ waiting: 0, unknown: 'tunnel', cutOff: 0, contested: 0, shared: 0, leftOut: 0, trouble: null },
}

/** No title names a machine: the list does, for whoever may see it. `facts` null: nobody watches. */
export function showClients(health: HealthBoard, facts: ClientFacts | null): void {
  for (const { code, isSo, ...words } of warningsOf(facts ?? nothing)) {
    if (isSo) health.raise({ code, ...words })
    else health.clear(code)
  }
}

/** Until somebody says whose they are. */
const meanwhile = {
  tunnel: 'Until then their encrypted traffic passes unread.',
  rules:
    'Until then the rules hold for them as for any other: without the office’s certificate their encrypted traffic is refused.',
}

const list = '`gatehouse clients list`'

function warningsOf(facts: ClientFacts): (Omit<HealthWarning, 'since'> & { isSo: boolean })[] {
  const { waiting, unknown, cutOff, contested, shared, leftOut, trouble } = facts
  return [
    {
      code: 'CLIENTS_WAITING',
      isSo: waiting > 0,
      title: `${countOf(waiting, 'machine waits', 'machines wait')} for your answer.`,
      hint: `${list} shows them. Say whose each is: \`gatehouse clients name\`, \`guest\` or \`quarantine\`. ${meanwhile[unknown]}`,
      severity: 'note',
    },
    {
      code: 'CLIENTS_CUT_OFF',
      isSo: cutOff > 0,
      title: `${countOf(cutOff, 'machine was', 'machines were')} cut off by an alarm.`,
      hint: `\`gatehouse incident list\` says why, ${list} which. It stays in quarantine until you let it out: \`gatehouse clients release\`.`,
      severity: 'act-now',
    },
    {
      code: 'CLIENTS_ADDRESS_TAKEN',
      isSo: contested > 0,
      title: `${countOf(contested, 'address is', 'addresses are')} claimed by two machines each.`,
      hint: `One may pretend to be the other. ${list} marks them: look at the machines. Nothing that one of them is allowed counts there until one has left for an hour.`,
      severity: 'act-by',
    },
    {
      code: 'CLIENTS_SHARED_CARD',
      isSo: shared > 0,
      title: `${countOf(shared, 'network card answers', 'network cards answer')} at several addresses at once.`,
      hint: `Two machines may have the same card address, or others stand behind one. ${list} marks them; what you decide counts for all of them.`,
      severity: 'note',
    },
    {
      code: 'CLIENTS_TOO_MANY',
      isSo: leftOut > 0 || trouble === 'too-long',
      title: 'There are more machines in the network than can be: somebody may be making them up.',
      hint: 'New ones are taken in slowly, or not at all; what you decided of others goes on. Look for a machine that floods the network.',
      severity: 'act-by',
    },
    {
      code: 'CLIENTS_UNSEEN',
      isSo: trouble === 'no-program' || trouble === 'failed',
      title: 'New machines in the network are not seen.',
      hint:
        trouble === 'no-program'
          ? 'The program `ip` is missing: apt-get install iproute2. Until then machines count for what they last were.'
          : 'The program `ip` does not say which machines there are: run `ip -j neigh` and see why. Until then machines count for what they last were.',
      severity: 'act-by',
    },
  ]
}
