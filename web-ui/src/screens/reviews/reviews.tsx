/** Who was stopped, or whom something does not work for, and waits for a person's answer; and what was answered. */
import './reviews.css'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { accountQuery, pastReviewsQuery, reviewsQuery } from '../../api/queries.ts'
import { mayChange } from '../../api/roles.ts'
import type { Review } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { useClientNames } from '../../parts/client-name.ts'
import { Answered, Empty } from '../../parts/states.tsx'
import { addressOf, Link, usePlace } from '../../router/router.tsx'
import { PastReviews } from './past-reviews.tsx'
import { WaitingReview } from './waiting-review.tsx'

export function Reviews() {
  const { t, rich } = useI18n()
  const before = usePlace().search.get('before')
  const { data: account } = useQuery(accountQuery)
  const waiting = useQuery(reviewsQuery)
  const past = useQuery(pastReviewsQuery(before))
  const mayAnswer = mayChange(account?.role, 'reviews')
  return (
    <>
      <div className="lead">
        <h1>{t('reviews.title')}</h1>
        {waiting.data === undefined ? null : (
          <p>{rich('reviews.sentence', { count: waiting.data.reviews.length })}</p>
        )}
      </div>
      {before === null ? (
        <Answered query={waiting} lines={6}>
          {({ reviews }) => (
            <Waiting {...{ reviews, mayAnswer }} hasPast={(past.data?.reviews.length ?? 0) > 0} />
          )}
        </Answered>
      ) : null}
      <Answered query={past}>
        {({ reviews, next }) => (
          <>
            <PastReviews reviews={reviews.filter(({ answered }) => answered !== null)} mayEnd={mayAnswer} />
            {next === null && before === null ? null : (
              <p className="pager">
                {before === null ? null : <Link href={addressOf('reviews')}>{t('live.newest')}</Link>}
                {next === null ? null : (
                  <Link href={addressOf('reviews', { before: next })}>{t('live.earlier')}</Link>
                )}
              </p>
            )}
          </>
        )}
      </Answered>
    </>
  )
}

interface WaitingProps {
  reviews: readonly Review[]
  mayAnswer: boolean
  hasPast: boolean
}

function Waiting({ reviews, mayAnswer, hasPast }: WaitingProps) {
  const { t } = useI18n()
  const clientName = useClientNames()
  const here = useRef<HTMLHeadingElement>(null)
  if (reviews.length === 0)
    return hasPast ? null : (
      <Empty title={t('reviews.empty')}>
        <p>{t('reviews.empty.hint')}</p>
      </Empty>
    )
  return (
    <section className="section" aria-labelledby="waiting">
      <h2 id="waiting" ref={here} tabIndex={-1}>
        {t('reviews.waiting')}
      </h2>
      {mayAnswer ? null : <p className="quiet under">{t('reviews.readOnly')}</p>}
      <ol className="reviews">
        {reviews.map((review) => (
          <WaitingReview
            key={review.id}
            {...{ review, mayAnswer, clientName }}
            answered={() => here.current?.focus()}
          />
        ))}
      </ol>
    </section>
  )
}
