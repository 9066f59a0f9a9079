/** Says "the same value again" in the journal without saying which, by keyed hashes whose keys die with their month. */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import type { EntityType } from '../core/pii/entity.ts'
import type { BlindIndex, Clock, HealthBoard } from '../core/ports.ts'
import { minuteMs } from '../core/units.ts'
import type { Keyring } from './keyring.ts'

export interface BlindIndexOptions {
  /** False: `index` always says null and no key is ever made. */
  enabled: boolean
  clock: Clock
  health?: HealthBoard
}

/** 128 bits: far beyond chance collisions, half the bytes in the journal. */
const indexLength = 16
/** Groups are host names where no group is known, so clients could name them without end. */
const maxKeys = 4096
const retryMs = minuteMs
const warningCode = 'BLIND_INDEX_PAUSED'

/**
 * HMAC-SHA-256 cut to 16 bytes, base64url, under a key per (type × destination group × UTC month). An index can be
 * compared within one month and one group only: linking further is what the keys' borders are there to prevent. The keys
 * are derived (HKDF, RFC 5869) from one stored key a month, whose end is theirs: the keyring must not grow with the hosts
 * that clients name, nor be written for each. Where that key cannot be made (full disk) the answer is null, since history
 * stops before protection.
 */
export function createBlindIndex(
  keyring: Keyring,
  { enabled, clock, health }: BlindIndexOptions,
): BlindIndex {
  let keys = new Map<string, KeyObject>()
  let month = { text: '', from: 0, until: 0 }
  let generation = keyring.generation
  let pausedUntil = Number.NEGATIVE_INFINITY

  function keyFor(type: EntityType, group: string): KeyObject | null {
    const now = clock.now()
    if (now < month.from || now >= month.until || generation !== keyring.generation) {
      keys = new Map()
      month = monthOf(now)
      generation = keyring.generation
    }
    const scope = `${type} ${group}`
    return keys.get(scope) ?? takeKey(scope)
  }

  function takeKey(scope: string): KeyObject | null {
    if (clock.monotonic() < pausedUntil) return null
    try {
      const stored = keyring.hmacKey('blind-index', 'all', month.text)
      const derived = Buffer.from(hkdfSync('sha256', stored.reveal(), '', scope, 32))
      stored.destroy()
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
        title: 'Repeated values are not marked in the journal for now.',
        hint: 'The keyring cannot be written: make room on the disk and see that the keys folder can be written.',
        severity: 'note',
      })
      return null
    }
  }

  return {
    index(type, destinationGroup, value) {
      if (!enabled) return null
      const key = keyFor(type, destinationGroup)
      if (key === null) return null
      return createHmac('sha256', key).update(value).digest().toString('base64url', 0, indexLength)
    },
  } satisfies BlindIndex
}

function monthOf(now: number): { text: string; from: number; until: number } {
  const date = new Date(now)
  const [year, monthIndex] = [date.getUTCFullYear(), date.getUTCMonth()]
  return {
    text: date.toISOString().slice(0, 7),
    from: Date.UTC(year, monthIndex),
    until: Date.UTC(year, monthIndex + 1),
  }
}
