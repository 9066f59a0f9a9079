/** What was answered, what of it still counts, and the way to end that. */
import type { Review } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { AnswerState, EndButton } from '../../parts/answer-state.tsx'
import { useClientNames } from '../../parts/client-name.ts'
import { Icon } from '../../parts/icons.tsx'
import { hostLabel } from '../../parts/labels.ts'
import { useNow } from '../../parts/use-now.ts'

export function PastReviews({ reviews, mayEnd }: { reviews: readonly Review[]; mayEnd: boolean }) {
  const { t, time } = useI18n()
  const now = useNow()
  const clientName = useClientNames()
  if (reviews.length === 0) return null
  return (
    <section className="section" aria-labelledby="past">
      <h2 id="past">{t('reviews.past')}</h2>
      <ol className="past-reviews">
        {reviews.map((review) => (
          <li key={review.id}>
            <span className="quiet when">{time(review.answered?.at ?? review.at, now)}</span>
            <span className="who">
              {clientName(review.client)} <Icon name="arrow" />{' '}
              <span className="mono">{hostLabel({ ...review, scheme: 'https' })}</span>
            </span>
            <AnswerState review={review} />
            {mayEnd ? <EndButton review={review} /> : null}
          </li>
        ))}
      </ol>
    </section>
  )
}
