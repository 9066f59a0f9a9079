/** The answers that a stopped request may have, each with what it lets out; the one that opens least stands first. */
import './reviews.css'
import { answerReview, endReview } from '../api/changes.ts'
import type { Review, ReviewAnswer } from '../api/types.ts'
import { useI18n } from '../i18n/i18n.tsx'
import { hostLabel } from './labels.ts'
import { type Deed, useDeeds } from './use-deeds.ts'

const order = ['cleaned', 'once', '15m', 'always', 'no'] as const satisfies readonly ReviewAnswer[]

/** Answers of the gateway that are others once a review is. */
export const touchedByReviews = [['reviews'], ['review']] as const

export interface AnswerButtonsProps {
  review: Review
  /** Told once it is. */
  answered?(): void
}

export function AnswerButtons({ review, answered }: AnswerButtonsProps) {
  const { t } = useI18n()
  const { busy, carryOut } = useDeeds(touchedByReviews)
  const answer = useAnswerDeed(review)
  const give = async (word: ReviewAnswer) => {
    if (await carryOut(answer(word))) answered?.()
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as a grid everywhere
    <div className="answers" role="group" aria-label={t('reviews.answer')} aria-busy={busy !== null}>
      {order
        .filter((word) => review.possible.includes(word))
        .map((word) => (
          <button
            type="button"
            key={word}
            className="answer"
            disabled={busy !== null}
            onClick={() => void give(word)}
          >
            <span className="answer-name">{t(`reviews.answer.${word}`)}</span>
            <span className="small quiet">
              {t(review.kind === 'tunnel' && word === '15m' ? 'reviews.hint.tunnel' : `reviews.hint.${word}`)}
            </span>
          </button>
        ))}
    </div>
  )
}

/** Never shown before it is done: a person who is told "it may leave" sends. */
function useAnswerDeed(review: Review): (word: ReviewAnswer) => Deed<Review> {
  const { t } = useI18n()
  const end = useEndDeed()
  const host = hostLabel({ ...review, scheme: 'https' })
  return (word) => ({
    name: word,
    run: () => answerReview(review, word),
    done: (result) => ({
      text: t(`reviews.done.${word}`, { host }),
      ...(word === 'no' ? {} : { undo: end(result) }),
    }),
  })
}

/** Takes back what an answer lets through. */
export function useEndDeed(): (review: Review) => Deed<Review> {
  const { t } = useI18n()
  return (review) => ({
    name: `end ${review.id}`,
    run: () => endReview(review),
    done: () => ({ text: t('reviews.done.end', { host: hostLabel({ ...review, scheme: 'https' }) }) }),
  })
}
