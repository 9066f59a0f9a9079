/** Sums readings up by minutes and hours: least, most, mean and count of each series. */
import { type Chunk, type Column, decodeChunk, encodeChunk } from './chunk.ts'
import { integerTo, toDecimal } from './decimal.ts'

/** One series in one stretch of time. The mean is `sum / count`. */
export interface Rollup {
  min: number
  max: number
  sum: number
  count: number
}

/** By number of the series, then by start of the stretch, milliseconds since 1970. */
export type Rollups = Map<number, Map<number, Rollup>>

export interface Stretch {
  from: number
  /** Exclusive. */
  until: number
  /** Each stretch begins at a multiple of this since 1970. */
  widthMs: number
}

/** Adds up what lies within `from` and `until`. */
export function rollUpReadings(chunks: Iterable<Chunk>, { from, until, widthMs }: Stretch): Rollups {
  const gathered = new Map<number, Map<number, number[]>>()
  for (const { times, columns } of chunks) {
    for (const { series, rows, values } of columns) {
      const stretches = entry(gathered, series, () => new Map<number, number[]>())
      for (const [index, value] of values.entries()) {
        const at = times[rows === null ? index : (rows[index] ?? 0)] ?? 0
        if (at < from || at >= until) continue
        entry(stretches, at - (at % widthMs), (): number[] => []).push(value)
      }
    }
  }
  const rollups: Rollups = new Map()
  for (const [series, stretches] of gathered) {
    if (stretches.size === 0) continue
    rollups.set(series, new Map([...stretches].map(([at, values]) => [at, rollupOf(values)])))
  }
  return rollups
}

/** Hours out of minutes, days out of hours. */
export function rollUpFurther(parts: Iterable<Rollups>, { from, until, widthMs }: Stretch): Rollups {
  const rollups: Rollups = new Map()
  for (const part of parts) {
    for (const [series, stretches] of part) {
      for (const [at, rollup] of stretches) {
        if (at < from || at >= until) continue
        const wider = entry(rollups, series, () => new Map<number, Rollup>())
        const start = at - (at % widthMs)
        wider.set(start, together(wider.get(start), rollup))
      }
    }
  }
  return rollups
}

/** Four columns a series, in a chunk whose times are the starts of the stretches. */
export function encodeRollups(rollups: Rollups): Uint8Array {
  const times = [...new Set([...rollups.values()].flatMap((stretches) => [...stretches.keys()]))].sort(
    (a, b) => a - b,
  )
  const columns: Column[] = []
  for (const [series, stretches] of [...rollups].sort(([a], [b]) => a - b)) {
    const rows = times.flatMap((at, row) => (stretches.has(at) ? [row] : []))
    const present = rows.map((row) => stretches.get(times[row] ?? 0) as Rollup)
    for (const [place, name] of parts.entries()) {
      const values = present.map((rollup) => rollup[name])
      const isFull = rows.length === times.length
      columns.push({ series: series * parts.length + place, rows: isFull ? null : rows, values })
    }
  }
  return encodeChunk({ times, columns })
}

/** Null where the bytes hold no rollups. */
export function decodeRollups(bytes: Uint8Array): Rollups | null {
  const chunk = decodeChunk(bytes)
  if (chunk === null) return null
  const rollups: Rollups = new Map()
  for (const { series, rows, values } of chunk.columns) {
    const name = parts[series % parts.length] as keyof Rollup
    const stretches = entry(rollups, Math.floor(series / parts.length), () => new Map<number, Rollup>())
    for (const [index, value] of values.entries()) {
      const at = chunk.times[rows === null ? index : (rows[index] ?? 0)] ?? 0
      entry(stretches, at, () => ({ min: 0, max: 0, sum: 0, count: 0 }))[name] = value
    }
  }
  return rollups
}

const parts = ['min', 'max', 'sum', 'count'] as const satisfies readonly (keyof Rollup)[]

function rollupOf(values: readonly number[]): Rollup {
  let min = Number.POSITIVE_INFINITY
  let max = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return { min, max, sum: bounded(exactSum(values)), count: values.length }
}

/** Sums of decimals are added up as whole numbers: 0.1 and 0.2 are 0.3, which is also shorter to keep. */
function exactSum(values: readonly number[]): number {
  const decimal = toDecimal(values)
  if (decimal !== null) {
    const sum = decimal.integers.reduce((so, each) => so + each, 0)
    if (Number.isSafeInteger(sum)) return integerTo(sum, decimal.places)
  }
  return values.reduce((so, each) => so + each, 0)
}

function together(a: Rollup | undefined, b: Rollup): Rollup {
  if (a === undefined) return { ...b }
  return {
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
    sum: bounded(exactSum([a.sum, b.sum])),
    count: a.count + b.count,
  }
}

/** The sum of absurd values must not become infinite: it could not be told in JSON. */
function bounded(sum: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, sum))
}

function entry<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) {
    value = make()
    map.set(key, value)
  }
  return value
}
