/** Says "the same value again" in the journal without saying which, by keyed hashes whose keys die with their month. */
import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { type EntityType, entityTypeNames } from '../core/pii/entity.ts'
import type { BlindIndex, Clock, HealthBoard, KeyPlace } from '../core/ports.ts'
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
const retryMs = minuteMs
const warningCode = 'BLIND_INDEX_PAUSED'

/**
 * HMAC-SHA-256 cut to 16 bytes, base64url, under a key per (type × destination group × UTC month). An index can be
 * compared within one month and one group only: linking further is what the keys' borders are there to prevent.
 * Where a key cannot be made (full disk) the answer is null, since history stops before protection.
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
    return keys.get(`${type} ${group}`) ?? takeKeys(type, group)
  }

  /** The keys of all types of a group are made with one write: a month's first minutes must not sync once per type. */
  function takeKeys(type: EntityType, group: string): KeyObject | null {
    if (clock.monotonic() < pausedUntil) return null
    const places = entityTypeNames.map((name): KeyPlace => {
      return { kind: 'hmac', purpose: 'blind-index', scope: `${name} ${group}`, period: month.text }
    })
    try {
      keyring.ensure(places)
      const key = createSecretKey(keyring.hmacKey('blind-index', `${type} ${group}`, month.text).reveal())
      keys.set(`${type} ${group}`, key)
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
