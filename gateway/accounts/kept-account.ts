/** What the desk's parts share of an account that is kept: how it is found, shown, emptied, and called in the ledger. */
import { type AccountView, stateOf } from '../core/account/account.ts'
import { GatewayError } from '../core/errors.ts'
import { accountInActor, type LedgerActor } from '../core/ledger/entry.ts'
import type { FactorsLeft, StoredAccount } from '../store/account-register.ts'
import type { AccountParts } from './parts.ts'

/** What an account has before anybody set it up. */
export const blankAccount = {
  ...{ revokedAt: null, setUp: null, passwordHash: null, totp: null, totpStep: 0, signedInAt: null },
  reveals: false,
} satisfies Partial<StoredAccount>

/** Throws ACCOUNT_UNKNOWN. */
export function knownAccount({ register }: Pick<AccountParts, 'register'>, name: string): StoredAccount {
  const account = register.byName(name)
  if (account !== null) return account
  throw new GatewayError('ACCOUNT_UNKNOWN', {}, { hint: 'See `gatehouse user list` for those there are.' })
}

export function shownAccount(
  { clock }: Pick<AccountParts, 'clock'>,
  account: StoredAccount,
  { recoveryCodesLeft, passkeys }: FactorsLeft = { recoveryCodesLeft: 0, passkeys: 0 },
): AccountView {
  const { name, role, addedAt, expiresAt, setUp, totp, signedInAt, reveals } = account
  return {
    ...{ name, role, addedAt, expiresAt, signedInAt, recoveryCodesLeft, passkeys, reveals },
    state: stateOf(account, clock.now()),
    setUpEndsAt: setUp?.endsAt ?? null,
    secondFactor: totp !== null,
  }
}

/** Whoever acts on what is their own stands in the entry as such, and not by an id besides. */
export function entryActor(actor: LedgerActor, subject: string | null): LedgerActor {
  return subject !== null && accountInActor(actor) === subject ? 'account' : actor
}
