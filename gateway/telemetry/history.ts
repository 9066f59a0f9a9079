/** Answers how a device's series went over a time: from readings, minutes or hours, by how long the time is. */
import { setImmediate as yieldToOthers } from 'node:timers/promises'
import type { Chunk } from '../core/telemetry/chunk.ts'
import { gather } from '../core/telemetry/gather.ts'
import { type Rollup, type Rollups, rollUpFurther, rollUpReadings } from '../core/telemetry/rollup.ts'
import { dayMs, hourMs, minuteMs, secondMs } from '../core/units.ts'
import type { TelemetryReader } from '../store/telemetry-reader.ts'
import type { BufferedReading } from './buffer.ts'
import type { CatalogueDevice } from './catalogue.ts'
import { readingsWithin } from './hour-sums.ts'
import type { Pieces } from './piece.ts'

export interface HistoryQuery {
  /** Milliseconds since 1970. */
  from: number
  /** Exclusive. */
  until: number
  /** One series; null for all. */
  series: string | null
  /** At most so many stretches a series. */
  points: number
}

export const sources = ['readings', 'minutes', 'hours'] as const
export type Source = (typeof sources)[number]

export interface HistoryAnswer {
  from: number
  until: number
  source: Source
  /** Length of the stretches that are summed up. */
  stretchMs: number
  series: readonly { name: string; points: readonly HistoryPoint[] }[]
  /** Series that were left out, as the answer would be too long. */
  omitted: number
  /** Readings that are known to be lost in this time. */
  lost: number
}

export interface HistoryPoint {
  /** Start of the stretch, milliseconds since 1970. */
  at: number
  min: number
  mean: number
  max: number
  count: number
}

export interface HistoryParts {
  reader: TelemetryReader
  pieces: Pieces
  /** Readings that are not stored yet. */
  waiting(deviceId: string): readonly BufferedReading[]
  /** A series of theirs may be new. */
  seriesNumber(name: string): number | null
}

/** Longer times are answered from sums. */
const mostFromReadings = 3 * hourMs
const mostFromMinutes = 4 * dayMs
/** Stretches of all series together: the answer stays below a megabyte or two. */
const mostCells = 20_000

const niceStretches = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
].map((seconds) => seconds * secondMs)

/** Throws the store's failure. */
export async function readHistory(
  device: CatalogueDevice,
  query: HistoryQuery,
  parts: HistoryParts,
): Promise<HistoryAnswer> {
  const span = query.until - query.from
  const source: Source = span <= mostFromReadings ? 'readings' : span <= mostFromMinutes ? 'minutes' : 'hours'
  const least = source === 'readings' ? secondMs : source === 'minutes' ? minuteMs : hourMs
  const wanted = Math.max(least, span / query.points)
  const stretchMs = niceStretches.find((each) => each >= wanted) ?? Math.ceil(wanted / dayMs) * dayMs
  const from = query.from - (query.from % stretchMs)
  const stretch = { from, until: query.until, widthMs: stretchMs }
  const stored = await storedSums(device.number, { ...stretch, source }, parts)
  const waiting = gather(parts.waiting(device.deviceId), parts.seriesNumber)
  const sums = rollUpFurther([stored, rollUpReadings(waiting, stretch)], stretch)
  const { series, omitted } = shown(device, sums, { ...query, from, stretchMs })
  const lost = await parts.reader.lost(device.number, { from, until: query.until })
  return { from, until: query.until, source, stretchMs, series, omitted, lost }
}

interface SumsOrder {
  from: number
  until: number
  widthMs: number
  source: Source
}

async function storedSums(device: number, order: SumsOrder, parts: HistoryParts): Promise<Rollups> {
  if (order.source === 'readings') {
    const { chunks } = await readingsWithin(device, order, parts)
    return rollUpReadings(chunks, order)
  }
  const table = order.source === 'minutes' ? 'telemetry_minutes' : 'telemetry_hours'
  const least = order.source === 'minutes' ? minuteMs : hourMs
  const sums: Rollups[] = []
  const last = Math.floor((order.until - 1) / hourMs)
  const unsummed = new Set(
    (await parts.reader.pending(last + 1, mostPending))
      .filter((each) => each.device === device)
      .map(({ hour }) => hour),
  )
  for (let hour = Math.floor(order.from / hourMs); hour <= last; hour += hoursAtOnce) {
    const to = Math.min(last, hour + hoursAtOnce - 1)
    for (const { slot, sealed } of await parts.reader.pieces(table, device, { from: hour, to })) {
      if (unsummed.has(slot)) continue
      const opened = parts.pieces.openRollups({ table, slot, device }, sealed)
      if (opened !== null) sums.push(opened)
    }
    await yieldToOthers()
  }
  for (const hour of unsummed) {
    const within = { from: hour * hourMs, until: (hour + 1) * hourMs }
    if (within.until <= order.from) continue
    const { chunks } = await readingsWithin(device, within, parts)
    sums.push(rollUpReadings(chunks as Chunk[], { ...within, widthMs: least }))
    await yieldToOthers()
  }
  return rollUpFurther(sums, order)
}

const hoursAtOnce = 200
const mostPending = 10_000

function shown(
  device: CatalogueDevice,
  sums: Rollups,
  { from, until, series: only, stretchMs }: HistoryQuery & { stretchMs: number },
): Pick<HistoryAnswer, 'series' | 'omitted'> {
  const names = [...device.series].filter(
    ([name, number]) => sums.has(number) && (only === null || name === only),
  )
  names.sort(([a], [b]) => (a < b ? -1 : 1))
  const most = Math.max(1, Math.floor(mostCells / Math.max(1, Math.ceil((until - from) / stretchMs))))
  const series = names.slice(0, most).map(([name, number]) => {
    const stretches = [...(sums.get(number) ?? [])].sort(([a], [b]) => a - b)
    return { name, points: stretches.map(([at, rollup]) => pointOf(at, rollup)) }
  })
  return { series, omitted: names.length - series.length }
}

function pointOf(at: number, { min, max, sum, count }: Rollup): HistoryPoint {
  // A mean lies between the least and the most, whatever rounding says.
  return { at, min, mean: Math.min(max, Math.max(min, sum / count)), max, count }
}
