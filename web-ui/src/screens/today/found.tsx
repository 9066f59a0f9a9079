/** Which kinds of personal data were recognised today, and how often. */
import type { Totals } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { entityName } from '../../parts/entity-name.ts'
import { addressOf, Link } from '../../router/router.tsx'

/** More than these a person reads in the list itself. */
const kindsShown = 6

export function Found({ totals }: { totals: Totals }) {
  const { t, number } = useI18n()
  const kinds = Object.entries(totals.entities)
    .filter(([, count]) => (count ?? 0) > 0)
    .sort(([, a], [, b]) => (b ?? 0) - (a ?? 0))
  return (
    <section className="section" aria-labelledby="found">
      <h2 id="found">{t('today.found')}</h2>
      {kinds.length === 0 ? (
        <p className="quiet">{t('today.found.none')}</p>
      ) : (
        <table>
          <caption className="unseen">{t('today.found.caption')}</caption>
          <thead className="unseen">
            <tr>
              <th scope="col">{t('today.found.kind')}</th>
              <th scope="col">{t('today.found.count')}</th>
            </tr>
          </thead>
          <tbody>
            {kinds.slice(0, kindsShown).map(([type, count]) => (
              <tr key={type}>
                <td>{entityName(type, undefined, t)}</td>
                <td className="figure">
                  <Link href={addressOf('live', { entity: type, when: 'today' })}>{number(count ?? 0)}</Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {kinds.length > kindsShown ? (
        <p className="quiet after">{t('today.found.more', { count: kinds.length - kindsShown })}</p>
      ) : null}
    </section>
  )
}
