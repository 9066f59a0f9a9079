/** Derives keys for many scopes from one stored key a month, whose end is theirs. */
import { hkdfSync } from 'node:crypto'
import type { Clock, HealthBoard, HealthWarning, HmacPurpose } from '../core/ports.ts'
import { monthOf, periodBounds } from '../core/retention/period.ts'
import { minuteMs } from '../core/units.ts'
import { HmacKey } from './hmac-key.ts'
import type { Keyring } from './keyring.ts'

/** Where the keys of months are had: the keyring, or what a worker was handed of it. */
export type MonthKeySource = Pick<Keyring, 'generation' | 'hmacKey'>

export interface MonthlyKeysOptions {
  purpose: HmacPurpose
  clock: Clock
  health?: HealthBoard | undefined
  /** What the first screen says while no key can be made. */
  pause: Pick<HealthWarning, 'code' | 'title' | 'severity'>
}

/** The key of a scope, and the month that it belongs to; null where the month's key cannot be made (full disk). */
export type MonthlyKeys = (scope: string) => { key: HmacKey; period: string } | null

/** What the stored key of a month is for, in the keyring's words. */
export const monthlyScope = 'all'
/** Groups are host names where no group is known, so clients could name them without end. */
const maxKeys = 4096
const retryMs = minuteMs

/**
 * HKDF (RFC 5869) of the month's key: the keyring must not grow with the hosts that clients name, nor be written for each.
 * After a failure the keyring is left alone for a minute.
 */
export function createMonthlyKeys(keyring: MonthKeySource, options: MonthlyKeysOptions): MonthlyKeys {
  const { purpose, clock, health, pause } = options
  let keys = new Map<string, HmacKey>()
  let month = { text: '', from: 0, until: 0 }
  let generation = keyring.generation
  let pausedUntil = Number.NEGATIVE_INFINITY

  function turnMonth(): void {
    const now = clock.now()
    if (now >= month.from && now < month.until && generation === keyring.generation) return
    const text = monthOf(now)
    keys = new Map()
    month = { text, ...(periodBounds(text) ?? { from: now, until: now }) }
    generation = keyring.generation
  }

  function takeKey(scope: string): HmacKey | null {
    if (clock.monotonic() < pausedUntil) return null
    try {
      const stored = keyring.hmacKey(purpose, monthlyScope, month.text)
      const derived = Buffer.from(hkdfSync('sha256', stored.reveal(), '', scope, 32))
      stored.destroy()
      const key = new HmacKey(derived)
      derived.fill(0)
      const oldest = keys.size < maxKeys ? undefined : keys.keys().next().value
      if (oldest !== undefined) keys.delete(oldest)
      keys.set(scope, key)
      health?.clear(pause.code)
      return key
    } catch {
      pausedUntil = clock.monotonic() + retryMs
      health?.raise({
        ...pause,
        hint: 'The keyring cannot be written: make room on the disk and see that the keys folder can be written.',
      })
      return null
    }
  }

  return (scope) => {
    turnMonth()
    const key = keys.get(scope) ?? takeKey(scope)
    return key === null ? null : { key, period: month.text }
  }
}
