/** The shapes in which tokens travel over the API. */
import { z } from 'zod'
import { isCode } from '../../core/pii/tokens/form.ts'
import { periodBounds } from '../../core/retention/period.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')
const period = z
  .string()
  .regex(/^\d{4}-\d{2}$/)
  .refine((value) => periodBounds(value) !== null, 'expected a month that exists')
const destinationGroup = z.string().min(1).max(253)

export const tokenCode = z.string().refine(isCode, 'expected the twelve characters behind the underscore')
export const tokenParams = z.object({ code: tokenCode })

/** A token without what it stands for. */
export const tokenView = z.object({
  code: z.string(),
  type: z.string(),
  destinationGroup: z.string(),
  period: z.string(),
  issuedAt: millis,
})
export const revealedToken = tokenView.extend({
  value: z.string().nullable().describe('What it stands for; null where its key was destroyed.'),
})

export const tokenCounts = z.object({
  counts: z
    .array(z.object({ period: z.string(), destinationGroup: z.string(), tokens: z.int(), bytes: z.int() }))
    .readonly(),
})

/** As many as fit into one request's head. */
export const mostTraced = 500
export const traceQuery = z.strictObject({
  codes: z
    .string()
    .max(13 * mostTraced)
    .transform((text) => text.split(','))
    .pipe(z.array(tokenCode).max(mostTraced))
    .describe('Codes, joined by commas.'),
})
export const tracedTokens = z.object({ tokens: z.array(tokenView).readonly() })

export const purgeQuery = z
  .strictObject({
    period: period.optional(),
    destinationGroup: destinationGroup.optional(),
    value: z.string().min(1).max(4000).optional().describe('Only tokens of this value, however written.'),
    all: z.literal('true').optional().describe('Needed where nothing else is given.'),
  })
  .refine(
    (query) => Object.values(query).some((part) => part !== undefined),
    'expected a month, a destination group, a value, or all',
  )
export const purgedTokens = z.object({ purged: z.int() })
