/** What is decided of accounts on the box: adds them, gives them a new start, revokes them, ends their sessions. */
import { type AccountRole, type AccountView, expiryOf } from '../core/account/account.ts'
import { canBeGivenReveal } from '../core/account/reveal.ts'
import { GatewayError } from '../core/errors.ts'
import { type LedgerActor, reservedNames } from '../core/ledger/entry.ts'
import { isUserName, userNameExpected } from '../core/login/client-name.ts'
import { dayMs } from '../core/units.ts'
import type { StoredAccount } from '../store/account-register.ts'
import { blankAccount, entryActor, knownAccount, shownAccount } from './kept-account.ts'
import type { AccountParts } from './parts.ts'
import { isRevoked, mayReveal, noteReveals, otherRole, setReveals } from './reveal-right.ts'
import { revokeAccount } from './revocation.ts'
import { hashOfCode, newCode } from './second-factor.ts'
import type { Session } from './sessions.ts'

/** How long a one-time code counts: whoever it is for may be away today. */
const setUpMs = 3 * dayMs

/** An account that waits for its owner, with the one-time code: shown once, kept as a hash. */
export interface NewStart {
  account: AccountView
  code: string
  endsAt: number
}

/** All of it throws the STORE_ errors while register or ledger cannot be read or written. */
export interface AccountDesk {
  /** By name. */
  list(): AccountView[]
  /** `until` null: for a contractor 30 days, for others until revoked. Throws USER_NAME_INVALID, ACCOUNT_EXISTS, ACCOUNT_END_INVALID, REVEAL_ROLE. */
  add(name: string, terms: { role: AccountRole; until: number | null; reveals?: boolean }): NewStart
  /** Gives the right to reveal personal data, or takes it, at once. Throws ACCOUNT_UNKNOWN, ACCOUNT_REVOKED, REVEAL_ROLE. */
  setReveals(name: string, reveals: boolean): AccountView
  /** Asked at each use, by the account's id: what was taken counts in no session any more. */
  mayReveal(account: string): boolean
  /**
   * A new one-time code; password, second factor, passkeys, recovery codes, API keys and sessions end at once. What is null stays as it is, the end
   * with another role too: only for a contractor an end that has passed, is none or is too far off becomes the usual one. Throws
   * ACCOUNT_UNKNOWN, ACCOUNT_REVOKED, ACCOUNT_END_INVALID.
   */
  reset(name: string, terms: { role: AccountRole | null; until: number | null }): NewStart
  /**
   * For good; its sessions and API keys end also where it throws a STORE_ error, while which nobody signs in. Throws ACCOUNT_UNKNOWN; to
   * whoever is not at the box also ACCOUNT_OWN and ACCOUNT_LAST_OWNER, and then nothing has ended.
   */
  revoke(name: string, actor: LedgerActor): AccountView
  /** Newest first. */
  sessions(): Session[]
  /** Ends it also where it throws a STORE_ error. Throws SESSION_UNKNOWN. `holder`: only a session of this account's own, or for null of the access token's. */
  endSession(
    id: string,
    asked: { by: 'overseer'; actor: LedgerActor } | { by: 'holder'; holder: string | null },
  ): Session
}

export function createAccountDesk(parts: AccountParts): AccountDesk {
  return {
    list: () => parts.register.list().map(({ account, ...left }) => shownAccount(parts, account, left)),
    add: (name, terms) => add(parts, name, terms),
    setReveals: (name, reveals) => setReveals(parts, name, reveals),
    mayReveal: (account) => mayReveal(parts, account),
    reset: (name, terms) => reset(parts, name, terms),
    revoke: (name, actor) => revokeAccount(parts, name, actor),
    sessions: () => parts.sessions.list(),
    endSession: (id, asked) => endSession(parts, id, asked),
  }
}

function add(
  parts: AccountParts,
  name: string,
  { role, until, reveals = false }: Parameters<AccountDesk['add']>[1],
): NewStart {
  const { register, ledger, clock, random } = parts
  if (!isUserName(name))
    throw new GatewayError('USER_NAME_INVALID', {}, { hint: `A name is ${userNameExpected.slice(9)}.` })
  if (reservedNames.includes(name))
    throw new GatewayError(
      'USER_NAME_INVALID',
      {},
      { hint: 'The ledger calls something of its own so: take another name.' },
    )
  if (reveals && !canBeGivenReveal(role)) throw otherRole()
  const now = clock.now()
  const expiresAt = endOf(role, until, now)
  return register.writing(() => {
    const before = register.byName(name)
    if (before !== null && before.revokedAt === null) throw exists(name)
    if (before !== null) register.remove(before.id)
    const id = random(8).toString('hex')
    ledger.append({
      action: 'account.added',
      actor: 'box',
      subject: name,
      // The id is how entries name whoever acted: this one says for good whose it is.
      facts: { role, expires: expiresAt !== null, account: id },
    })
    if (reveals) noteReveals(parts, name, true)
    return start(parts, { ...blankAccount, id, name, role, reveals, addedAt: now, expiresAt })
  })
}

function reset(
  parts: AccountParts,
  name: string,
  terms: { role: AccountRole | null; until: number | null },
): NewStart {
  const { register, ledger, clock, sessions, apiKeys, halfway, settingUp, guessing } = parts
  // First of all, whatever becomes of the disk: whoever is in may be whom this is about.
  sessions.endOf(name)
  const work = () => {
    const before = knownAccount(parts, name)
    if (before.revokedAt !== null) throw isRevoked(name)
    const role = terms.role ?? before.role
    const expiresAt = endAfterReset(before, { role, until: terms.until }, clock.now())
    const note = { actor: 'box', subject: name } as const
    ledger.append({ action: 'account.reset', ...note, facts: { role, expires: expiresAt !== null } })
    if (role !== before.role)
      ledger.append({ action: 'account.role-changed', ...note, facts: { from: before.role, to: role } })
    register.setRecovery(before.id, [])
    parts.passkeys.clear(before.id)
    apiKeys.revokeOf(before, 'box')
    const { id, addedAt } = before
    const reveals = before.reveals && canBeGivenReveal(role)
    if (before.reveals && !reveals) noteReveals(parts, name, false)
    return { id, start: start(parts, { ...blankAccount, id, name, role, reveals, addedAt, expiresAt }) }
  }
  const made = apiKeys.ending(name, () => register.writing(work))
  for (const tickets of [halfway, settingUp]) tickets.dropOf(made.id)
  guessing.settled(made)
  return made.start
}

function endSession(
  { sessions, ledger }: AccountParts,
  id: string,
  asked: Parameters<AccountDesk['endSession']>[1],
): Session {
  const found = sessions.list().find((session) => session.id === id)
  // Whose it is, and that it is there, is nobody else's business.
  if (found === undefined || (asked.by === 'holder' && found.account !== asked.holder)) throw noSession()
  const ended = sessions.end(id) ?? found
  const actor = asked.by === 'overseer' ? entryActor(asked.actor, found.account) : ownActor(asked.holder)
  ledger.append({ action: 'account.session-ended', actor, subject: ended.name ?? 'gateway', facts: {} })
  return ended
}

function ownActor(holder: string | null): LedgerActor {
  return holder === null ? 'token' : 'account'
}

function start(parts: AccountParts, account: StoredAccount): NewStart {
  const { register, random, clock } = parts
  const code = newCode(random)
  const endsAt = clock.now() + setUpMs
  const waiting = { ...account, setUp: { hash: hashOfCode(code), endsAt } }
  register.put(waiting)
  return { account: shownAccount(parts, waiting), code, endsAt }
}

function endOf(role: AccountRole, until: number | null, now: number): number | null {
  const end = expiryOf(role, until, now)
  if (end !== 'refused') return end
  const hint = 'Name a day to come: for a contractor within a year, for others within ten.'
  throw new GatewayError('ACCOUNT_END_INVALID', {}, { hint })
}

/** An account that was to end never becomes one for good unseen. */
function endAfterReset(
  before: StoredAccount,
  { role, until }: { role: AccountRole; until: number | null },
  now: number,
): number | null {
  const kept = before.expiresAt
  if (until !== null || kept === null) return endOf(role, until, now)
  if (kept > now && (role === before.role || expiryOf(role, kept, now) !== 'refused')) return kept
  if (role === 'contractor') return endOf(role, null, now)
  throw new GatewayError(
    'ACCOUNT_END_INVALID',
    {},
    { hint: 'Its end has passed: name a new one by --until DAY.' },
  )
}

function exists(name: string): GatewayError {
  const hint = `Take another name, or give this one a new start: gatehouse user reset ${name}`
  return new GatewayError('ACCOUNT_EXISTS', {}, { hint })
}

function noSession(): GatewayError {
  return new GatewayError('SESSION_UNKNOWN', {}, { hint: 'It may have ended by itself.' })
}
