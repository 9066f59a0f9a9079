/** The shapes in which somebody signs in and out over the API. */
import { z } from 'zod'
import { accountRoles } from '../../core/account/account.ts'

/** What the forms of the pages take, too. */
export const passwordStep = z.strictObject({ name: z.string().max(100), password: z.string().max(1024) })
export const codeStep = z.strictObject({
  ticket: z.string().max(64).describe('As the first step gave it; it counts for ten minutes.'),
  code: z.string().max(64),
})

export const tokenStep = z.strictObject({ token: z.string().max(512) })

export const waysIn = z.object({
  officeName: z.string(),
  hasAccounts: z.boolean().describe('False where nobody has one that counts: the access token alone opens.'),
})

export const signInStep = z.discriminatedUnion('next', [
  z.object({
    next: z.literal('none').describe('Signed in: the answer has set the cookie.'),
    name: z.string().nullable().describe('Null for the access token.'),
    role: z.enum(accountRoles),
  }),
  z.object({
    next: z.literal('code'),
    ticket: z.string().describe('Goes with the code or passkey into the second step.'),
    byCode: z.boolean().describe('Whether a code of the app, or a recovery code, counts.'),
    byPasskey: z.boolean().describe('Whether a passkey counts.'),
  }),
])

export const signedOut = z.object({ next: z.literal('sign-in') })
