/** The machines of the office: those that wait for an answer first. */
import type { Client } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { useNow } from '../../parts/use-now.ts'
import { Link } from '../../router/router.tsx'
import { Standing } from './standing.tsx'

export interface MachineTableProps {
  clients: readonly Client[]
  /** The id of the one at the side. */
  chosen: string | null
  addressFor(id: string): string
}

export function MachineTable({ clients, chosen, addressFor }: MachineTableProps) {
  const { t, time, dateTime } = useI18n()
  const now = useNow()
  const sorted = [...clients].sort(
    (a, b) => Number(b.state === 'unknown') - Number(a.state === 'unknown') || b.seenAt - a.seenAt,
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen is scrolled by keys, too
    <section className="wide" tabIndex={0} aria-label={t('clients.machines')}>
      <table>
        <thead>
          <tr>
            {(['machine', 'state', 'group', 'addresses', 'seen'] as const).map((column) => (
              <th scope="col" key={column}>
                {t(`clients.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted.map((client) => (
            <tr key={client.id} data-chosen={client.id === chosen}>
              <th scope="row">
                <Link href={addressFor(client.id)} aria-current={client.id === chosen ? 'true' : undefined}>
                  {client.name ?? t(client.state === 'unknown' ? 'clients.whose' : 'clients.unnamed')}
                </Link>{' '}
                <span className="mono quiet">{client.hardware}</span>
                {client.isMadeUp ? <span className="small quiet block">{t('clients.madeUp')}</span> : null}
              </th>
              <td>
                <Standing client={client} />
              </td>
              <td>{client.group ?? <span className="quiet">{t('clients.noGroup')}</span>}</td>
              <td className="mono">{client.addresses.join(', ')}</td>
              <td>
                <time dateTime={new Date(client.seenAt).toISOString()} title={dateTime(client.seenAt)}>
                  {time(client.seenAt, now)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
