/** Gives an account the right to reveal personal data, takes it, and says whether it has it now. */
import { type AccountView, stateOf } from '../core/account/account.ts'
import { canBeGivenReveal } from '../core/account/reveal.ts'
import { GatewayError } from '../core/errors.ts'
import { knownAccount, shownAccount } from './kept-account.ts'
import type { AccountParts } from './parts.ts'

export function setReveals(parts: AccountParts, name: string, reveals: boolean): AccountView {
  const { register, passkeys } = parts
  return register.writing(() => {
    const account = knownAccount(parts, name)
    if (account.revokedAt !== null) throw isRevoked(name)
    if (reveals && !canBeGivenReveal(account.role)) throw otherRole()
    const { id } = account
    const changed = { ...account, reveals }
    if (reveals !== account.reveals) {
      register.put(changed)
      noteReveals(parts, name, reveals)
    }
    const left = { recoveryCodesLeft: register.recoveryLeft(id), passkeys: passkeys.ofAccount(id).length }
    return shownAccount(parts, changed, left)
  })
}

export function mayReveal({ register, clock }: AccountParts, id: string): boolean {
  const account = register.byId(id)
  if (account === null || stateOf(account, clock.now()) !== 'active') return false
  return account.reveals && canBeGivenReveal(account.role)
}

export function noteReveals({ ledger }: AccountParts, subject: string, reveals: boolean): void {
  const action = reveals ? 'account.reveal-given' : 'account.reveal-withdrawn'
  ledger.append({ action, actor: 'box', subject, facts: {} })
}

export function otherRole(): GatewayError {
  return new GatewayError('REVEAL_ROLE', {}, { hint: 'An owner or a privacy lead can have it.' })
}

export function isRevoked(name: string): GatewayError {
  return new GatewayError(
    'ACCOUNT_REVOKED',
    {},
    { hint: `Add a new one: gatehouse user add ${name} --role ROLE` },
  )
}
