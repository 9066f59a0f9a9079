/** The shapes in which users of the proxy travel over the API. */
import { z } from 'zod'
import { next } from './page.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')

export const proxyUser = z.object({
  name: z.string(),
  addedAt: millis,
  changedAt: millis.describe('When the present password was set.'),
})

export const proxyUserList = z.object({ users: z.array(proxyUser).readonly(), next })

export const proxyUserWithPassword = z.object({
  user: proxyUser,
  password: z
    .string()
    .nullable()
    .describe('Where it was made up: shown once, kept nowhere. Null where it was given.'),
})

/** Any name at all: what is wrong with it is said by the register, in words. */
export const proxyUserParams = z.object({ name: z.string().max(100) })

export const passwordBody = z.strictObject({
  password: z.string().max(1024).nullable().describe('Null has one made up.'),
})
