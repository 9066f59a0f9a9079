/** Lets programs read by keys of accounts: makes them, says whose one is, and ends them, at the latest with their account. */
import { timingSafeEqual } from 'node:crypto'
import { type AccountRole, stateOf } from '../core/account/account.ts'
import {
  type ApiKeyView,
  apiKeyState,
  apiKeyText,
  idInApiKey,
  mayEndAt,
  mostOfAccount,
} from '../core/account/api-key.ts'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import type { LedgerActor } from '../core/ledger/entry.ts'
import { isUserName, userNameExpected } from '../core/login/client-name.ts'
import type { Clock, Ledger } from '../core/ports.ts'
import { dayMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import type { AccountRegister, StoredAccount } from '../store/account-register.ts'
import type { ApiKeyRegister, StoredApiKey } from '../store/api-key-register.ts'
import { keyEndInvalid, keyExists, keyUnknown, tooManyKeys } from './api-key-refusals.ts'
import { digestOf, newSecretId } from './secret-id.ts'

export interface ApiKeyTerms {
  /** By name. */
  account: string
  scopes: readonly string[]
  /** Milliseconds since 1970; a year ahead at most, and no later than the account's own end. */
  until: number
}

/** `text`: the key itself, shown once. */
export interface NewApiKey {
  key: ApiKeyView
  text: string
}

/** For whom a key reads. */
export interface ApiKeyHolder {
  /** Of the key. */
  id: string
  /** The account's id. */
  account: string
  name: string
  role: AccountRole
  scopes: readonly string[]
}

/** All of it throws the STORE_ errors while register or ledger cannot be read or written. */
export interface ApiKeys {
  /** By name. As revoked also what opens nothing because its end could not be written. */
  list(): ApiKeyView[]
  /** Throws API_KEY_NAME_INVALID, API_KEY_EXISTS, API_KEY_SCOPE_INVALID, API_KEY_END_INVALID, API_KEY_LIMIT, ACCOUNT_UNKNOWN, ACCOUNT_INACTIVE. */
  add(name: string, terms: ApiKeyTerms): NewApiKey
  /** For good, and also where it throws a STORE_ error, until a restart. Throws API_KEY_UNKNOWN. */
  revoke(name: string, actor: LedgerActor): ApiKeyView
  /** Null for a text that is no key, was none, or opens no more; which of it is nobody's business. */
  use(text: string): ApiKeyHolder | null
  /** Whether a key that was used goes on; for answers that last. */
  isOpen(id: string): boolean
}

/** For the room itself: an account's keys end with it. */
export interface KeysOfAccounts extends ApiKeys {
  /** From now on no key of this account opens anything, also where `work`, which revokes them, cannot be written. */
  ending<Result>(accountName: string, work: () => Result): Result
  /** In the write that `ending` does. */
  revokeOf(account: StoredAccount, actor: LedgerActor): void
}

export interface ApiKeyParts {
  register: AccountRegister
  keys: ApiKeyRegister
  ledger: Ledger
  clock: Clock
  log: Log
  random(length: number): Buffer
  /** Groups of routes that a role may read. */
  scopesOf(role: AccountRole): readonly string[]
}

export function createApiKeys(parts: ApiKeyParts): KeysOfAccounts {
  const { register, keys, clock } = parts
  /** Names of accounts whose end could not be written yet, and ids of revoked keys. */
  const barred = new Set<string>()
  const isBarred = (key: StoredApiKey, account: string) => barred.has(account) || barred.has(key.id)
  /** Keys by id that were used since the start, and whose they are. */
  const used = new Map<string, ApiKeyHolder & { expiresAt: number; notedOn: string | null }>()
  return {
    list: () => {
      const names = new Map(register.list().map(({ account }) => [account.id, account.name]))
      return keys.list().map((key) => {
        const account = names.get(key.account) ?? ''
        const view = shown(key, account, clock.now())
        return isBarred(key, account) ? { ...view, state: 'revoked' } : view
      })
    },
    add: (name, terms) => add({ ...parts, barred }, name, terms),
    revoke: (name, actor) => {
      const key = keys.byName(name)
      if (key === null) throw keyUnknown()
      const owner = register.byId(key.account)?.name ?? ''
      barred.add(key.id)
      used.delete(key.id)
      if (key.revokedAt === null) register.writing(() => end(parts, key, { cause: 'asked', actor }))
      return shown({ ...key, revokedAt: key.revokedAt ?? clock.now() }, owner, clock.now())
    },
    use: (text) => {
      const found = rightKey(keys, text)
      const account = found === null ? null : register.byId(found.account)
      if (found === null || account === null) return null
      if (isBarred(found, account.name)) return null
      const now = clock.now()
      if (apiKeyState(found, now) !== 'active' || stateOf(account, now) !== 'active') return null
      const { id, scopes, expiresAt } = found
      const holder = { id, account: account.id, name: account.name, role: account.role, scopes }
      used.set(id, { ...holder, expiresAt, notedOn: noteUse(parts, found, used.get(id)?.notedOn ?? null) })
      return holder
    },
    isOpen: (id) => (used.get(id)?.expiresAt ?? 0) > clock.now(),
    ending: (name, work) => {
      const wasBarred = barred.has(name)
      barred.add(name)
      for (const [id, holder] of used) if (holder.name === name) used.delete(id)
      try {
        const result = work()
        barred.delete(name)
        return result
      } catch (error) {
        // Nothing was to end: the account is none, or was asked for something that cannot be. What an earlier call barred stays.
        if (!wasBarred && isGatewayError(error) && error.code.startsWith('ACCOUNT_')) barred.delete(name)
        throw error
      }
    },
    revokeOf: ({ id }, actor) => {
      for (const key of keys.list())
        if (key.account === id && key.revokedAt === null) end(parts, key, { cause: 'account', actor })
    },
  }
}

type AddParts = ApiKeyParts & { barred: ReadonlySet<string> }

function add(parts: AddParts, name: string, terms: ApiKeyTerms): NewApiKey {
  const { register, keys, ledger, clock, random } = parts
  if (!isUserName(name))
    throw new GatewayError('API_KEY_NAME_INVALID', {}, { hint: `A name is ${userNameExpected.slice(9)}.` })
  const now = clock.now()
  return register.writing(() => {
    const before = keys.byName(name)
    if (before !== null && apiKeyState(before, now) === 'active') throw keyExists(name)
    const account = openAccount(parts, terms.account, now)
    const counting = keys
      .list()
      .filter((key) => key.account === account.id && apiKeyState(key, now) === 'active')
    if (counting.length >= mostOfAccount) throw tooManyKeys()
    const scopes = [...new Set(terms.scopes)].sort()
    mustBeReadable(scopes, parts.scopesOf(account.role))
    if (!mayEndAt(terms.until, { now, accountEnd: account.expiresAt })) throw keyEndInvalid(account)
    if (before !== null) keys.remove(before.id)
    const id = random(6).toString('hex')
    const text = apiKeyText(id, newSecretId(random))
    const times = { addedAt: now, expiresAt: terms.until, revokedAt: null, usedOn: null }
    const key = { id, name, account: account.id, scopes, digest: digestOf(text), ...times }
    keys.add(key)
    const days = Math.ceil((terms.until - now) / dayMs)
    const facts = { role: account.role, scopes: scopes.join(' '), days }
    ledger.append({ action: 'api-key.added', actor: 'box', subject: name, facts })
    return { key: shown(key, account.name, now), text }
  })
}

/** The account while it can sign in: what nobody has set up yet reads nothing either, nor what was to end. */
function openAccount({ register, barred }: AddParts, name: string, now: number): StoredAccount {
  const account = register.byName(name)
  if (account === null)
    throw new GatewayError('ACCOUNT_UNKNOWN', {}, { hint: 'See `gatehouse user list` for those there are.' })
  if (barred.has(name)) {
    const hint = `Its end could not be written: do it again, gatehouse user revoke ${name} (or reset).`
    throw new GatewayError('ACCOUNT_INACTIVE', {}, { hint })
  }
  if (stateOf(account, now) === 'active') return account
  const hint = 'It waits to be set up, has ended or is revoked: see `gatehouse user list`.'
  throw new GatewayError('ACCOUNT_INACTIVE', {}, { hint })
}

function mustBeReadable(scopes: readonly string[], readable: readonly string[]): void {
  if (scopes.length > 0 && scopes.every((scope) => readable.includes(scope))) return
  const hint =
    readable.length === 0
      ? 'The role of this account reads nothing that a key could be for.'
      : `For this account take one or more of: ${readable.join(', ')}.`
  throw new GatewayError('API_KEY_SCOPE_INVALID', {}, { hint })
}

/** `account`: it ended with its account, and was not asked for by itself. */
function end(
  { keys, ledger, clock }: ApiKeyParts,
  key: StoredApiKey,
  { cause, actor }: { cause: 'asked' | 'account'; actor: LedgerActor },
): void {
  keys.setRevoked(key.id, clock.now())
  ledger.append({ action: 'api-key.revoked', actor, subject: key.name, facts: { cause } })
}

function rightKey(keys: ApiKeyRegister, text: string): StoredApiKey | null {
  const id = idInApiKey(text)
  const found = id === null ? null : keys.byId(id)
  // Compared where there is none, too: the time does not tell whether an id is one.
  const isRight = timingSafeEqual(found?.digest ?? nobodys, digestOf(text))
  return isRight ? found : null
}

const nobodys = Buffer.alloc(32)

/** At most once a day and key: reading goes on while nothing can be written. The day that is noted, or was tried. */
function noteUse({ keys, clock, log }: ApiKeyParts, key: StoredApiKey, triedOn: string | null): string {
  const today = new Date(clock.now()).toISOString().slice(0, 10)
  if (triedOn === today || key.usedOn === today) return today
  try {
    keys.setUsed(key.id, today)
  } catch (error) {
    if (!isGatewayError(error)) throw error
    log.event('api-key.use-unnoted', {}, error)
  }
  return today
}

function shown(key: StoredApiKey, account: string, now: number): ApiKeyView {
  const { name, scopes, addedAt, expiresAt, usedOn } = key
  return { name, account, scopes, state: apiKeyState(key, now), addedAt, expiresAt, usedOn }
}
