/** An office that watches who is in its network: machines that are its own, a guest's, in quarantine, waiting, and named by somebody hostile. */
import type { ProposalServices } from '../../gateway/api/services/proposals.ts'
import type { ClientView } from '../../gateway/core/client/client.ts'
import { GatewayError } from '../../gateway/core/errors.ts'
import type { Proposal } from '../../gateway/core/proposal/proposal.ts'
import { proposal } from '../api/page-states.ts'
import { exchange, type StandIn, standIn, standInNow } from '../api/stand-in.ts'
import { askedReviews } from './asked-reviews.ts'

/** No name may be so, and a screen must not rely on that. */
export const hostileName = '<img src=x onerror=alert(1)>'

const minuteMs = 60_000

export function watchedOffice(): StandIn {
  const office = standIn([
    ...Array.from({ length: 40 }, (_, at) =>
      exchange({
        n: 10 + at,
        client: '192.168.1.20',
        notes: ['machine:00000001'],
        pathTemplate: `/orders/${at}`,
      }),
    ),
    exchange({ n: 2, client: '192.168.1.66', notes: ['machine:00000004'] }),
  ])
  const clients = [
    machine(1, { name: 'Front desk', group: 'office', addresses: ['192.168.1.20', 'fd12::20'] }),
    machine(2, { name: 'Till by the door', group: 'tills', seenAt: standInNow - 3 * 60 * minuteMs }),
    machine(3, { state: 'unknown', isMadeUp: true, addresses: ['192.168.1.81'] }),
    machine(4, { name: hostileName, quarantinedAt: standInNow - minuteMs, addresses: ['192.168.1.66'] }),
    machine(5, { state: 'guest', isMadeUp: true }),
  ]
  const proposals = [
    proposal({ host: 'mmg.example-chat.net', client: '192.168.1.20' }),
    proposal({
      id: '0a1b2c3e',
      kind: 'install-root',
      host: null,
      why: 'no-root',
      client: '192.168.1.81',
      left: 2,
    }),
  ]
  const services = {
    ...office.services,
    reviews: askedReviews(),
    proposals: answersTo(proposals),
    clients: {
      ...office.services.clients,
      ...decisionsOn(clients),
      totals: () => ({ ...office.services.clients.totals(), isWatching: true }),
    },
  }
  return { ...office, services }
}

/** As the desk of clients decides, in memory. */
function decisionsOn(clients: ClientView[]) {
  const at = (machine: string) => clients.findIndex(({ id }) => id === machine)
  const decide = (machine: string, change: Partial<ClientView>): ClientView => {
    const known = clients[at(machine)]
    if (known === undefined) throw new GatewayError('CLIENT_UNKNOWN')
    const decided = { ...known, ...change, decidedAt: standInNow, decidedBy: 'token' as const }
    clients[at(machine)] = decided
    return decided
  }
  return {
    list: () => clients,
    groups: () => ['office', 'tills'],
    find(machine: string) {
      const known = clients[at(machine)]
      if (known === undefined) throw new GatewayError('CLIENT_UNKNOWN')
      return known
    },
    name(machine: string, name: string) {
      if (name.includes(':')) throw new GatewayError('CLIENT_NAME_INVALID')
      return decide(machine, { name, state: 'known' })
    },
    group: (machine: string, group: string | null) => decide(machine, { group, state: 'known' }),
    guest: (machine: string) => decide(machine, { state: 'guest', group: null }),
    quarantine: (machine: string) => decide(machine, { quarantinedAt: standInNow }),
    release: (machine: string) => decide(machine, { quarantinedAt: null }),
  }
}

function answersTo(proposals: Proposal[]): ProposalServices {
  const answer = (id: string, change: Partial<Proposal>): Proposal => {
    const at = proposals.findIndex((each) => each.id === id)
    const known = proposals[at]
    if (known?.state !== 'open') throw new GatewayError('PROPOSAL_STATE', { proposal: id })
    const answered = { ...known, ...change, answeredAt: standInNow }
    proposals[at] = answered
    return answered
  }
  return {
    list: (state) => proposals.filter((each) => state === null || each.state === state),
    find: (id) => proposals.find((each) => each.id === id) ?? null,
    accept: async (id) => ({
      proposal: answer(id, { state: 'accepted', correction: 'abcd1234' }),
      inForce: true,
    }),
    dismiss: (id) => answer(id, { state: 'dismissed' }),
  }
}

function machine(n: number, change: Partial<ClientView>): ClientView {
  return {
    id: `0000000${n}`,
    hardware: `3c:52:82:11:0${n}:7f`,
    name: null,
    group: null,
    state: 'known',
    quarantinedAt: null,
    firstSeenAt: standInNow - 1000 * minuteMs,
    seenAt: standInNow - n * minuteMs,
    decidedAt: null,
    decidedBy: null,
    isMadeUp: false,
    addresses: [],
    contested: [],
    isShared: false,
    ...change,
  }
}
