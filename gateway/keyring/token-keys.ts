/** Keys tokens, hashes and format-preserving ciphers, each for one type, destination group and month. */
import type { Clock, HealthBoard, KeyPlace, TokenKeys } from '../core/ports.ts'
import { createMonthlyKeys, type MonthKeySource, monthlyScope } from './monthly-keys.ts'

export interface TokenKeysOptions {
  clock: Clock
  health?: HealthBoard
}

/**
 * A key dies with its month: from then on nobody can say which value a token stood for, nor whether two are the same.
 */
export function createTokenKeys(keyring: MonthKeySource, { clock, health }: TokenKeysOptions): TokenKeys {
  const keyFor = createMonthlyKeys(keyring, {
    purpose: 'token',
    clock,
    health,
    pause: {
      code: 'TOKENS_PAUSED',
      title:
        'No tokens can be made for now: what would leave with one is stopped, or masked where its rule says so.',
      severity: 'act-by',
    },
  })
  return {
    keyed(use, { type, destinationGroup }, value) {
      const found = keyFor(JSON.stringify([use, type, destinationGroup]))
      if (found === null) return null
      return { period: found.period, bytes: found.key.digest(value) }
    },
  }
}

/** Where the key of a month's tokens lies in the keyring. */
export function tokenKeyPlace(period: string): Extract<KeyPlace, { kind: 'hmac' }> {
  return { kind: 'hmac', purpose: 'token', scope: monthlyScope, period }
}

/** Where the key lies that seals the values of a month's tokens. */
export function tokenColumnPlace(period: string): Extract<KeyPlace, { kind: 'column' }> {
  return { kind: 'column', columnClass: 'token', period }
}
