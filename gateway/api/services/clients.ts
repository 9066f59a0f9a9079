/** What routes, pages and commands may ask of the machines of the office. */
import type { Clients } from '../../clients/clients.ts'
import type { ClientView } from '../../core/client/client.ts'
import type { LedgerActor } from '../../core/ledger/entry.ts'

export interface ClientServices {
  readonly clients: Pick<Clients, 'list' | 'find' | 'totals' | 'standingOf' | 'groups'> & ClientDecisions
}

/** As the desk of clients has them; whoever asks for one always says who decides. */
interface ClientDecisions {
  name(machine: string, name: string, actor: LedgerActor): ClientView
  group(machine: string, group: string | null, actor: LedgerActor): ClientView
  guest(machine: string, actor: LedgerActor): ClientView
  quarantine(machine: string, actor: LedgerActor): ClientView
  release(machine: string, actor: LedgerActor): ClientView
  forget(machine: string, actor: LedgerActor): ClientView
}
