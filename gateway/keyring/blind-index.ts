/** Says "the same value again" in the journal without saying which, by keyed hashes whose keys die with their month. */
import type { BlindIndex, Clock, HealthBoard } from '../core/ports.ts'
import { createMonthlyKeys, type MonthKeySource } from './monthly-keys.ts'

export interface BlindIndexOptions {
  /** False: `index` always says null and no key is ever made. */
  enabled: boolean
  clock: Clock
  health?: HealthBoard
}

/** 128 bits: far beyond chance collisions, half the bytes in the journal. */
const indexLength = 16
/**
 * HMAC-SHA-256 cut to 16 bytes, base64url, under a key per (type × destination group × UTC month). An index can be
 * compared within one month and one group only: linking further is what the keys' borders are there to prevent. Where
 * the month's key cannot be made (full disk) the answer is null, since history stops before protection.
 */
export function createBlindIndex(
  keyring: MonthKeySource,
  { enabled, clock, health }: BlindIndexOptions,
): BlindIndex {
  const keyFor = createMonthlyKeys(keyring, {
    purpose: 'blind-index',
    clock,
    health,
    pause: {
      code: 'BLIND_INDEX_PAUSED',
      title: 'Repeated values are not marked in the journal for now.',
      severity: 'note',
    },
  })
  return {
    index(type, destinationGroup, value) {
      if (!enabled) return null
      const found = keyFor(`${type} ${destinationGroup}`)
      if (found === null) return null
      return found.key.digest(value).toString('base64url', 0, indexLength)
    },
  } satisfies BlindIndex
}
