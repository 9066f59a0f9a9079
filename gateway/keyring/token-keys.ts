/** Keys tokens, hashes and format-preserving ciphers, each for one type, destination group and month. */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { Clock, HealthBoard, KeyPlace, TokenKeys } from '../core/ports.ts'
import { monthOf, periodBounds } from '../core/retention/period.ts'
import { minuteMs } from '../core/units.ts'
import type { Keyring } from './keyring.ts'

export interface TokenKeysOptions {
  clock: Clock
  health?: HealthBoard
}

/** Groups are host names where no group is known, so clients could name them without end. */
const maxKeys = 4096
const retryMs = minuteMs
const warningCode = 'TOKENS_PAUSED'

/**
 * Each key is derived (HKDF, RFC 5869) from one stored key a month, as those of blind indexes are, and dies with it:
 * from then on nobody can say which value a token stood for, nor whether two are the same.
 */
export function createTokenKeys(keyring: Keyring, { clock, health }: TokenKeysOptions): TokenKeys {
  let keys = new Map<string, KeyObject>()
  let month = { text: '', from: 0, until: 0 }
  let generation = keyring.generation
  let pausedUntil = Number.NEGATIVE_INFINITY

  function keyFor(scope: string): KeyObject | null {
    const now = clock.now()
    if (now < month.from || now >= month.until || generation !== keyring.generation) {
      keys = new Map()
      const text = monthOf(now)
      month = { text, ...(periodBounds(text) ?? { from: now, until: now }) }
      generation = keyring.generation
    }
    return keys.get(scope) ?? takeKey(scope)
  }

  function takeKey(scope: string): KeyObject | null {
    if (clock.monotonic() < pausedUntil) return null
    try {
      const { purpose, scope: stored, period } = tokenKeyPlace(month.text)
      const secret = keyring.hmacKey(purpose, stored, period)
      const derived = Buffer.from(hkdfSync('sha256', secret.reveal(), '', scope, 32))
      secret.destroy()
      const key = createSecretKey(derived)
      derived.fill(0)
      const oldest = keys.size < maxKeys ? undefined : keys.keys().next().value
      if (oldest !== undefined) keys.delete(oldest)
      keys.set(scope, key)
      health?.clear(warningCode)
      return key
    } catch {
      pausedUntil = clock.monotonic() + retryMs
      health?.raise({
        code: warningCode,
        title: 'No tokens can be made for now: what would be one is masked.',
        hint: 'The keyring cannot be written: make room on the disk and see that the keys folder can be written.',
        severity: 'act-by',
      })
      return null
    }
  }

  return {
    keyed(use, { type, destinationGroup }, value) {
      const key = keyFor(JSON.stringify([use, type, destinationGroup]))
      if (key === null) return null
      return { period: month.text, bytes: createHmac('sha256', key).update(value).digest() }
    },
  } satisfies TokenKeys
}

/** Where the key of a month's tokens lies in the keyring. */
export function tokenKeyPlace(period: string): Extract<KeyPlace, { kind: 'hmac' }> {
  return { kind: 'hmac', purpose: 'token', scope: 'all', period }
}

/** Where the key lies that seals the values of a month's tokens. */
export function tokenColumnPlace(period: string): Extract<KeyPlace, { kind: 'column' }> {
  return { kind: 'column', columnClass: 'token', period }
}
