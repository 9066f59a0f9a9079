/** How a page of a list is asked for, and what says that there is another. */
import { z } from 'zod'

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(100).describe('How many a page.'),
  after: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional()
    .describe('Cursor: the `next` of the page before.'),
})

export const next = z.string().nullable().describe('Cursor of the next page; null on the last.')
