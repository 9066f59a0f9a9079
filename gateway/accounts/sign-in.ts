/** Lets somebody in: name and password, then a code where the account has a second factor, then a session. */
import { needsSecondFactor, stateOf } from '../core/account/account.ts'
import { maxPasswordLength, samePassword } from '../core/login/basic.ts'
import { countedAddress } from '../core/login/wrong-tries.ts'
import { holderOf, noteSignIn, stillSo, takeCode } from './let-in.ts'
import type { AccountParts } from './parts.ts'
import { hashOfCode } from './second-factor.ts'
import type { SessionHolder } from './sessions.ts'

export type SignInVerdict =
  /** `secret`: what the browser keeps from now on. */
  | { kind: 'signed-in'; secret: string; holder: SessionHolder }
  /** `byCode`: a code of the app or a recovery code counts; `byPasskey`: a passkey does. */
  | { kind: 'code-wanted'; ticket: string; byCode: boolean; byPasskey: boolean }
  | { kind: 'wrong' }
  /** No code of the app can be right: its key does not open. A recovery code still counts. */
  | { kind: 'no-app-key' }
  | Slowed
  /** Too long ago, too many wrong codes, or the account is another by now: it begins anew. */
  | { kind: 'over' }

export type Slowed =
  | { kind: 'too-often'; retryAfterSeconds: number }
  /** Too many passwords wait to be looked at. */
  | { kind: 'busy' }

export interface SignIn {
  /**
   * The first step. What it costs, in time too, does not tell whether the name is anybody's, nor whether the account has
   * ended. Throws the STORE_ errors: nobody is let in who cannot be noted.
   */
  begin(given: { name: string; password: string; address: string }): Promise<SignInVerdict>
  /** The second: a code of the app, or a recovery code. Each counts once. Throws the STORE_ errors. */
  finish(given: { ticket: string; code: string; address: string }): SignInVerdict
  /** A session for whoever showed the access token; noted where the ledger can be written, as the token is the way in when it cannot. */
  byToken(address: string): string
}

/** Then the password is asked for again. */
export const maxWrongCodes = 5

export function createSignIn(parts: AccountParts): SignIn {
  return {
    begin: (given) => begin(parts, given),
    finish: (given) => finish(parts, given),
    byToken: (address) => byToken(parts, address),
  }
}

async function begin(
  parts: AccountParts,
  { name, password, address }: { name: string; password: string; address: string },
): Promise<SignInVerdict> {
  const { register, clock, passwords, queue, guessing } = parts
  const slowed = (): Slowed | null => {
    const retryAfterSeconds = guessing.secondsBlocked(address)
    return retryAfterSeconds > 0 ? { kind: 'too-often', retryAfterSeconds } : null
  }
  // Whoever has to wait takes nobody's place in the queue.
  const early = slowed()
  if (early !== null) return early
  const verdict = await queue.inTurn(countedAddress(address), async (): Promise<SignInVerdict> => {
    // Of many that came at once only as many cost anything as may be wrong.
    const late = slowed()
    if (late !== null) return late
    const found = register.byName(name.trim().toLowerCase())
    const kept = found !== null && stateOf(found, clock.now()) === 'active' ? found.passwordHash : null
    // Longer than any that is kept: looked at, it would only be work.
    const typed = samePassword(password)
    const isRight = typed.length <= maxPasswordLength && (await passwords.isRight(kept, typed))
    if (isRight && found !== null && kept !== null)
      return passwordWasRight(parts, { account: found.id, passwordHash: kept, address })
    guessing.wrong(address)
    return { kind: 'wrong' }
  })
  return verdict ?? { kind: 'busy' }
}

function passwordWasRight(
  parts: AccountParts,
  { account: id, passwordHash, address }: { account: string; passwordHash: string; address: string },
): SignInVerdict {
  const account = stillSo(parts, { account: id, passwordHash })
  // Reset or revoked while its password was looked at; a role that needs a second factor is never set up without.
  if (account === null) return { kind: 'wrong' }
  const byCode = account.totp !== null
  const byPasskey = parts.passkeys.ofAccount(id).length > 0
  if (!byCode && !byPasskey && needsSecondFactor(account.role)) return { kind: 'wrong' }
  if (byCode || byPasskey) {
    parts.guessing.begun(account, address)
    const held = { account: id, passwordHash, wrongCodes: 0 }
    const ticket = parts.halfway.issue({ account: id, address }, held)
    return { kind: 'code-wanted', ticket, byCode, byPasskey }
  }
  parts.register.writing(() => noteSignIn(parts, account, 'password'))
  const holder = holderOf(account)
  return { kind: 'signed-in', secret: parts.sessions.open(holder, address), holder }
}

function finish(
  parts: AccountParts,
  { ticket, code, address }: { ticket: string; code: string; address: string },
): SignInVerdict {
  const { register, halfway, guessing, sessions, log } = parts
  const begun = halfway.find(ticket)
  if (begun === null) return { kind: 'over' }
  const typed = code.replaceAll(/\s/g, '')
  const way = /^\d{6}$/.test(typed) ? 'code' : 'recovery-code'
  const retryAfterSeconds = Math.max(
    guessing.secondsBlocked(address),
    way === 'code' ? guessing.secondsWithoutCodes({ id: begun.account }) : 0,
  )
  if (retryAfterSeconds > 0) return { kind: 'too-often', retryAfterSeconds }
  const taken = register.writing(() => {
    const account = stillSo(parts, begun)
    if (account === null) return 'over'
    const isRight =
      way === 'code' ? takeCode(parts, account, typed) : register.takeRecovery(account.id, hashOfCode(typed))
    if (isRight === null) return 'no-app-key'
    if (!isRight) return { wrong: account }
    noteSignIn(parts, account, way)
    return { right: account }
  })
  if (taken === 'no-app-key') log.event('account.app-key-unread', {})
  if (taken === 'over' || taken === 'no-app-key') return { kind: taken }
  if ('wrong' in taken) {
    // A recovery code has 80 random bits: whoever mistypes one guesses nothing.
    if (way === 'code') guessing.wrongCode(taken.wrong, address)
    else guessing.wrong(address)
    begun.wrongCodes += 1
    if (begun.wrongCodes < maxWrongCodes) return { kind: 'wrong' }
    halfway.drop(ticket)
    return { kind: 'over' }
  }
  halfway.drop(ticket)
  guessing.proven(taken.right, address)
  const holder = holderOf(taken.right)
  return { kind: 'signed-in', secret: sessions.open(holder, address), holder }
}

function byToken({ sessions, ledger, log }: AccountParts, address: string): string {
  try {
    ledger.append({ action: 'account.signed-in', actor: 'token', subject: 'gateway', facts: { by: 'token' } })
  } catch (error) {
    log.event('account.unnoted', {}, error)
  }
  return sessions.open({ account: null, name: null, role: 'owner', expiresAt: null }, address)
}
