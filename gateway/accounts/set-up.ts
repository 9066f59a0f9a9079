/** Turns the one-time code that was printed on the box into an account: a password, an authenticator app, recovery codes. */
import { type AccountRole, needsSecondFactor, stateOf } from '../core/account/account.ts'
import { isEasyToGuess } from '../core/account/easy-passwords.ts'
import { maxPasswordLength, samePassword } from '../core/login/basic.ts'
import { countedAddress } from '../core/login/wrong-tries.ts'
import { Secret } from '../core/secret.ts'
import type { StoredAccount } from '../store/account-register.ts'
import { holderOf } from './let-in.ts'
import type { AccountParts, SettingUp } from './parts.ts'
import { hashOfCode, newRecoveryCodes, seedBytes, shownSeed, stepOfCode } from './second-factor.ts'
import type { Slowed } from './sign-in.ts'

/** What the page shows, so that an app can be told of it. */
export interface SetUpView {
  ticket: string
  name: string
  role: AccountRole
  /** Base32, in groups of four. */
  seed: string
  /** `otpauth://totp/…` */
  uri: string
  /** False where a password alone will do. */
  secondFactorNeeded: boolean
}

export type BegunSetUp = { kind: 'begun'; view: SetUpView } | { kind: 'wrong' } | Slowed

export type FinishedSetUp =
  /** `recoveryCodes`: shown this once; none where there is no second factor. */
  | { kind: 'done'; recoveryCodes: readonly string[]; secret: string }
  | { kind: 'bad-password' | 'wrong-code'; view: SetUpView }
  | { kind: 'over' }
  | Slowed

export interface SetUp {
  begin(given: { code: string; address: string }): BegunSetUp
  /** `code`: what the app shows; '' for an account that goes without. Throws the STORE_ and KEYRING_ errors. */
  finish(given: { ticket: string; password: string; code: string; address: string }): Promise<FinishedSetUp>
}

/** NIST SP 800-63B-4 §3.1.1.2 asks for 15 where a password stands alone, 8 beside a second factor. */
export const minPasswordLength = { alone: 15, besideCode: 12 } as const

export function createSetUp(parts: AccountParts): SetUp {
  return {
    begin: (given) => begin(parts, given),
    finish: (given) => finish(parts, given),
  }
}

function begin(parts: AccountParts, { code, address }: { code: string; address: string }): BegunSetUp {
  const { register, guessing, settingUp, random } = parts
  const retryAfterSeconds = guessing.secondsBlocked(address)
  if (retryAfterSeconds > 0) return { kind: 'too-often', retryAfterSeconds }
  const setUpHash = hashOfCode(code)
  const account = stillOut(parts, register.bySetUpHash(setUpHash), setUpHash)
  if (account === null) {
    guessing.wrong(address)
    return { kind: 'wrong' }
  }
  const begun = { account: account.id, setUpHash, seed: new Secret(random(seedBytes)) }
  return {
    kind: 'begun',
    view: viewOf(parts, account, { begun, ticket: settingUp.issue({ account: account.id, address }, begun) }),
  }
}

async function finish(
  parts: AccountParts,
  { ticket, password, code, address }: { ticket: string; password: string; code: string; address: string },
): Promise<FinishedSetUp> {
  const { register, guessing, settingUp, clock, queue, passwords } = parts
  const begun = settingUp.find(ticket)
  const account = begun === null ? null : stillOut(parts, register.byId(begun.account), begun.setUpHash)
  if (begun === null || account === null) return { kind: 'over' }
  const retryAfterSeconds = guessing.secondsBlocked(address)
  if (retryAfterSeconds > 0) return { kind: 'too-often', retryAfterSeconds }
  const typed = code.replaceAll(/\s/g, '')
  const withCode = typed !== '' || needsSecondFactor(account.role)
  const step = withCode ? stepOfCode(begun.seed, typed, clock.now()) : null
  const view = viewOf(parts, account, { begun, ticket })
  if (withCode && step === null) {
    guessing.wrong(address)
    return { kind: 'wrong-code', view }
  }
  const chosen = samePassword(password)
  if (!isGood(chosen, { name: account.name, office: parts.officeName() }, withCode))
    return { kind: 'bad-password', view }
  const passwordHash = await queue.inTurn(countedAddress(address), () => passwords.hash(chosen))
  if (passwordHash === null) return { kind: 'busy' }
  return keep(parts, begun, { passwordHash, step, address })
}

interface Chosen {
  passwordHash: string
  /** Of the code that proved that an app has the seed; null for an account without. */
  step: number | null
  address: string
}

function keep(parts: AccountParts, begun: SettingUp, { passwordHash, step, address }: Chosen): FinishedSetUp {
  const { register, ledger, seal, random, sessions, settingUp } = parts
  const recoveryCodes = step === null ? [] : newRecoveryCodes(random)
  const kept = register.writing(() => {
    // While the password was looked at, another browser may have used the code, or the box taken it back.
    const account = stillOut(parts, register.byId(begun.account), begun.setUpHash)
    if (account === null) return null
    const totp = step === null ? null : seal.seal(begun.seed, account.id)
    register.put({ ...account, setUp: null, passwordHash, totp, totpStep: step ?? 0 })
    register.setRecovery(account.id, recoveryCodes.map(hashOfCode))
    const { name: subject, role } = account
    const facts = { role, secondFactor: step !== null }
    ledger.append({ action: 'account.set-up', actor: 'account', subject, facts })
    return account
  })
  if (kept === null) return { kind: 'over' }
  settingUp.dropOf(kept.id)
  return { kind: 'done', recoveryCodes, secret: sessions.open(holderOf(kept), address) }
}

/** The account, while this one-time code of it counts. */
function stillOut(
  { clock }: AccountParts,
  account: StoredAccount | null,
  setUpHash: Buffer,
): StoredAccount | null {
  if (account === null || account.setUp === null || !account.setUp.hash.equals(setUpHash)) return null
  return account.setUp.endsAt > clock.now() && stateOf(account, clock.now()) === 'waiting' ? account : null
}

function viewOf(
  { officeName }: AccountParts,
  { name, role }: StoredAccount,
  { begun, ticket }: { begun: SettingUp; ticket: string },
): SetUpView {
  const { text, uri } = shownSeed(begun.seed, { office: officeName(), name })
  return { ticket, name, role, seed: text, uri, secondFactorNeeded: needsSecondFactor(role) }
}

function isGood(password: string, { name, office }: { name: string; office: string }, withCode: boolean) {
  const least = withCode ? minPasswordLength.besideCode : minPasswordLength.alone
  if (password.length < least || password.length > maxPasswordLength || /\p{Cc}/u.test(password)) return false
  return !isEasyToGuess(password, [name, ...office.split(/[^\p{L}\p{N}]+/u)])
}
