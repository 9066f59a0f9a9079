/** Who is here: the machines of the office, and what each client sends where. */
import './clients.css'
import { useQuery } from '@tanstack/react-query'
import { clientsQuery, journalQuery } from '../../api/queries.ts'
import type { ClientList } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { isHere, namesOf } from '../../parts/machines.ts'
import { Answered, Empty } from '../../parts/states.tsx'
import { useNow } from '../../parts/use-now.ts'
import { addressOf, goTo, usePlace } from '../../router/router.tsx'
import { MachinePane } from './machine-pane.tsx'
import { MachineTable, type MachineTableProps } from './machine-table.tsx'
import { Proposals } from './proposals.tsx'
import { trafficOf } from './traffic.ts'
import { TrafficTable } from './traffic-table.tsx'

/** As many as the gateway hands out at once. */
const lookedAt = 500

export function Clients() {
  const { t } = useI18n()
  const list = useQuery(clientsQuery)
  const journal = useQuery({ ...journalQuery({ limit: lookedAt }), refetchInterval: 10_000 })
  const names = namesOf(list.data?.clients ?? [])
  const { search } = usePlace()
  const chosen = search.get('id')
  const client = list.data?.clients.find(({ id }) => id === chosen)
  const addressFor = (id: string | null) => addressOf('clients', { ...Object.fromEntries(search), id })
  const traffic = trafficOf(journal.data?.records ?? [], names)
  return (
    <div className="with-pane" data-open={client !== undefined}>
      <div>
        <div className="lead">
          <h1>{t('clients.title')}</h1>
          {list.data === undefined ? null : <Here list={list.data} clients={traffic.length} />}
        </div>
        <section className="section">
          <h2>{t('clients.machines')}</h2>
          <Answered query={list}>
            {(answer) => <Machines list={answer} {...{ chosen, addressFor }} />}
          </Answered>
        </section>
        <Proposals />
        <section className="section">
          <h2>{t('clients.traffic')}</h2>
          <Answered query={journal}>
            {({ records }) =>
              records.length === 0 ? (
                <p className="quiet">{t('clients.traffic.none')}</p>
              ) : (
                <>
                  <p className="quiet under">{t('clients.traffic.hint', { count: records.length })}</p>
                  <TrafficTable traffic={traffic} />
                </>
              )
            }
          </Answered>
        </section>
      </div>
      {list.data === undefined || client === undefined ? null : (
        <MachinePane key={client.id} client={client} list={list.data} close={() => goTo(addressFor(null))} />
      )}
    </div>
  )
}

function Here({ list, clients }: { list: ClientList; clients: number }) {
  const { t, rich } = useI18n()
  const now = useNow()
  if (!list.isWatching) return <p>{t('clients.sentence.unwatched', { count: clients })}</p>
  const here = list.clients.filter((client) => isHere(client, now)).length
  const unknown = list.clients.filter(({ state }) => state === 'unknown').length
  return <p>{rich('clients.sentence', { here, unknown })}</p>
}

interface MachinesProps extends Omit<MachineTableProps, 'clients'> {
  list: ClientList
}

function Machines({ list, chosen, addressFor }: MachinesProps) {
  const { t, rich } = useI18n()
  if (!list.isWatching && list.clients.length === 0)
    return (
      <Empty title={t('clients.unwatched')}>
        <p>{t('clients.unwatched.hint')}</p>
      </Empty>
    )
  if (list.clients.length === 0)
    return (
      <Empty title={t('clients.none')}>
        <p>{t('clients.none.hint')}</p>
      </Empty>
    )
  return (
    <>
      <MachineTable clients={list.clients} {...{ chosen, addressFor }} />
      {isBehind(list) ? (
        <p className="notice behind">
          <span className="soon">
            <Icon name="soon" />
          </span>
          {rich('clients.rules.behind', { command: <code>sudo gatehouse network status</code> })}
        </p>
      ) : null}
    </>
  )
}

/** Whether anybody is to be held back by the network's rules, which do not follow now. */
function isBehind({ rules }: ClientList): boolean {
  return rules !== null && rules.state !== 'in-step' && rules.quarantined + rules.guests > 0
}
