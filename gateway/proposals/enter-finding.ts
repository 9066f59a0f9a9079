/** Writes down what was found of a client: a new proposal, one that goes on, or none where a person has answered already. */
import type { PinningFinding } from '../core/pinning/watch.ts'
import type { Proposal } from '../core/proposal/proposal.ts'
import type { ProposalRegister } from '../store/proposal-register.ts'

/** Nobody answers more; a client that makes names up fills its own share alone. */
const mostOpenOfClient = 20
const mostOpen = 500

/** Throws the STORE_ errors. `newId`: eight hex digits. */
export function enterFinding(register: ProposalRegister, finding: PinningFinding, newId: () => string): void {
  register.writing(() => {
    const { client } = finding
    if (finding.kind === 'root-works') {
      const over = register.about('install-root', client, null)
      if (over !== null) register.remove(over.id)
      return
    }
    const { kind, refused, left, firstAt, lastAt } = finding
    const host = kind === 'tunnel' ? finding.host : null
    const known = register.about(kind, client, host)
    if (known === null && isFull(register, client)) return
    const why = kind === 'tunnel' ? finding.why : 'no-root'
    const now = { kind, client, host, why, refused, left, firstAt, lastAt } as const
    register.put({ ...(known === null ? asNew(newId()) : goingOn(known)), ...now })
  })
}

function asNew(id: string) {
  return { id, state: 'open', answeredAt: null, correction: null } as const
}

/** What was accepted is refused no more; where it is all the same, somebody has undone the correction. */
function goingOn(known: Proposal) {
  const { id, state, answeredAt, correction } = known
  return state === 'accepted' ? asNew(id) : { id, state, answeredAt, correction }
}

function isFull(register: ProposalRegister, client: string): boolean {
  const open = register.openCounts(client)
  return open.all >= mostOpen || open.client >= mostOpenOfClient
}
