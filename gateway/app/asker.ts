/** Says who has an address now, for whoever asks there what was done with its traffic. */
import type { Config } from '../../config/schema.ts'
import type { Clients } from '../clients/clients.ts'
import type { Asker } from '../core/client/asker.ts'
import { inRanges, parseRange } from '../core/net/address.ts'

export type OfficeMachines = Pick<Clients, 'standingOf' | 'addressesBeside'>

/** Null where nobody can tell which machine it is: what another did there is none of it. Nothing is let pass for guests and in quarantine. */
export function askerAt(
  address: string,
  { clients, config }: { clients: OfficeMachines; config: Pick<Config, 'clients'> },
): (Asker & { mayAsk: boolean }) | null {
  const guests = config.clients.guests.map(parseRange).filter((range) => range !== null)
  const standing = clients.standingOf(address)
  if (standing !== null && (standing.machine === null || standing.state === 'contested')) return null
  const mayAsk = (standing === null || standing.state === 'known') && !inRanges(address, guests)
  const machine = standing?.machine ?? null
  return { address, machine, others: machine === null ? [] : clients.addressesBeside(address), mayAsk }
}
