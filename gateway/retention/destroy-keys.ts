/** Destroys the keys of all doomed periods at once, after asking the holds for the last time, and turns the epoch. */
import { holdsOn } from '../core/retention/hold.ts'
import { placeId } from '../keyring/key-place.ts'
import type { SweepItem } from '../store/sweep-records.ts'
import { oldKeyFiles } from './old-key-files.ts'
import type { SweepParts } from './parts.ts'

/**
 * Returns what is doomed now. Nothing here waits, so no hold comes between the last look at the holds and the destruction.
 * Throws KEYRING_UNWRITABLE and the STORE_ errors; taken again after a crash.
 */
export function destroyKeys(parts: SweepParts, id: string): SweepItem[] {
  const { records, keyring, keyFiles } = parts
  const keysGone = records.get(id)?.keysGone === true
  const begun = records.items(id).filter(({ state }) => state === 'doomed')
  const doomed = keysGone ? begun : withoutHeld(parts, id, begun)
  const places = doomed.flatMap(({ period }) => period.keys)
  const destroyed = keyring.destroy(places)
  // A turn puts old blocks of the keyring's file out of reach. It may have been missed by a crash after the destruction,
  // and is taken again where a file of keys could not be removed, or a keyring was put back from a copy.
  if (places.length > 0 && (!keysGone || destroyed > 0 || oldKeyFiles(keyFiles()) > 0)) keyring.turnEpoch()
  if (!keysGone) records.keysGone(id)
  return doomed
}

/** What a hold covers by now is kept, if its keys are there: cut off after their destruction, it comes too late. */
function withoutHeld(parts: SweepParts, id: string, begun: readonly SweepItem[]): SweepItem[] {
  const alive = new Set(parts.keyring.places().map(({ place }) => placeId(place)))
  const standing = parts.holds.standing()
  const isHeld = ({ period }: SweepItem) =>
    (period.keys.length === 0 || period.keys.some((place) => alive.has(placeId(place)))) &&
    holdsOn(period, standing).length > 0
  const held = begun.filter(isHeld).map(({ number }) => number)
  if (held.length > 0) parts.records.keep(id, held)
  return begun.filter(({ number }) => !held.includes(number))
}
