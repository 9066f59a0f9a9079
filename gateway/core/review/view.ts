/** A review as commands, API and pages show it. */
import type { ReviewAnswer, ReviewedExchange } from './review.ts'

export interface ReviewView extends ReviewedExchange {
  /** When it was asked, or answered unasked. */
  askedAt: number
  /** False for what was stopped and nobody has asked about: it may be answered all the same. */
  isAsked: boolean
  /** What may be said of it; empty where it was answered. */
  possible: readonly ReviewAnswer[]
  /** Null while it waits. */
  answered: {
    answer: ReviewAnswer
    at: number
    /** Id of what `always` wrote, for `policy undo`. */
    correction: string | null
    /** True where a single passage was taken. */
    used: boolean
    /** True where a person ended it before its time. */
    takenBack: boolean
    /** How long it still counts; null where no clock ends it. */
    leftMs: number | null
  } | null
}

export interface ReviewPage {
  reviews: readonly ReviewView[]
  /** Cursor of the next, older page; null on the last. */
  next: string | null
}
