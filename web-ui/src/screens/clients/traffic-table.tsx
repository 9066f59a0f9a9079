/** What each client sent where, as a table whose figures lead to the list. */
import { useI18n } from '../../i18n/i18n.tsx'
import { useNow } from '../../parts/use-now.ts'
import { addressOf, Link } from '../../router/router.tsx'
import type { ClientTraffic } from './traffic.ts'

export function TrafficTable({ traffic }: { traffic: readonly ClientTraffic[] }) {
  const { t, number, time } = useI18n()
  const now = useNow()
  const figure = (client: string, count: number, action: string | null) => (
    <td className="figure">
      {count === 0 ? (
        <span className="quiet">0</span>
      ) : (
        <Link href={addressOf('live', { client, action })}>{number(count)}</Link>
      )}
    </td>
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table wider than the screen is scrolled by keys, too
    <section className="wide" tabIndex={0} aria-label={t('clients.traffic')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('clients.client')}</th>
            {(['exchanges', 'cleaned', 'stopped'] as const).map((column) => (
              <th scope="col" className="figure" key={column}>
                {t(`clients.${column}`)}
              </th>
            ))}
            <th scope="col">{t('clients.mostly')}</th>
            <th scope="col">{t('clients.seen')}</th>
          </tr>
        </thead>
        <tbody>
          {traffic.map(({ client, label, exchanges, cleaned, stopped, destinations, lastAt }) => (
            <tr key={client}>
              <th scope="row">
                {label} {label === client ? null : <span className="mono quiet">{client}</span>}
              </th>
              {figure(client, exchanges, null)}
              {figure(client, cleaned, 'transform')}
              {figure(client, stopped, 'refuse')}
              <td className="mono">{destinations.join(', ')}</td>
              <td>{time(lastAt, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
