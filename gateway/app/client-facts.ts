/** Tells the room of clients what the configuration says of machines, and others what it knows of them. */
import type { Config } from '../../config/schema.ts'
import type { Clients } from '../clients/clients.ts'
import type { ClientSettings } from '../clients/options.ts'

export function clientSettings({ clients, office, network, proxy }: Config): ClientSettings {
  const { watch, unknown, madeUp, interfaces } = clients
  return {
    ...{ watch, unknown, madeUp },
    interfaces: interfaces.length > 0 ? interfaces : network.clients,
    groups: office.clientGroups,
    served: proxy.clients,
  }
}

/** None while the register cannot be read. */
export function clientIds(clients: Pick<Clients, 'list'>): string[] {
  try {
    return clients.list().map(({ id }) => id)
  } catch {
    return []
  }
}
