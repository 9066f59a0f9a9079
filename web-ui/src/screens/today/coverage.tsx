/** The honest part: what passed without being looked into, who is not seen, and what recognition misses. */
import { useQuery } from '@tanstack/react-query'
import { accountQuery, clientsQuery } from '../../api/queries.ts'
import { mayRead } from '../../api/roles.ts'
import type { ClientList, Totals } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { isHere } from '../../parts/machines.ts'

export function Coverage({ totals }: { totals: Totals }) {
  const { t, rich, share } = useI18n()
  const { data: account } = useQuery(accountQuery)
  const clients = useQuery({ ...clientsQuery, enabled: mayRead(account?.role, 'clients') })
  const { tunnel } = totals.byAction
  return (
    <section className="section prose" aria-labelledby="coverage">
      <h2 id="coverage">{t('today.coverage')}</h2>
      <p>
        {tunnel === 0
          ? t('today.coverage.all')
          : rich('today.coverage.unread', { share: share(tunnel / totals.exchanges) })}
      </p>
      {clients.data === undefined ? null : <Machines list={clients.data} />}
      <p>{t('today.coverage.limits')}</p>
    </section>
  )
}

function Machines({ list }: { list: ClientList }) {
  const { rich } = useI18n()
  if (!list.isWatching) return <p>{rich('today.coverage.unwatched')}</p>
  const here = list.clients.filter((client) => isHere(client, Date.now())).length
  const unknown = list.clients.filter(({ state }) => state === 'unknown').length
  return <p>{rich('today.coverage.watched', { here, unknown })}</p>
}
