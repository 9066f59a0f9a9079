/** Says in words what the first screen answers. Never says "safe": it counts what was recognised. */
import type { Totals } from '../../api/types.ts'
import { type I18n, useI18n } from '../../i18n/i18n.tsx'
import type { Task } from './tasks.tsx'

/** What has to be done, before anything that happened. */
export function needSentence(tasks: readonly Task[], t: I18n['t']): string {
  const now = tasks.filter(({ severity }) => severity === 'act-now').length
  const soon = tasks.filter(({ severity }) => severity === 'act-by').length
  if (now > 0) return t('today.need.now', { count: now })
  return soon > 0 ? t('today.need.soon', { count: soon }) : t('today.need.none')
}

export function DaySentence({ totals, isObserving }: { totals: Totals; isObserving: boolean }) {
  const { rich, t } = useI18n()
  if (totals.exchanges === 0) return <p>{t('today.day.none')}</p>
  const { transform, fail } = totals.byAction
  const stopped = stoppedOf(totals)
  return (
    <p>
      {rich('today.day.left', { left: totals.exchanges - stopped - fail, cleaned: transform })}
      {stopped > 0 ? ` ${t('today.day.stopped', { count: stopped })}` : null}
      {fail > 0 ? ` ${t('today.day.failed', { count: fail })}` : null}
      {totals.dropped > 0 ? ` ${t('today.day.dropped', { count: totals.dropped })}` : null}
      {isObserving ? <strong> {t('observing')}</strong> : null}
    </p>
  )
}

/** Before anything left, or in the midst of it. */
export function stoppedOf({ byAction }: Totals): number {
  return byAction.refuse + byAction['refused-midstream']
}
