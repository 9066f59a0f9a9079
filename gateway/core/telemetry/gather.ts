/** Puts readings of one device into columns, ready to be packed, and says which chunk each reading belongs to. */
import { hourMs, minuteMs } from '../units.ts'
import { type Chunk, type Column, chunkLimits } from './chunk.ts'

export interface TimedValues {
  /** Milliseconds since 1970. */
  at: number
  values: Readonly<Record<string, number>>
}

/**
 * The chunk of a minute also takes what was measured in the minutes beside it: clocks differ by seconds, and a chunk for
 * each straggler would cost more than the readings.
 */
export const neighbourMinutes = 1

/** Readings near the minute that is written now, and all others by their hour. */
export function sortByChunk<Each extends TimedValues>(
  readings: readonly Each[],
  minute: number,
): { near: Each[]; byHour: Map<number, Each[]> } {
  const from = (minute - neighbourMinutes) * minuteMs
  const until = (minute + 1 + neighbourMinutes) * minuteMs
  const near: Each[] = []
  const byHour = new Map<number, Each[]>()
  for (const reading of readings) {
    if (reading.at >= from && reading.at < until) {
      near.push(reading)
      continue
    }
    const hour = Math.floor(reading.at / hourMs)
    const others = byHour.get(hour)
    if (others === undefined) byHour.set(hour, [reading])
    else others.push(reading)
  }
  return { near, byHour }
}

/** Chunks within the limits, in order of time. `numberOf` null: the series is left out. */
export function gather(readings: readonly TimedValues[], numberOf: (name: string) => number | null): Chunk[] {
  const sorted = [...readings].sort((a, b) => a.at - b.at)
  const chunks: Chunk[] = []
  for (let from = 0; from < sorted.length; from += mostReadings)
    chunks.push(columnsOf(sorted.slice(from, from + mostReadings), numberOf))
  return chunks
}

/** With as many series as a device may have this stays below the limit of cells. */
const mostReadings = Math.min(chunkLimits.readings, 4096)

function columnsOf(readings: readonly TimedValues[], numberOf: (name: string) => number | null): Chunk {
  const byName = new Map<string, { rows: number[]; values: number[] }>()
  for (const [row, { values }] of readings.entries()) {
    for (const name in values) {
      let column = byName.get(name)
      if (column === undefined) {
        column = { rows: [], values: [] }
        byName.set(name, column)
      }
      column.rows.push(row)
      column.values.push(values[name] as number)
    }
  }
  const columns: Column[] = []
  for (const [name, { rows, values }] of byName) {
    const series = numberOf(name)
    if (series === null) continue
    columns.push({ series, rows: rows.length === readings.length ? null : rows, values })
  }
  columns.sort((a, b) => a.series - b.series)
  return { times: readings.map(({ at }) => at), columns }
}
