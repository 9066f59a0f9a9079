/** The accounts of those who sign in to pages and API: what is decided of them, how they sign in, who is signed in. */
import type { AccountRole } from '../core/account/account.ts'
import type { Clock, HealthBoard, Ledger } from '../core/ports.ts'
import type { Keyring } from '../keyring/keyring.ts'
import { CheckQueue } from '../ops/check-queue.ts'
import type { Log } from '../ops/log.ts'
import { createAccountRegister } from '../store/account-register.ts'
import { createApiKeyRegister } from '../store/api-key-register.ts'
import type { DurableDatabase } from '../store/ledger-database.ts'
import { createPasskeyRegister } from '../store/passkey-register.ts'
import { type ApiKeys, createApiKeys } from './api-keys.ts'
import { type AccountDesk, createAccountDesk } from './desk.ts'
import { createFreshFactor, type FreshFactor } from './fresh-factor.ts'
import { createGuessing } from './guessing.ts'
import type { AccountParts } from './parts.ts'
import { challengeBounds } from './passkey-proof.ts'
import { createPasskeySignIn, type PasskeySignIn } from './passkey-sign-in.ts'
import { createPasskeys, type Passkeys } from './passkeys.ts'
import { createPasswords, type Passwords } from './password-hash.ts'
import { createSeedSeal } from './second-factor.ts'
import { Sessions } from './sessions.ts'
import { createSetUp, type SetUp } from './set-up.ts'
import { createSignIn, type SignIn } from './sign-in.ts'
import { Tickets } from './tickets.ts'

export interface Accounts {
  readonly desk: AccountDesk
  readonly signIn: SignIn
  readonly setUp: SetUp
  readonly sessions: Sessions
  readonly apiKeys: ApiKeys
  readonly passkeys: Passkeys
  readonly passkeySignIn: PasskeySignIn
  readonly fresh: FreshFactor
}

export interface AccountsOptions {
  database: DurableDatabase
  ledger: Ledger
  keyring: Pick<Keyring, 'columnKey' | 'keyIfAny'>
  clock: Clock
  health: HealthBoard
  log: Log
  random(length: number): Buffer
  officeName(): string
  /** Groups of routes that a role may read: what an API key can be for. */
  scopesOf(role: AccountRole): readonly string[]
  /** A test counts how often they are looked at. */
  passwords?: Passwords
}

/** One at a time: with the two of the proxy, half of Node's threads stay free for files and names. */
const passwordsAtOnce = 1

/** Reads nothing yet: a store that cannot be opened, or comes back, is met by each question. */
export function openAccounts(options: AccountsOptions): Accounts {
  const { database, ledger, clock, log, random, officeName } = options
  const { monotonic } = clock
  const shared = { ledger, clock, log, random, register: createAccountRegister(database) }
  const parts: AccountParts = {
    ...{ ...shared, officeName },
    apiKeys: createApiKeys({
      ...shared,
      keys: createApiKeyRegister(database),
      scopesOf: options.scopesOf,
    }),
    passwords: options.passwords ?? createPasswords(random),
    queue: new CheckQueue(passwordsAtOnce),
    guessing: createGuessing({ ledger, health: options.health, log, monotonic }),
    seal: createSeedSeal({ keyring: options.keyring, random, now: clock.now }),
    sessions: new Sessions({ clock, random }),
    halfway: new Tickets(random, monotonic),
    settingUp: new Tickets(random, monotonic),
    passkeys: createPasskeyRegister(database),
    challenges: new Tickets(random, monotonic, challengeBounds),
  }
  const fresh = createFreshFactor(parts)
  return {
    desk: createAccountDesk(parts),
    signIn: createSignIn(parts),
    setUp: createSetUp(parts),
    sessions: parts.sessions,
    apiKeys: parts.apiKeys,
    passkeys: createPasskeys(parts, fresh),
    passkeySignIn: createPasskeySignIn(parts),
    fresh,
  }
}
