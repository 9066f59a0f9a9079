/** Proves once more that whoever is signed in is still there: a code of the app or a passkey, good for minutes in that session alone. */
import { needsSecondFactor, stateOf } from '../core/account/account.ts'
import type { PasskeyPlace } from '../core/account/passkey.ts'
import { maxPasswordLength, samePassword } from '../core/login/basic.ts'
import { countedAddress } from '../core/login/wrong-tries.ts'
import { minuteMs } from '../core/units.ts'
import type { StoredAccount } from '../store/account-register.ts'
import { takeCode } from './let-in.ts'
import type { AccountParts } from './parts.ts'
import { type PasskeyAnswer, provenPasskey, takeUse, useCounted } from './passkey-proof.ts'
import type { Slowed } from './sign-in.ts'

/** `password`: only of an account that has neither app nor passkey yet. A recovery code is for signing in alone. */
export type FreshProof =
  | { code: string }
  | { passkey: PasskeyAnswer; place: PasskeyPlace }
  | { password: string }

export type FreshVerdict = { kind: 'proven' } | { kind: 'wrong' | 'no-app-key' } | Slowed

/** In which session, and from where. */
export interface FreshHolder {
  session: string
  address: string
}

export interface FreshFactor {
  /** Each code and each challenge counts once. The session is fresh from then on. Throws the STORE_ errors. */
  provesFresh(accountName: string, proof: FreshProof, holder: FreshHolder): Promise<FreshVerdict>
  isFresh(session: string | null): boolean
}

const freshMs = 5 * minuteMs

export function createFreshFactor(parts: AccountParts): FreshFactor {
  /** By session, until when, by the clock that only grows. */
  const fresh = new Map<string, number>()
  const now = () => parts.clock.monotonic()
  return {
    async provesFresh(accountName, proof, holder) {
      const verdict = await judge(parts, accountName, { proof, holder })
      for (const [session, endsMs] of fresh) if (endsMs <= now()) fresh.delete(session)
      if (verdict.kind === 'proven') fresh.set(holder.session, now() + freshMs)
      return verdict
    },
    isFresh: (session) => session !== null && (fresh.get(session) ?? 0) > now(),
  }
}

async function judge(
  parts: AccountParts,
  name: string,
  { proof, holder }: { proof: FreshProof; holder: FreshHolder },
): Promise<FreshVerdict> {
  const { register, guessing, clock, log } = parts
  const account = register.byName(name)
  if (account === null || stateOf(account, clock.now()) !== 'active') return { kind: 'wrong' }
  const { address } = holder
  const retryAfterSeconds = Math.max(
    guessing.secondsBlocked(address),
    'code' in proof ? guessing.secondsWithoutCodes(account) : 0,
  )
  if (retryAfterSeconds > 0) return { kind: 'too-often', retryAfterSeconds }
  if ('code' in proof) {
    const isRight = takeCode(parts, account, proof.code.replaceAll(/\s/g, ''))
    if (isRight === null) {
      log.event('account.app-key-unread', {})
      return { kind: 'no-app-key' }
    }
    if (!isRight) guessing.wrongCode(account, address)
    return { kind: isRight ? 'proven' : 'wrong' }
  }
  const isRight =
    'password' in proof
      ? await isOnlyPassword(parts, account, { typed: proof.password, address })
      : await isOwnPasskey(parts, account, { ...proof, session: holder.session })
  if (isRight === null) return { kind: 'busy' }
  if (!isRight) guessing.wrong(address)
  return { kind: isRight ? 'proven' : 'wrong' }
}

async function isOwnPasskey(
  parts: AccountParts,
  account: StoredAccount,
  { passkey, place, session }: { passkey: PasskeyAnswer; place: PasskeyPlace; session: string },
): Promise<boolean> {
  const use = takeUse(parts, passkey.clientDataJSON)
  if (use?.to !== 'prove' || use.account !== account.id || use.session !== session) return false
  const proven = await provenPasskey(parts, { use, answer: passkey, place })
  return proven !== null && useCounted(parts, proven, account.name)
}

/** Null where too many passwords wait to be looked at. */
async function isOnlyPassword(
  { passwords, passkeys, queue }: AccountParts,
  account: StoredAccount,
  { typed, address }: { typed: string; address: string },
): Promise<boolean | null> {
  const hasOther = account.totp !== null || passkeys.ofAccount(account.id).length > 0
  const text = samePassword(typed)
  if (hasOther || needsSecondFactor(account.role) || text.length > maxPasswordLength) return false
  return queue.inTurn(countedAddress(address), () => passwords.isRight(account.passwordHash, text))
}
