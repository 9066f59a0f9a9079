/** Makes the sums of an hour out of its readings: the same again whenever late ones came, never added up twice. */
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { Chunk } from '../core/telemetry/chunk.ts'
import { neighbourMinutes } from '../core/telemetry/gather.ts'
import { minuteOf } from '../core/telemetry/period.ts'
import { type Rollups, rollUpFurther, rollUpReadings } from '../core/telemetry/rollup.ts'
import { hourMs, minuteMs } from '../core/units.ts'
import type { TelemetryReader } from '../store/telemetry-reader.ts'
import type { SealedRow, TelemetryBatch } from '../store/telemetry-writer.ts'
import type { Pieces } from './piece.ts'

export interface SumParts {
  reader: TelemetryReader
  pieces: Pieces
}

/** Stragglers still come after the hour is over. */
const settleMs = 3 * minuteMs

export interface SumOrder {
  now: number
  /** Hours at most: the rest waits for the next minute. */
  limit: number
  /** Devices that are still sending what they kept: their past hours wait. */
  lateDevices: ReadonlySet<number>
}

/** Sums for every hour that is over and waits for them; null where there is none. Throws the store's failure. */
export async function sumHours(order: SumOrder, parts: SumParts): Promise<TelemetryBatch | null> {
  const before = Math.floor((order.now - settleMs) / hourMs)
  const waiting = await parts.reader.pending(before, order.limit)
  const rows: SealedRow[] = []
  const done: { device: number; hour: number }[] = []
  for (const { device, hour } of waiting) {
    if (order.lateDevices.has(device)) continue
    rows.push(...(await sumsOf(device, hour, parts)))
    done.push({ device, hour })
    await yieldToOthers()
  }
  if (done.length === 0) return null
  return { devices: [], series: [], rows, progress: [], forgotten: [], gaps: [], pending: [], done }
}

/** Readings of one device that may lie within a stretch; `isWhole` is false where some of them cannot be opened. */
export async function readingsWithin(
  device: number,
  { from, until }: { from: number; until: number },
  { reader, pieces }: SumParts,
): Promise<{ chunks: Chunk[]; isWhole: boolean }> {
  const chunks: Chunk[] = []
  let isWhole = true
  const near = { from: minuteOf(from) - neighbourMinutes, to: minuteOf(until - 1) + neighbourMinutes }
  const late = { from: Math.floor(from / hourMs), to: Math.floor((until - 1) / hourMs) }
  for (const [table, slots] of [
    ['telemetry_raw', near],
    ['telemetry_late', late],
  ] as const) {
    for (const { slot, sealed } of await reader.pieces(table, device, slots)) {
      const chunk = pieces.openChunk({ table, slot, device }, sealed)
      if (chunk === null) isWhole = false
      else chunks.push(chunk)
    }
  }
  return { chunks, isWhole }
}

/** Nothing where readings are missing: sums made when all were there say more. */
async function sumsOf(device: number, hour: number, parts: SumParts): Promise<SealedRow[]> {
  const within = { from: hour * hourMs, until: (hour + 1) * hourMs }
  const { chunks, isWhole } = await readingsWithin(device, within, parts)
  if (!isWhole || chunks.length === 0) return []
  const minutes = rollUpReadings(chunks, { ...within, widthMs: minuteMs })
  if (minutes.size === 0) return []
  const hours: Rollups = rollUpFurther([minutes], { ...within, widthMs: hourMs })
  const place = { slot: hour, device }
  return [
    parts.pieces.sealRollups({ table: 'telemetry_minutes', ...place }, minutes),
    parts.pieces.sealRollups({ table: 'telemetry_hours', ...place }, hours),
  ]
}
