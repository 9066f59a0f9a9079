/** The shapes in which accounts and their sessions travel over the API. */
import { z } from 'zod'
import { accountRoles, accountStates } from '../../core/account/account.ts'
import { next } from './page.ts'

const millis = z.int().describe('Milliseconds since 1970-01-01T00:00:00Z.')
const role = z.enum(accountRoles)

export const accountView = z.object({
  name: z.string(),
  role,
  state: z.enum(accountStates).describe('waiting: its one-time code was not used yet.'),
  addedAt: millis,
  expiresAt: millis.nullable().describe('Null: until it is revoked.'),
  setUpEndsAt: millis.nullable().describe('Until when its one-time code counts; null where none is out.'),
  secondFactor: z.boolean().describe('Whether it has an app that shows codes.'),
  recoveryCodesLeft: z.int(),
  passkeys: z.int(),
  signedInAt: millis.nullable(),
  reveals: z
    .boolean()
    .describe('Whether it may reveal personal data over the network, for a reason and with a fresh factor.'),
})

export const accountList = z.object({ accounts: z.array(accountView).readonly(), next })

export const newStart = z.object({
  account: accountView,
  code: z.string().describe('The one-time code: shown once, kept nowhere as it is.'),
  endsAt: millis,
})

/** Any name at all: what is wrong with it is said by the desk, in words. */
export const accountParams = z.object({ name: z.string().max(100) })

const until = millis.nullable().describe('When the account ends; null for what is usual for the role.')
export const newAccountBody = z.strictObject({ role, until, reveals: z.boolean().default(false) })
export const revealBody = z.strictObject({ reveals: z.boolean() })
export const resetBody = z.strictObject({ role: role.nullable().describe('Null: as before.'), until })

export const sessionView = z.object({
  id: z.string().describe('Names the session; opens nothing.'),
  name: z.string().nullable().describe('Of the account; null for the access token.'),
  role,
  address: z.string(),
  openedAt: millis,
  seenAt: millis,
})

export const sessionList = z.object({
  sessions: z
    .array(sessionView)
    .readonly()
    .describe('In one page: eight of an account, 64 of the access token at most.'),
})

export const sessionId = z.string().regex(/^[0-9a-f]{12}$/)

export const ownAccount = z.object({
  role,
  account: accountView.nullable().describe('Null for the access token, which counts as an owner.'),
  session: z
    .string()
    .nullable()
    .describe('The id of this session; null where a token came with the request.'),
})
