/** What can be decided of a machine; each is taken back where there is a way back to how it stood. */
import { useQueryClient } from '@tanstack/react-query'
import { decideMachine, groupMachine, nameMachine } from '../../api/changes.ts'
import { clientsQuery } from '../../api/queries.ts'
import type { Client } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { type Deed, type Deeds, useDeeds } from '../../parts/use-deeds.ts'

export interface MachineDeeds {
  name(name: string): Deed<Client>
  group(group: string | null): Deed<Client>
  guest(): Deed<Client>
  quarantine(): Deed<Client>
  release(): Deed<Client>
}

export function useMachineDeeds(client: Client): Deeds & { deeds: MachineDeeds } {
  const queries = useQueryClient()
  const doing = useDeeds([clientsQuery.queryKey])

  /** A name or a group that the gateway then refuses harms nobody; that a machine is cut off is said once it is. */
  function showAhead(change: Partial<Client>): () => void {
    const before = queries.getQueryData(clientsQuery.queryKey)
    queries.setQueryData(clientsQuery.queryKey, (list) =>
      list === undefined
        ? list
        : {
            ...list,
            clients: list.clients.map((each) => (each.id === client.id ? { ...each, ...change } : each)),
          },
    )
    return () => queries.setQueryData(clientsQuery.queryKey, before)
  }
  return { ...doing, deeds: useDeedsOf(client, showAhead) }
}

function useDeedsOf(client: Client, showAhead: (change: Partial<Client>) => () => void): MachineDeeds {
  const { t } = useI18n()
  const wasOurs = client.state === 'known'
  const label = client.name ?? client.hardware
  const saying = (text: string) => () => ({ text })
  const group = (wanted: string | null): Deed<Client> => ({
    name: 'group',
    run: () => groupMachine(client, wanted),
    ahead: () => showAhead({ group: wanted, state: 'known' }),
    done: (result) => ({
      text:
        wanted === null
          ? t('clients.done.ungrouped', { name: label })
          : t('clients.done.group', { name: label, group: wanted }),
      ...(wasOurs ? { undo: backInto(result) } : {}),
    }),
  })
  /** Ours again, and in the group that it was in. */
  const backInto = (result: Client): Deed<Client> => ({
    name: 'undo',
    run: () => groupMachine(result, client.group),
    done: saying(t('clients.done.back', { name: label })),
  })
  const quarantine = (state: Client): Deed<Client> => ({
    name: 'quarantine',
    run: () => decideMachine(state, 'quarantine'),
    done: (result) => ({ text: t('clients.done.quarantine', { name: label }), undo: release(result) }),
  })
  const release = (state: Client): Deed<Client> => ({
    name: 'release',
    run: () => decideMachine(state, 'release'),
    done: (result) => ({ text: t('clients.done.release', { name: label }), undo: quarantine(result) }),
  })
  return {
    group,
    name: (name) => ({
      name: 'name',
      run: () => nameMachine(client, name),
      ahead: () => showAhead({ name, state: 'known' }),
      done: (result) => ({
        text: t('clients.done.name', { name }),
        ...(client.name === null || !wasOurs ? {} : { undo: calledBack(result, client.name) }),
      }),
    }),
    guest: () => ({
      name: 'guest',
      run: () => decideMachine(client, 'guest'),
      done: (result) => ({
        text: t('clients.done.guest', { name: label }),
        ...(wasOurs ? { undo: backInto(result) } : {}),
      }),
    }),
    quarantine: () => quarantine(client),
    release: () => release(client),
  }

  function calledBack(result: Client, before: string): Deed<Client> {
    return {
      name: 'undo',
      run: () => nameMachine(result, before),
      done: saying(t('clients.done.name', { name: before })),
    }
  }
}
