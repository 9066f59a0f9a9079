/** One question: who asks, for what, why it was stopped, what was found, and the answers that are possible. */
import type { Review } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { AnswerButtons } from '../../parts/answer-buttons.tsx'
import { FoundKinds } from '../../parts/found-kinds.tsx'
import { hostLabel } from '../../parts/labels.ts'
import { useNow } from '../../parts/use-now.ts'
import { addressOf, Link } from '../../router/router.tsx'

export interface WaitingReviewProps {
  review: Review
  mayAnswer: boolean
  clientName(client: string): string
  answered(): void
}

export function WaitingReview({ review, mayAnswer, clientName, answered }: WaitingReviewProps) {
  const { t, rich, time, dateTime } = useI18n()
  const now = useNow()
  const host = hostLabel({ ...review, scheme: 'https' })
  const at = (
    <time dateTime={new Date(review.askedAt).toISOString()} title={dateTime(review.askedAt)}>
      {time(review.askedAt, now)}
    </time>
  )
  return (
    <li>
      <h3>
        {rich(`reviews.asks.${review.kind}`, {
          client: <span className="named">{clientName(review.client)}</span>,
          host: <span className="mono">{host}</span>,
        })}
      </h3>
      <p className="prose">{review.kind === 'tunnel' ? t('reviews.tunnel') : t(`reason.${review.reason}`)}</p>
      <FoundKinds found={review.found} kind={review.kind} />
      <p className="small quiet facts-line">
        <span>{rich('reviews.askedAt', { at })}</span>
        {review.rule === '' ? null : <span>{t('detail.rule', { rule: review.rule })}</span>}
        {review.kind === 'tunnel' ? null : (
          <>
            <span className="mono">
              {review.method} {review.path}
            </span>
            <Link href={addressOf('live', { id: review.id })}>{t('reviews.exchange')}</Link>
          </>
        )}
      </p>
      {mayAnswer ? <AnswerButtons review={review} answered={answered} /> : null}
    </li>
  )
}
