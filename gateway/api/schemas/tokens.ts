/** The shapes in which tokens travel over the API. */
import { z } from 'zod'
import { revealReasons } from '../../core/account/reveal.ts'
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
/** `why`: asked for over the network; on the box it is noted where it is given. */
export const lookupBody = z.strictObject({ why: z.enum(revealReasons).optional() }).nullish()
export const revealedToken = tokenView.extend({
  value: z.string().nullable().describe('What it stands for; null where its key was destroyed.'),
})

const purgeCount = z.object({ period: z.string(), destinationGroup: z.string(), tokens: z.int() })

export const tokenCounts = z.object({
  counts: z.array(purgeCount.extend({ bytes: z.int() })).readonly(),
  next: z.string().nullable().describe('Asks for the page behind this one; null: there is none.'),
})

/** `2026-11 ai-assistants`: the last month and group of the page before. */
export const countCursor = z.codec(
  z.string().regex(/^\d{4}-\d{2} .{1,253}$/),
  z.object({ period: z.string(), destinationGroup: z.string() }),
  {
    decode: (text) => ({ period: text.slice(0, 7), destinationGroup: text.slice(8) }),
    encode: ({ period: month, destinationGroup: group }) => `${month} ${group}`,
  },
)
export const countQuery = z.strictObject({
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .default(100)
    .describe('Months and destination groups a page.'),
  after: countCursor.optional().describe('As `next` of the page before said.'),
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
    dryRun: z.literal('true').optional().describe('Purges nothing, and says what would be purged.'),
  })
  .refine(
    ({ dryRun: _, ...which }) => Object.values(which).some((part) => part !== undefined),
    'expected a month, a destination group, a value, or all',
  )
export const purgedTokens = z.object({
  purged: z.int().describe('None in a dry run.'),
  counts: z.array(purgeCount).readonly().describe('What has become, or would become, unreadable at whom.'),
})
