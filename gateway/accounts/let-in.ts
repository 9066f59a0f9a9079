/** What all ways of signing in share: whether the account still counts, its app's codes, the entry in the ledger, the session's holder. */
import { stateOf } from '../core/account/account.ts'
import type { StoredAccount } from '../store/account-register.ts'
import type { AccountParts, Halfway } from './parts.ts'
import { stepOfCode } from './second-factor.ts'
import type { SessionHolder } from './sessions.ts'

/** Null where the key of the app does not open: the row was changed, or the year's key is gone. */
export function takeCode(
  { register, seal, clock }: AccountParts,
  account: StoredAccount,
  code: string,
): boolean | null {
  if (account.totp === null) return false
  const seed = seal.open(account.totp, account.id)
  if (seed === null) return null
  const step = stepOfCode(seed, code, clock.now())
  // RFC 6238 §5.2: a code must not be accepted a second time.
  return step !== null && register.takeStep(account.id, step)
}

/** The account, while it is active and has the password that was right. */
export function stillSo(
  { register, clock }: AccountParts,
  { account: id, passwordHash }: Pick<Halfway, 'account' | 'passwordHash'>,
): StoredAccount | null {
  const account = register.byId(id)
  if (account === null || account.passwordHash !== passwordHash) return null
  return stateOf(account, clock.now()) === 'active' ? account : null
}

export function noteSignIn(
  { register, ledger, clock }: AccountParts,
  { id, name, role }: StoredAccount,
  by: 'password' | 'code' | 'recovery-code' | 'passkey' | 'password-and-passkey',
): void {
  // Read anew: the step that was just taken stands in it.
  const present = register.byId(id)
  if (present !== null) register.put({ ...present, signedInAt: clock.now() })
  const recoveryCodesLeft = register.recoveryLeft(id)
  const facts = { role, by, ...(by === 'recovery-code' ? { recoveryCodesLeft } : {}) }
  ledger.append({ action: 'account.signed-in', actor: 'account', subject: name, facts })
}

export function holderOf({ id, name, role, expiresAt }: StoredAccount): SessionHolder {
  return { account: id, name, role, expiresAt }
}
