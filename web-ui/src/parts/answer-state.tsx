/** What was answered, how long it still counts, and the way to end that. */
import type { Review } from '../api/types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { touchedByReviews, useEndDeed } from './answer-buttons.tsx'
import { Icon } from './icons.tsx'
import { useDeeds } from './use-deeds.ts'

export function AnswerState({ review: { answered } }: { review: Review }) {
  const { t } = useI18n()
  if (answered === null) return null
  const { answer, used, takenBack, leftMs } = answered
  const state = takenBack
    ? 'takenBack'
    : used
      ? 'used'
      : leftMs === null
        ? 'none'
        : leftMs > 0
          ? 'left'
          : 'over'
  return (
    <span className="answer-state">
      <Icon name={answer === 'no' ? 'refuse' : answer === 'cleaned' ? 'transform' : 'pass'} />
      {t(`reviews.answer.${answer}`)}
      {state === 'none' ? null : (
        <span className="quiet">
          {t(`reviews.state.${state}`, { minutes: Math.ceil((leftMs ?? 0) / 60_000) })}
        </span>
      )}
    </span>
  )
}

/** Nothing where nothing is let through any more. */
export function EndButton({ review }: { review: Review }) {
  const { t } = useI18n()
  const { busy, carryOut } = useDeeds(touchedByReviews)
  const end = useEndDeed()
  if (!counts(review)) return null
  return (
    <button
      type="button"
      className="link"
      disabled={busy !== null}
      onClick={() => void carryOut(end(review))}
    >
      {t('reviews.end')}
    </button>
  )
}

function counts({ answered }: Review): boolean {
  if (answered === null || answered.takenBack) return false
  return answered.answer === 'always' || (answered.leftMs ?? 0) > 0
}
