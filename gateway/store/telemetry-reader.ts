/** Reads the sealed pieces of telemetry, and what is known without opening them. */
import { type Kysely, sql } from 'kysely'
import { mostMissing } from '../core/telemetry/reading.ts'
import type { StoreSchema } from './schema.ts'
import type { Store } from './store.ts'
import { idsPerSlot, partsPerSlot, type SealedTableName } from './telemetry-place.ts'

export interface KnownDevice {
  number: number
  deviceId: string
  name: string
}

export interface SealedPiece {
  slot: number
  sealed: Buffer
}

/** Throws the store's failure where there is no store. */
export interface TelemetryReader {
  devices(): Promise<KnownDevice[]>
  /** All series of all devices. */
  series(): Promise<{ device: number; number: number; name: string }[]>
  progress(): Promise<{ device: number; stream: string; seq: number; at: number }[]>
  /** Pieces of one device in the slots from `from` up to and including `to`, in order of time. */
  pieces(table: SealedTableName, device: number, slots: { from: number; to: number }): Promise<SealedPiece[]>
  /** Hours before `hour` whose sums are to be made, oldest first. */
  pending(before: number, limit: number): Promise<{ device: number; hour: number }[]>
  lost(device: number, stretch: { from: number; until: number }): Promise<number>
  kept(): Promise<{ class: string; period: string; items: number; bytes: number }[]>
  /** Any piece of a table within ids: what a sweep tries to open. */
  anyPiece(
    table: SealedTableName,
    ids: { from: number; until: number },
  ): Promise<{ id: number; sealed: Buffer } | null>
}

export function createTelemetryReader(store: Store): TelemetryReader {
  return {
    async devices() {
      const rows = await store.db.selectFrom('telemetry_device').selectAll().orderBy('number').execute()
      return rows.map(({ number, device_id: deviceId, name }) => ({ number, deviceId, name }))
    },
    series: () => store.db.selectFrom('telemetry_series').selectAll().orderBy('number').execute(),
    progress: () => store.db.selectFrom('telemetry_progress').selectAll().orderBy('at').execute(),
    pieces: (table, device, slots) => piecesOf(store.db, table, { device, ...slots }),
    pending: (before, limit) =>
      store.db
        .selectFrom('telemetry_pending')
        .selectAll()
        .where('hour', '<', before)
        .orderBy('hour')
        .orderBy('device')
        .limit(limit)
        .execute(),
    async lost(device, { from, until }) {
      const row = await store.db
        .selectFrom('telemetry_gap')
        .select(sql<number | null>`sum(min(lost, ${mostMissing}))`.as('lost'))
        .where('device', '=', device)
        .where('at', '>=', from)
        .where('at', '<', until)
        .executeTakeFirst()
      return row?.lost ?? 0
    },
    kept: () =>
      store.db.selectFrom('telemetry_kept').selectAll().orderBy('class').orderBy('period').execute(),
    async anyPiece(table, { from, until }) {
      const row = await store.db
        .selectFrom(table)
        .selectAll()
        .where('id', '>=', from)
        .where('id', '<', until)
        .limit(1)
        .executeTakeFirst()
      return row ?? null
    },
  }
}

/** One seek a slot: the ids of one device are scattered among those of the others. */
async function piecesOf(
  db: Kysely<StoreSchema>,
  table: SealedTableName,
  { device, from, to }: { device: number; from: number; to: number },
): Promise<SealedPiece[]> {
  const first = device * partsPerSlot
  const { rows } = await sql<{ id: number; sealed: Buffer }>`
    WITH RECURSIVE slot (number) AS (SELECT ${from} UNION ALL SELECT number + 1 FROM slot WHERE number < ${to})
    SELECT piece.id, piece.sealed FROM slot CROSS JOIN ${sql.table(table)} AS piece
      ON piece.id >= CAST(slot.number AS INTEGER) * ${sql.lit(idsPerSlot)} + ${first}
      AND piece.id < CAST(slot.number AS INTEGER) * ${sql.lit(idsPerSlot)} + ${first + partsPerSlot}
    ORDER BY piece.id`.execute(db)
  return rows.map(({ id, sealed }) => ({ slot: Math.floor(id / idsPerSlot), sealed }))
}
