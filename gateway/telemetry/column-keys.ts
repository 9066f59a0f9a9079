/** The keys that seal and open telemetry, without ever making a key for a period that was destroyed. */
import type { KeyPlace } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import { columnClassOf, type TelemetryClass } from '../core/telemetry/period.ts'
import type { Keyring } from '../keyring/keyring.ts'

export interface ColumnKeys {
  /** Made where it does not exist. Throws KEYRING_UNWRITABLE. */
  forSealing(kind: TelemetryClass, period: string): Secret
  /** Null where it was destroyed or never was. */
  forOpening(kind: TelemetryClass, period: string): Secret | null
}

export function createColumnKeys(keyring: Keyring): ColumnKeys {
  let known = new Map<string, Secret>()
  let generation = keyring.generation

  function remembered(id: string): Secret | undefined {
    if (generation !== keyring.generation) {
      // Some key was destroyed: copies of it must go as well.
      for (const key of known.values()) key.destroy()
      known = new Map()
      generation = keyring.generation
    }
    return known.get(id)
  }

  function fetch(kind: TelemetryClass, period: string): Secret {
    const id = `${kind} ${period}`
    const key = remembered(id) ?? keyring.columnKey(columnClassOf[kind], period)
    known.set(id, key)
    return key
  }

  return {
    forSealing: fetch,
    forOpening(kind, period) {
      const key = remembered(`${kind} ${period}`)
      if (key !== undefined) return key
      return exists(keyring, columnKeyPlace(kind, period)) ? fetch(kind, period) : null
    },
  }
}

export function columnKeyPlace(kind: TelemetryClass, period: string): Extract<KeyPlace, { kind: 'column' }> {
  return { kind: 'column', columnClass: columnClassOf[kind], period }
}

function exists(keyring: Keyring, { columnClass, period }: { columnClass: string; period: string }): boolean {
  return keyring
    .places()
    .some(
      ({ place }) => place.kind === 'column' && place.columnClass === columnClass && place.period === period,
    )
}
