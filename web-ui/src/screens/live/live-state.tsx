/** Whether the list moves, in a sentence, with the one thing that can be done about it. */
import { useI18n } from '../../i18n/i18n.tsx'
import type { Arrivals } from './use-arrivals.ts'

export function LiveState({ arrivals, isOld }: { arrivals: Arrivals; isOld: boolean }) {
  const { t } = useI18n()
  if (isOld) return <p>{t('live.sentence.old')}</p>
  if (!arrivals.isOpen) return <p role="status">{t('live.sentence.lost')}</p>
  return (
    <p>
      {arrivals.isHeld ? t('live.sentence.held', { count: arrivals.waiting }) : t('live.sentence.live')}{' '}
      <button type="button" className="link" onClick={arrivals.isHeld ? arrivals.goOn : arrivals.hold}>
        {t(arrivals.isHeld ? 'live.goOn' : 'live.hold')}
      </button>
    </p>
  )
}
