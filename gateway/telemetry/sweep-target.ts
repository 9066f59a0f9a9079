/** Shows a sweep what is kept of telemetry, and takes away what it destroyed the keys of. */
import type { KeptPeriod, SweepTarget } from '../core/retention/target.ts'
import { boundsOf, type TelemetryClass, telemetryClasses } from '../core/telemetry/period.ts'
import { idsPerSlot, placeOf, sealedTables, tableFacts } from '../store/telemetry-place.ts'
import type { TelemetryReader } from '../store/telemetry-reader.ts'
import type { TelemetryThread } from '../store/telemetry-thread-client.ts'
import { columnKeyPlace } from './column-keys.ts'
import type { Pieces } from './piece.ts'

export interface TelemetryTargetParts {
  reader: TelemetryReader
  thread: TelemetryThread
  pieces: Pieces
  /** Sums are made before the readings that they come from go. */
  completeHours(): Promise<void>
}

/** Rows that go with one write. */
const rowsAtOnce = 5000

export function createTelemetryTarget({
  reader,
  thread,
  pieces,
  completeHours,
}: TelemetryTargetParts): SweepTarget {
  return {
    name: 'telemetry',
    async inventory() {
      await completeHours()
      return (await reader.kept()).flatMap(({ class: kind, period, items, bytes }) => {
        const bounds = boundsOf(period)
        if (!isTelemetryClass(kind) || bounds === null) return []
        const keys = [columnKeyPlace(kind, period)]
        return [
          { target: 'telemetry', class: kind, source: null, period, until: bounds.until, items, bytes, keys },
        ]
      })
    },
    async erase({ class: kind, period }) {
      const bounds = boundsOf(period)
      if (!isTelemetryClass(kind) || bounds === null) return 0
      let gone = 0
      for (;;) {
        const some = await thread.erase({ class: kind, period, ...bounds }, rowsAtOnce)
        gone += some
        if (some < rowsAtOnce) return gone
      }
    },
    async readable(kept) {
      for (const table of sealedTables) {
        const found = await readableIn(table, kept)
        if (found !== null) return found
      }
      return null
    },
  } satisfies SweepTarget

  async function readableIn(table: (typeof sealedTables)[number], kept: KeptPeriod): Promise<string | null> {
    const { class: kind, slotMs } = tableFacts[table]
    const bounds = boundsOf(kept.period)
    if (kind !== kept.class || bounds === null) return null
    const ids = {
      from: Math.floor(bounds.from / slotMs) * idsPerSlot,
      until: Math.floor(bounds.until / slotMs) * idsPerSlot,
    }
    const piece = await reader.anyPiece(table, ids)
    if (piece === null) return null
    const place = { table, ...placeOf(piece.id) }
    const opened =
      kind === 'telemetryRaw'
        ? pieces.openChunk(place, piece.sealed)
        : pieces.openRollups(place, piece.sealed)
    return opened === null ? null : `a row of ${table} opens`
  }
}

function isTelemetryClass(text: string): text is TelemetryClass {
  return telemetryClasses.some((each) => each === text)
}
