/** What desk, sign-in and set-up of accounts share. */
import type { Clock, Ledger } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { CheckQueue } from '../ops/check-queue.ts'
import type { Log } from '../ops/log.ts'
import type { AccountRegister } from '../store/account-register.ts'
import type { PasskeyRegister } from '../store/passkey-register.ts'
import type { KeysOfAccounts } from './api-keys.ts'
import type { Guessing } from './guessing.ts'
import type { PasskeyUse } from './passkey-proof.ts'
import type { Passwords } from './password-hash.ts'
import type { SeedSeal } from './second-factor.ts'
import type { Sessions } from './sessions.ts'
import type { Tickets } from './tickets.ts'

export interface AccountParts {
  register: AccountRegister
  ledger: Ledger
  clock: Clock
  log: Log
  random(length: number): Buffer
  passwords: Passwords
  /** Before every look at a password. */
  queue: CheckQueue
  guessing: Guessing
  seal: SeedSeal
  sessions: Sessions
  apiKeys: KeysOfAccounts
  /** Of those whose password was right and whose code is awaited. */
  halfway: Tickets<Halfway>
  passkeys: PasskeyRegister
  /** Challenges that are out, and what for. */
  challenges: Tickets<PasskeyUse>
  /** Of those whose one-time code was right. */
  settingUp: Tickets<SettingUp>
  /** What authenticator apps show beside the name. */
  officeName(): string
}

export interface Halfway {
  account: string
  /** That was right; another one by now ends this sign-in. */
  passwordHash: string
  wrongCodes: number
}

export interface SettingUp {
  account: string
  /** Of the one-time code; used or made anew by now, it ends this set-up. */
  setUpHash: Buffer
  /** Not kept before a code proves that an app has it. */
  seed: Secret
}
