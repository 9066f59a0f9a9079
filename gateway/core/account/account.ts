/** What an account is: a person who signs in to pages and API, in one role and, where it was so decided, until a day. */
import { dayMs } from '../units.ts'

export const accountRoles = ['owner', 'contractor', 'privacy-lead', 'auditor', 'staff'] as const
export type AccountRole = (typeof accountRoles)[number]

/** `waiting`: its one-time code was not used yet. */
export const accountStates = ['waiting', 'active', 'expired', 'revoked'] as const
export type AccountState = (typeof accountStates)[number]

/** How an account is shown. Times are milliseconds since 1970. */
export interface AccountView {
  name: string
  role: AccountRole
  state: AccountState
  addedAt: number
  /** Null: until it is revoked. */
  expiresAt: number | null
  /** Until when its one-time code counts; null where none is out. */
  setUpEndsAt: number | null
  /** Whether it has an app that shows codes. */
  secondFactor: boolean
  recoveryCodesLeft: number
  passkeys: number
  signedInAt: number | null
  /** Whether it may reveal personal data over the network, for a reason and with a fresh second factor. */
  reveals: boolean
}

/** What decides an account's state. */
export interface AccountTerms {
  expiresAt: number | null
  revokedAt: number | null
  passwordHash: string | null
}

export function stateOf({ expiresAt, revokedAt, passwordHash }: AccountTerms, now: number): AccountState {
  if (revokedAt !== null) return 'revoked'
  if (expiresAt !== null && expiresAt <= now) return 'expired'
  return passwordHash === null ? 'waiting' : 'active'
}

/** Whoever sees more than their own account is not let in by a password alone. */
export function needsSecondFactor(role: AccountRole): boolean {
  return role !== 'staff'
}

/** A contractor's account ends by itself: access that nobody remembers is the kind that is misused. */
const contractorMs = 30 * dayMs
const longestContractorMs = 366 * dayMs
const longestMs = 3660 * dayMs

/** When an account is to end; `until` null: what is usual for the role. `refused`: not a time that may be chosen. */
export function expiryOf(role: AccountRole, until: number | null, now: number): number | null | 'refused' {
  if (until === null) return role === 'contractor' ? now + contractorMs : null
  const longest = role === 'contractor' ? longestContractorMs : longestMs
  return until > now && until <= now + longest ? until : 'refused'
}
