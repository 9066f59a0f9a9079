/** The shapes in which originals travel over the API. */
import { z } from 'zod'
import { mostOriginalBytes, originalFacts, showReasons, whyNone } from '../../core/original/original.ts'
import { verdictReasons } from '../../core/policy/reasons.ts'
import { MiB } from '../../core/units.ts'
import { base64 } from '../../core/worker/bytes.ts'
import { recordId } from '../schemas.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const originalId = recordId.describe('Id of an original: that of the exchange that left changed.')

export const originalView = z
  .object({
    ...originalFacts.shape,
    why: z
      .enum(whyNone)
      .nullable()
      .describe(
        'Why there is none: it was not kept, or its file is missing on the disk. Null where it is there.',
      ),
    until: millis.describe('When it goes, at the latest.'),
    resentAt: millis.nullable(),
  })
  .readonly()

export const originalQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Originals a page.'),
  before: originalId.optional().describe('Cursor: the `next` of the page before.'),
})

export const originalPage = z.object({
  originals: z.array(originalView).readonly(),
  next: z.string().nullable().describe('Cursor of the next, older page; null on the last.'),
})

export const takeQuery = z.strictObject({
  for: z
    .enum([...showReasons, 'resend'])
    .describe('Why it is looked at, or that it is to be sent again; stands in the ledger.'),
})

const mostTextBytes = mostOriginalBytes + MiB
/** In JSON, in Base64. */
export const mostResendBytes = 2 * mostTextBytes

export const resendBody = z.strictObject({
  text: base64(mostTextBytes).describe('What the age file held, as its owner opened it.'),
  again: z.boolean().default(false).describe('True where it is meant that it was sent again before.'),
})

export const resendOutcome = z.object({
  exchange: recordId.describe('Id of its record in the journal.'),
  status: z.int().nullable().describe('Of the answer; null where there was none.'),
  reason: z.enum(verdictReasons),
})

export const purgedOriginals = z.object({ purged: z.int() })
