/** Verifies a deletion by trying: keys, old files of keys, and every destroyed period through the door it was read by. */
import { placeId } from '../keyring/key-place.ts'
import type { SweepItem } from '../store/sweep-records.ts'
import { oldKeyFiles } from './old-key-files.ts'
import type { SweepParts } from './parts.ts'

export interface Findings {
  /** What could still be read, by item number. */
  readable: ReadonlyMap<number, string>
  /** What else keeps a proof from being written, as words of our own. */
  leftovers: readonly string[]
  /** What was tried and what came of it, for the proof. */
  checks: readonly { tried: string; found: string }[]
}

export async function tryToRead(
  parts: SweepParts,
  doomed: readonly SweepItem[],
  rowsForgotten: boolean,
): Promise<Findings> {
  const readable = new Map<number, string>()
  const alive = new Set(parts.keyring.places().map(({ place }) => placeId(place)))
  let keys = 0
  for (const { number, period } of doomed) {
    keys += period.keys.length
    const left = period.keys.filter((place) => alive.has(placeId(place))).length
    const target = parts.targets.find(({ name }) => name === period.target)
    const found =
      left > 0
        ? `${left} of its keys`
        : target === undefined
          ? 'nobody answers for it'
          : await target.readable(period)
    if (found !== null) readable.set(number, found)
  }
  const oldFiles = oldKeyFiles(parts.keyFiles())
  return {
    readable,
    leftovers: [
      ...(keys > 0 && oldFiles > 0 ? ['an old file of keys'] : []),
      ...(rowsForgotten ? [] : ['old pages in the log of the database']),
    ],
    checks: [
      { tried: 'destroyed keys in the keyring', found: `none of ${keys}` },
      { tried: 'old files of keys on the disk', found: `${oldFiles}` },
      {
        tried: 'reading each period with the keys and files there are',
        found: `nothing of ${doomed.length}`,
      },
      { tried: 'old pages in the log of the database', found: rowsForgotten ? 'none' : 'some' },
    ],
  }
}
