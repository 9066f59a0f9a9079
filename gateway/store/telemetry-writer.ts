/** Writes what a minute brought of all devices into the database: all of it or nothing. */
import type Database from 'sqlite3'
import type { TelemetryClass } from '../core/telemetry/period.ts'
import {
  firstId,
  idsPerSlot,
  partsPerSlot,
  type SealedTableName,
  sealedTables,
  tableFacts,
} from './telemetry-place.ts'

/** One sealed piece; the writer finds it a free part where it is added to what is there. */
export interface SealedRow {
  table: SealedTableName
  slot: number
  device: number
  period: string
  sealed: Uint8Array
}

export interface TelemetryBatch {
  devices: readonly { number: number; deviceId: string; name: string }[]
  series: readonly { device: number; number: number; name: string }[]
  /** Added beside what stands in their slot; sums replace it. */
  rows: readonly SealedRow[]
  progress: readonly { device: number; stream: string; seq: number; at: number }[]
  /** Spools that are remembered no longer. */
  forgotten: readonly { device: number; stream: string }[]
  gaps: readonly { device: number; at: number; lost: number; reason: string }[]
  /** Hours whose sums have to be made, and those whose sums this batch brings. */
  pending: readonly { device: number; hour: number }[]
  done: readonly { device: number; hour: number }[]
}

export interface TelemetryWriter {
  /** Returns how many rows found no free part. Throws SQLite's error where nothing was written. */
  write(batch: TelemetryBatch): number
  /** Takes up to `limit` rows of a period away; returns how many there were. */
  erase(period: ErasedPeriod, limit: number): number
}

export interface ErasedPeriod {
  class: TelemetryClass
  period: string
  /** Milliseconds since 1970, the end exclusive. */
  from: number
  until: number
}

export function createTelemetryWriter(database: Database.Database): TelemetryWriter {
  const addRow = prepareRows(database)
  const addDevice = database.prepare(
    `INSERT INTO telemetry_device (number, device_id, name) VALUES (?, ?, ?)
     ON CONFLICT (number) DO UPDATE SET name = excluded.name`,
  )
  const addSeries = database.prepare(
    'INSERT INTO telemetry_series (device, number, name) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const setProgress = database.prepare(
    `INSERT INTO telemetry_progress (device, stream, seq, at) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET seq = excluded.seq, at = excluded.at`,
  )
  const forget = database.prepare('DELETE FROM telemetry_progress WHERE device = ? AND stream = ?')
  const addGap = database.prepare('INSERT INTO telemetry_gap (device, at, lost, reason) VALUES (?, ?, ?, ?)')
  const addPending = database.prepare(
    'INSERT INTO telemetry_pending (hour, device) VALUES (?, ?) ON CONFLICT DO NOTHING',
  )
  const finish = database.prepare('DELETE FROM telemetry_pending WHERE hour = ? AND device = ?')

  const write = database.transaction((batch: TelemetryBatch): number => {
    for (const { number, deviceId, name } of batch.devices) addDevice.run(number, deviceId, name)
    for (const { device, number, name } of batch.series) addSeries.run(device, number, name)
    const unplaced = addRow(batch.rows)
    for (const { device, stream, seq, at } of batch.progress) setProgress.run(device, stream, seq, at)
    for (const { device, stream } of batch.forgotten) forget.run(device, stream)
    for (const { device, at, lost, reason } of batch.gaps) addGap.run(device, at, lost, reason)
    for (const { device, hour } of batch.pending) addPending.run(hour, device)
    for (const { device, hour } of batch.done) finish.run(hour, device)
    return unplaced
  })
  const erase = prepareErase(database)
  return { write: (batch) => write.immediate(batch), erase }
}

const isSum: Readonly<Record<SealedTableName, boolean>> = {
  telemetry_raw: false,
  telemetry_late: false,
  telemetry_minutes: true,
  telemetry_hours: true,
}

/** Counts what is kept in the same transaction. */
function prepareRows(database: Database.Database): (rows: readonly SealedRow[]) => number {
  const statements = new Map(
    sealedTables.map((table) => [
      table,
      {
        last: database.prepare<[number, number], { id: number | null }>(
          `SELECT max(id) AS id FROM ${table} WHERE id >= ? AND id < ?`,
        ),
        length: database.prepare<[number], { bytes: number }>(
          `SELECT length(sealed) AS bytes FROM ${table} WHERE id = ?`,
        ),
        put: database.prepare(
          `INSERT INTO ${table} (id, sealed) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed`,
        ),
      },
    ]),
  )
  const count = database.prepare(
    `INSERT INTO telemetry_kept (class, period, items, bytes) VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET items = items + excluded.items, bytes = bytes + excluded.bytes`,
  )
  return (rows) => {
    const kept = new Map<string, { class: string; period: string; items: number; bytes: number }>()
    let unplaced = 0
    for (const { table, slot, device, period, sealed } of rows) {
      const { last, length, put } = statements.get(table) ?? never(table)
      const first = firstId(slot, device)
      const taken = isSum[table] ? null : (last.get(first, first + partsPerSlot)?.id ?? null)
      const id = taken === null ? first : taken + 1
      if (id >= first + partsPerSlot) {
        unplaced++
        continue
      }
      const before = isSum[table] ? length.get(id)?.bytes : undefined
      put.run(id, sealed)
      const key = `${tableFacts[table].class} ${period}`
      const sum = kept.get(key) ?? { class: tableFacts[table].class, period, items: 0, bytes: 0 }
      if (before === undefined) sum.items++
      sum.bytes += sealed.length - (before ?? 0)
      kept.set(key, sum)
    }
    for (const { class: name, period, items, bytes } of kept.values()) count.run(name, period, items, bytes)
    return unplaced
  }
}

/** In slices, so that nobody who writes has to wait for a day of readings to go. */
function prepareErase(database: Database.Database): TelemetryWriter['erase'] {
  const drops = sealedTables.map((table) => ({
    table,
    drop: database.prepare(
      `DELETE FROM ${table} WHERE id IN (SELECT id FROM ${table} WHERE id >= ? AND id < ? LIMIT ?)`,
    ),
  }))
  const dropGaps = database.prepare('DELETE FROM telemetry_gap WHERE at >= ? AND at < ?')
  const dropPending = database.prepare('DELETE FROM telemetry_pending WHERE hour >= ? AND hour < ?')
  const dropKept = database.prepare('DELETE FROM telemetry_kept WHERE class = ? AND period = ?')
  const erase = database.transaction((erased: ErasedPeriod, limit: number): number => {
    let gone = 0
    for (const { table, drop } of drops) {
      const { class: tableClass, slotMs } = tableFacts[table]
      if (tableClass !== erased.class) continue
      const from = Math.floor(erased.from / slotMs) * idsPerSlot
      const until = Math.floor(erased.until / slotMs) * idsPerSlot
      gone += drop.run(from, until, limit - gone).changes
    }
    if (gone === limit) return gone
    if (erased.class === 'telemetryRaw') {
      dropGaps.run(erased.from, erased.until)
      const { slotMs } = tableFacts.telemetry_late
      dropPending.run(Math.floor(erased.from / slotMs), Math.floor(erased.until / slotMs))
    }
    dropKept.run(erased.class, erased.period)
    return gone
  })
  return (erased, limit) => erase.immediate(erased, limit)
}

function never(table: never | SealedTableName): never {
  throw new Error(`There is no table ${table}.`)
}
