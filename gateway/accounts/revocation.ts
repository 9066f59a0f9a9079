/** Revokes an account for good, and lets nobody lock the office out by it over the network. */
import { type AccountView, stateOf } from '../core/account/account.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import { accountInActor, type LedgerActor } from '../core/ledger/entry.ts'
import type { StoredAccount } from '../store/account-register.ts'
import { blankAccount, knownAccount, shownAccount } from './kept-account.ts'
import type { AccountParts } from './parts.ts'

/** Throws ACCOUNT_UNKNOWN, the STORE_ errors, and over the network ACCOUNT_OWN and ACCOUNT_LAST_OWNER. */
export function revokeAccount(parts: AccountParts, name: string, actor: LedgerActor): AccountView {
  const unread = mustLeaveAnOwner(parts, name, actor)
  // First of all, whatever becomes of the disk: whoever is revoked must be out.
  parts.sessions.endOf(name)
  return parts.apiKeys.ending(name, () => {
    if (unread !== null) throw unread
    return revokeKnown(parts, knownAccount(parts, name), actor)
  })
}

/**
 * On the box everything can be mended, so there everything may be revoked. What keeps accounts from being read is handed back: it
 * keeps nobody in whom this is about.
 */
function mustLeaveAnOwner(parts: AccountParts, name: string, actor: LedgerActor): GatewayError | null {
  if (actor === 'box') return null
  try {
    const account = knownAccount(parts, name)
    if (account.id === accountInActor(actor)) throw refusal('ACCOUNT_OWN', name)
    const owners = parts.register.list().filter((one) => isOwner(one.account, parts.clock.now()))
    if (owners.length === 1 && owners[0]?.account.id === account.id) throw refusal('ACCOUNT_LAST_OWNER', name)
    return null
  } catch (error) {
    if (isGatewayError(error) && !error.code.startsWith('ACCOUNT_')) return error
    throw error
  }
}

function isOwner(account: StoredAccount, now: number): boolean {
  return account.role === 'owner' && stateOf(account, now) === 'active'
}

function revokeKnown(parts: AccountParts, account: StoredAccount, actor: LedgerActor): AccountView {
  const { register, ledger, clock, apiKeys, halfway, settingUp, guessing } = parts
  for (const tickets of [halfway, settingUp]) tickets.dropOf(account.id)
  if (account.revokedAt !== null) return shownAccount(parts, account)
  const { id, name, addedAt, role, expiresAt, signedInAt } = account
  const gone = { ...blankAccount, id, name, role, addedAt, expiresAt, signedInAt, revokedAt: clock.now() }
  register.writing(() => {
    ledger.append({ action: 'account.revoked', actor, subject: name, facts: { role } })
    register.setRecovery(id, [])
    parts.passkeys.clear(id)
    apiKeys.revokeOf(account, actor)
    register.put(gone)
  })
  guessing.settled(gone)
  return shownAccount(parts, gone)
}

function refusal(code: 'ACCOUNT_OWN' | 'ACCOUNT_LAST_OWNER', name: string): GatewayError {
  return new GatewayError(code, {}, { hint: `It is done on the box itself: gatehouse user revoke ${name}` })
}
