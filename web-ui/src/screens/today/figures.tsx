/** Four figures of the day, each a link to its list. */
import type { Totals } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { addressOf, Link } from '../../router/router.tsx'
import { stoppedOf } from './sentences.tsx'

export function Figures({ totals }: { totals: Totals }) {
  const { t, number } = useI18n()
  const { transform, tunnel, refuse } = totals.byAction
  const stopped = stoppedOf(totals)
  const cells = [
    { count: totals.exchanges, name: t('today.figure.all'), action: null },
    { count: transform, name: t('today.figure.cleaned'), action: 'transform' },
    {
      ...{ count: stopped, name: t('today.figure.stopped') },
      action: refuse === 0 && stopped > 0 ? 'refused-midstream' : 'refuse',
    },
    { count: tunnel, name: t('today.figure.unread'), action: 'tunnel' },
  ]
  return (
    <dl className="figures" aria-label={t('today.figures')}>
      {cells.map(({ count, name, action }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Link href={addressOf('live', { action, when: 'today' })}>{number(count)}</Link>
          </dd>
        </div>
      ))}
    </dl>
  )
}
