/** Destroys again what came back: an old copy of the keys folder that was put back holds keys whose end is proven. */
import type { KeyPlace } from '../core/ports.ts'
import { placeId } from '../keyring/key-place.ts'
import type { SweepParts } from './parts.ts'

/**
 * Looked at once a start. A key of the same place that was made after its proof is another one, for what came later.
 * Returns how many there were. Throws KEYRING_UNWRITABLE and the STORE_ errors.
 */
export function destroyReturnedKeys(parts: SweepParts): number {
  const returned = returnedKeys(parts)
  if (returned.length === 0) return 0
  parts.keyring.destroy(returned)
  parts.keyring.turnEpoch()
  parts.ledger.append({
    action: 'keys.destroyed-again',
    actor: 'gateway',
    subject: 'keyring',
    facts: { keys: returned.length },
  })
  parts.log.event('sweep.keys-returned', { keys: returned.length })
  parts.health.raise({
    code: 'SWEEP_KEYS_RETURNED',
    title: 'Keys that a sweep had destroyed came back with an old copy; they are destroyed again.',
    hint: 'Find out who put the keys folder back, and destroy that copy: with it, swept data can be read.',
    severity: 'act-by',
  })
  return returned.length
}

function returnedKeys({ keyring, records }: SweepParts): KeyPlace[] {
  const there = keyring.places()
  const madeAt = new Map(there.map(({ place, createdAt }) => [placeId(place), createdAt]))
  return records
    .destroyedKeys([...new Set(there.map(({ place }) => place.period))])
    .filter(({ place, at }) => (madeAt.get(placeId(place)) ?? Number.POSITIVE_INFINITY) < at)
    .map(({ place }) => place)
}
