/** The shapes in which reviews travel over the API. */
import { z } from 'zod'
import { entityTypeNames } from '../../core/pii/entity.ts'
import { verdictReasons } from '../../core/policy/reasons.ts'
import { reviewAnswers, reviewKinds } from '../../core/review/review.ts'
import { recordId } from '../schemas.ts'
import { etag } from './etag.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const reviewId = recordId.describe(
  'Id of a review: that of the exchange that was stopped, asked about or not, or its own where a tunnel is asked for.',
)

export const reviewAnswer = z
  .enum(reviewAnswers)
  .describe(
    '`once`: one such request, within 15 minutes. `15m`: for 15 minutes. `always`: a correction, as `policy allow --destination` writes it. `cleaned`: for 15 minutes, masked. `no`: nothing.',
  )

export const reviewView = z
  .object({
    id: reviewId,
    kind: z
      .enum(reviewKinds)
      .describe(
        '`request`: one that was stopped. `tunnel`: all from this client to this host, to pass unread.',
      ),
    at: millis,
    client: z.string(),
    destination: z.string(),
    port: z.int(),
    rule: z.string(),
    reason: z.enum(verdictReasons),
    isList: z.boolean().describe('True where more people stood in it than may leave.'),
    method: z.string().describe('Empty for a tunnel.'),
    path: z.string().describe('As in the journal; empty for a tunnel.'),
    found: z
      .array(
        z.object({
          type: z.enum(entityTypeNames),
          count: z.int(),
          refused: z
            .boolean()
            .describe(
              'True where it was a reason to stop the exchange, or, of a tunnel, did not leave as it came.',
            ),
        }),
      )
      .readonly(),
    askedAt: millis,
    isAsked: z
      .boolean()
      .describe('False for a stopped exchange that nobody has asked about: it may be answered all the same.'),
    possible: z
      .array(reviewAnswer)
      .readonly()
      .describe('What may be said of it; empty where it was answered.'),
    answered: z
      .object({
        answer: reviewAnswer,
        at: millis,
        correction: z.string().nullable().describe('Id of what `always` wrote, for `policy undo`.'),
        used: z.boolean().describe('True where a single passage was taken.'),
        takenBack: z.boolean().describe('True where a person ended it before its time.'),
        leftMs: z.number().nullable().describe('How long it still counts; null where no clock ends it.'),
      })
      .nullable()
      .describe('Null while it waits.'),
    etag,
  })
  .readonly()

export const reviewQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Reviews a page.'),
  before: reviewId.optional().describe('Cursor: the `next` of the page before.'),
  waiting: z
    .enum(['true', 'false'])
    .default('false')
    .transform((word) => word === 'true')
    .describe('Only those that wait for an answer.'),
})

export const reviewPage = z.object({
  reviews: z.array(reviewView).readonly(),
  next: z.string().nullable().describe('Cursor of the next, older page; null on the last.'),
})

export const answerQuery = z.strictObject({ answer: reviewAnswer })
