/** What left and what was kept: one bar whose parts differ by pattern as well, and the same as a table. */
import type { Totals } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Verdict, verdictOrder } from '../../parts/verdict.tsx'
import { addressOf, Link } from '../../router/router.tsx'

export function Split({ totals }: { totals: Totals }) {
  const { t, number, share } = useI18n()
  const parts = verdictOrder.flatMap((action) => {
    const count = totals.byAction[action]
    return count === 0 ? [] : [{ action, count, part: count / totals.exchanges }]
  })
  return (
    <section className="section" aria-labelledby="split">
      <h2 id="split">{t('today.split')}</h2>
      <div className="bar" aria-hidden="true">
        {parts.map(({ action, count }) => (
          <span key={action} className={`bar-${action}`} style={{ flexGrow: count }} />
        ))}
      </div>
      <table>
        <caption className="unseen">{t('today.split.caption')}</caption>
        <thead className="unseen">
          <tr>
            <th scope="col">{t('today.split.what')}</th>
            <th scope="col">{t('today.split.count')}</th>
            <th scope="col">{t('today.split.share')}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map(({ action, count, part }) => (
            <tr key={action}>
              <td>
                <Verdict action={action} />
              </td>
              <td className="figure">
                <Link href={addressOf('live', { action, when: 'today' })}>{number(count)}</Link>
              </td>
              <td className="figure quiet">{share(part)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
