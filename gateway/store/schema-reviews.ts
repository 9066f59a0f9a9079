/** The table of reviews as kysely's types; migrations 0010 and 0012 say what each column is for. */
import type { VerdictReason } from '../core/journal.ts'
import type { ReviewAnswer, ReviewKind } from '../core/review/review.ts'

export interface ReviewsSchema {
  review: ReviewTable
}

export interface ReviewTable {
  id: string
  kind: ReviewKind
  at: number
  client: string
  destination: string
  port: number
  rule: string
  reason: VerdictReason
  is_list: number
  method: string
  path: string
  found: string
  address: string
  machine: string | null
  ticket: string
  asked_at: number
  answer: ReviewAnswer | null
  answered_at: number | null
  correction: string | null
  boot: string | null
  until: number | null
  used: number
}
