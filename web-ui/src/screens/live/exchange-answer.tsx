/** What may become of a stopped exchange: the answer of a person, given where it is looked at, asked for or not. */
import { useQuery } from '@tanstack/react-query'
import { accountQuery, reviewQuery } from '../../api/queries.ts'
import { mayChange } from '../../api/roles.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { AnswerButtons } from '../../parts/answer-buttons.tsx'
import { AnswerState, EndButton } from '../../parts/answer-state.tsx'
import { Answered } from '../../parts/states.tsx'

export function ExchangeAnswer({ id }: { id: string }) {
  const { t } = useI18n()
  const { data: account } = useQuery(accountQuery)
  const query = useQuery(reviewQuery(id))
  const mayAnswer = mayChange(account?.role, 'reviews')
  return (
    <section aria-labelledby="answer">
      <h3 id="answer">{t('reviews.answer')}</h3>
      <Answered query={query} lines={2}>
        {(review) => {
          if (review === null) return <p className="quiet">{t('detail.noAnswer')}</p>
          if (review.answered !== null)
            return (
              <p className="given">
                <AnswerState review={review} />
                {mayAnswer ? <EndButton review={review} /> : null}
              </p>
            )
          return (
            <>
              <p className="quiet">{t(review.isAsked ? 'detail.asked' : 'detail.unasked')}</p>
              {mayAnswer ? (
                <AnswerButtons review={review} />
              ) : (
                <p className="quiet">{t('reviews.readOnly')}</p>
              )}
            </>
          )
        }}
      </Answered>
    </section>
  )
}
