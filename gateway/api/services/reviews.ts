/** What routes and commands may ask of reviews: the room `gateway/reviews` plays the role, tests a stand-in. */
import type { LedgerActor } from '../../core/ledger/entry.ts'
import type { ReviewAnswer } from '../../core/review/review.ts'
import type { ReviewPage, ReviewView } from '../../core/review/view.ts'

export interface ReviewServices {
  readonly reviews: ReviewAnswering
}

/** Every method throws the STORE_ errors while there is no store. */
export interface ReviewAnswering {
  /** Newest first. Every page costs the same. */
  list(query: ReviewListQuery): ReviewPage
  /** Null where there is none. */
  get(id: string): ReviewView | null
  /** What was stopped and nobody has asked about, as a review that may be answered; null where it may not be. */
  unasked(id: string): Promise<ReviewView | null>
  /**
   * Throws REVIEW_UNKNOWN, REVIEW_ANSWERED for whoever is second, REVIEW_ANSWER where it is not possible, and for `always`
   * what keeps a correction from being written; then nothing has changed.
   */
  answer(id: string, answer: ReviewAnswer, actor: LedgerActor): Promise<ReviewView>
  /** Ends before its time what an answer lets through, for good or for a while. Throws REVIEW_UNKNOWN, and REVIEW_OVER where no answer counts. */
  end(id: string, actor: LedgerActor): Promise<ReviewView>
}

export interface ReviewListQuery {
  limit: number
  /** Older than this review. */
  before?: string
  /** Only those that wait. */
  waiting?: boolean
}
