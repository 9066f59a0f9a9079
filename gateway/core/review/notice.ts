/** What the machine that was stopped is told about its review; it goes from control to the worker that shows it. */
import { z } from 'zod'
import { entityTypeNames } from '../pii/entity.ts'
import { reviewAnswers, reviewKinds } from './review.ts'

const about = z.strictObject({
  kind: z.enum(reviewKinds),
  destination: z.string(),
  rule: z.string(),
  found: z.array(z.strictObject({ type: z.enum(entityTypeNames), count: z.int() })),
})

export const reviewNoticeSchema = z.discriminatedUnion('state', [
  /** Forged, another's, over, too old, or swept: all the same answer. */
  z.strictObject({ state: z.literal('unknown') }),
  /** Control, or its store, is away. */
  z.strictObject({ state: z.literal('away') }),
  /** It may be asked for. */
  z.strictObject({ state: z.literal('offered'), about }),
  /** It was; the link makes no second one, and the ticket shows the answer for a while. */
  z.strictObject({ state: z.literal('asked'), ticket: z.string() }),
  /** So much waits already that no more is taken. */
  z.strictObject({ state: z.literal('full') }),
  z.strictObject({ state: z.literal('waiting'), about }),
  z.strictObject({
    state: z.literal('answered'),
    about,
    answer: z.enum(reviewAnswers),
    /** How long it still counts; null where it does without end. */
    leftMs: z.number().nullable(),
  }),
])
export type ReviewNotice = z.infer<typeof reviewNoticeSchema>
export type ReviewAbout = z.infer<typeof about>

/** Control's side, as workers and the proxy in the same process ask it. Nothing rejects. */
export interface ReviewWindow {
  /** What stands behind a link or a ticket. `address`: of the machine that asks. */
  look(id: string, address: string): Promise<ReviewNotice>
  /** Asks for a review by a link, once; asked again, it tells what became of it. */
  ask(link: string, address: string): Promise<ReviewNotice>
  /** Uses up a single passage; false where it is used already, or over. */
  claim(review: string): Promise<boolean>
}
