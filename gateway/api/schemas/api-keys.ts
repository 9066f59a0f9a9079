/** The shapes in which API keys travel over the API. */
import { z } from 'zod'
import { apiKeyStates } from '../../core/account/api-key.ts'
import { next } from './page.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const apiKeyView = z.object({
  name: z.string(),
  account: z.string().describe('For whom it reads: never more than the role of this account may.'),
  scopes: z.array(z.string()).readonly().describe('Groups of routes, as the table of rights names them.'),
  state: z.enum(apiKeyStates),
  addedAt: millis,
  expiresAt: millis,
  usedOn: z.string().nullable().describe('The last day (UTC) on which it opened something.'),
})

export const apiKeyList = z.object({ keys: z.array(apiKeyView).readonly(), next })

export const newApiKey = z.object({
  key: apiKeyView,
  text: z.string().describe('The key itself: shown once, kept nowhere as it is.'),
})

/** Any name at all: what is wrong with it is said by the room, in words. */
export const apiKeyParams = z.object({ name: z.string().max(100) })

export const newApiKeyBody = z.strictObject({
  account: z.string().max(100),
  scopes: z.array(z.string().max(40)).max(40),
  until: millis.describe('When it ends: within a year, and no later than its account.'),
})
