/** Says what a client counts as, by its address and by the certificate that it shows: the one place where the two are joined. */
import { type AskingClient, clientInRules, readClient } from '../login/client-name.ts'
import type { ClientStandings, MachineState, Standing } from './standing.ts'

type Standings = Pick<ClientStandings, 'standingOf'>

/** Null: nothing is known of it, and the rules alone count. */
export function standingOfClient(
  { address, device }: Pick<AskingClient, 'address' | 'device'>,
  clients: Standings | undefined,
): Standing | null {
  if (clients === undefined) return device === null ? null : joined(null, null)
  const atAddress = address === null ? null : clients.standingOf(address)
  return device === null ? atAddress : joined(atAddress, clients.standingOf(device))
}

/** A client as `writtenClient` gives it, with the groups that its machine is in now, and what that counts as. */
export function countedClient(
  written: string,
  clients: Standings,
): { client: string; state: MachineState | null } {
  const asking = readClient(written)
  const standing = standingOfClient(asking, clients)
  const client = clientInRules({ ...asking, groups: standing?.groups ?? [] })
  return { client, state: standing?.state ?? null }
}

/**
 * The certificate proves which device it is, and an address proves little: so what nobody has decided of the card there (unknown,
 * made up, claimed by two) counts no more. A quarantine of either counts, as does a person's word that the card is a guest's; and
 * whoever is in groups by one of them is in them by both, so that no certificate is a way around what is said of an address.
 */
function joined(atAddress: Standing | null, ofDevice: Standing | null): Standing {
  const states = [atAddress?.state, ofDevice?.state]
  const isGuest = atAddress?.state === 'guest' && atAddress.machine !== null
  const groups = [...(atAddress?.groups ?? []), ...(ofDevice?.groups ?? [])]
  return {
    machine: atAddress?.machine ?? null,
    state: states.includes('quarantined') ? 'quarantined' : isGuest ? 'guest' : 'known',
    groups: [...new Set(groups)],
  }
}
