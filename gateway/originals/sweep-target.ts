/** What originals tell a sweep: hours that are over, how they are erased, and whether anything of one can still be opened. */
import { periodBounds } from '../core/retention/period.ts'
import type { KeptPeriod, SweepTarget } from '../core/retention/target.ts'
import { unlockBytes } from '../core/vault/locked.ts'
import { originalKeyPlace } from '../keyring/original-keys.ts'
import { goesAt, type OriginalParts } from './room.ts'

const targetName = 'originals'
/** No device is called so: a hold keeps no original longer, since nobody may have it after its hours. */
const source = 'requests of clients'

export function createOriginalTarget(
  parts: Pick<OriginalParts, 'register' | 'keys' | 'folder' | 'settings'>,
  changed: () => void,
): SweepTarget {
  const { register, keys, folder, settings } = parts

  function inventory(): KeptPeriod[] {
    const known = new Map(register.hours().map((each) => [each.hour, each]))
    const keyed = new Set(keys.hours())
    const hours = new Set([...keyed, ...known.keys()])
    return [...hours].sort().map((hour) => {
      const { items = 0, bytes = 0 } = known.get(hour) ?? {}
      // An hour of which all was purged waits for nothing but its own end.
      const kept = items === 0 ? 0 : settings().hours
      const until = Math.max(goesAt(hour, kept), periodBounds(hour)?.until ?? 0)
      return {
        ...{ target: targetName, class: 'original', source, period: hour, until, items, bytes },
        keys: keyed.has(hour) ? [originalKeyPlace(hour)] : [],
      }
    })
  }

  return {
    name: targetName,
    inventory: async () => inventory(),
    // A proof is kept for ever: of an hour in which nothing was kept, what the list says goes with the next sweep.
    isDueNow: (now) =>
      inventory().some(({ until, bytes, keys: its }) => (its.length > 0 || bytes > 0) && until <= now),
    async erase({ period }) {
      const ids = register.ofHour(period).map(({ id }) => id)
      await folder.remove(ids)
      const removed = register.remove(ids)
      changed()
      return removed
    },
    async readable({ period }) {
      for (const { id, locked } of register.ofHour(period)) {
        if (locked === null) continue
        const identity = keys.identityOf(period)
        const header = identity === null ? null : unlockBytes(locked.header, { identity, name: id })
        identity?.destroy()
        if (header !== null) return `original ${id}`
      }
      return null
    },
  } satisfies SweepTarget
}
