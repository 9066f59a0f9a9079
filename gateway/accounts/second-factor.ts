/** The second factor of an account: codes of an authenticator app, each of which counts once, and recovery codes on paper. */
import { Secret as Seed, TOTP } from 'otpauth'
import { openColumn, sealColumn, sealNonceBytes } from '../core/column-seal.ts'
import { inGroups, lettersOf, plainTyped } from '../core/login/typed-code.ts'
import { Secret } from '../core/secret.ts'
import { secondMs } from '../core/units.ts'
import type { Keyring } from '../keyring/keyring.ts'
import type { SealedSeed } from '../store/account-register.ts'
import { digestOf } from './secret-id.ts'

/** What every authenticator app knows: RFC 6238 with SHA-1, six digits, 30 s. Some know nothing else. */
const usual = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** RFC 4226 §4 asks for 160 bits. */
export const seedBytes = 20
/** RFC 6238 §5.2: one step to each side, for clocks that are off and people who type slowly. */
const window = 1

/** The step whose code it is, within a step of now; null where it is none. Who takes it must make sure that it counts once. */
export function stepOfCode(seed: Secret, code: string, now: number): number | null {
  const delta = new TOTP({ ...usual, secret: seedOf(seed) }).validate({ token: code, timestamp: now, window })
  return delta === null ? null : Math.floor(now / (usual.period * secondMs)) + delta
}

/** For an authenticator app: as text to type in, and as an address to open. */
export function shownSeed(seed: Secret, who: { office: string; name: string }) {
  const totp = new TOTP({
    ...usual,
    secret: seedOf(seed),
    issuer: `Gatehouse ${who.office}`,
    label: who.name,
  })
  return { text: totp.secret.base32.match(/.{1,4}/g)?.join(' ') ?? '', uri: totp.toString() }
}

function seedOf(seed: Secret): Seed {
  return new Seed({ buffer: Uint8Array.from(seed.reveal()).buffer })
}

const columnClass = 'account'

/** Sealed for one account: copied to another row it opens nothing. */
export interface SeedSeal {
  /** Throws KEYRING_UNWRITABLE where the year's key had to be made and could not. */
  seal(seed: Secret, account: string): SealedSeed
  /** Null where the key is gone or the row was changed. */
  open(sealed: SealedSeed, account: string): Secret | null
}

export interface SeedSealOptions {
  keyring: Pick<Keyring, 'columnKey' | 'keyIfAny'>
  random(length: number): Buffer
  now(): number
}

export function createSeedSeal({ keyring, random, now }: SeedSealOptions): SeedSeal {
  const placeOf = (account: string, period: string) => ({ table: 'account', row: account, period })
  return {
    seal(seed, account) {
      const period = String(new Date(now()).getUTCFullYear())
      const key = keyring.columnKey(columnClass, period)
      const place = placeOf(account, period)
      return { period, sealed: sealColumn(seed.reveal(), { key, nonce: random(sealNonceBytes), place }) }
    },
    open({ sealed, period }, account) {
      const key = keyring.keyIfAny({ kind: 'column', columnClass, period })
      const seed = key === null ? null : openColumn(sealed, key, placeOf(account, period))
      return seed === null ? null : new Secret(seed)
    },
  }
}

/** 80 random bits each: not guessed from a hash, so a plain one will do. */
const codeLetters = 16
const recoveryCodes = 10

/** For the paper that they are written on. */
export function newRecoveryCodes(random: (length: number) => Buffer): string[] {
  return Array.from({ length: recoveryCodes }, () => newCode(random))
}

/** `7K3Q-X2M9-AB4F-1TZC`; a one-time code of a set-up has the same form. */
export function newCode(random: (length: number) => Buffer): string {
  return inGroups(lettersOf(random(codeLetters)), 4)
}

/** What is kept of a code, however it was typed. */
export function hashOfCode(typed: string): Buffer {
  return digestOf(plainTyped(typed))
}
