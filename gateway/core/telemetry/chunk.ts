/** Packs readings of one device into one compact chunk, column by column, and unpacks them bit for bit. */
import { BitReader, BitWriter } from './bits.ts'
import { integerTo, mostPlaces, toDecimal } from './decimal.ts'
import { readDoubles, writeDoubles } from './double-column.ts'
import { largestInteger, readIntegers, writeIntegers } from './integer-column.ts'

/** One series: its values, in the order of the readings that have it. */
export interface Column {
  /** Number of the series in the device's list of series. */
  series: number
  /** Which readings have it, ascending; null where all do. */
  rows: readonly number[] | null
  values: readonly number[]
}

export interface Chunk {
  /** When each reading was measured: whole milliseconds since 1970. */
  times: readonly number[]
  /** By ascending number of the series. */
  columns: readonly Column[]
}

/** A chunk holds at most so many readings, columns, and cells (readings times columns). */
export const chunkLimits = { readings: 8192, columns: 2048, cells: 2 ** 20 } as const

const version = 1

/** The caller keeps to `chunkLimits`. No more than 2^49 in size are times; values may be any numbers. */
export function encodeChunk({ times, columns }: Chunk): Uint8Array {
  const writer = new BitWriter()
  writer.write(version, 4)
  writer.writeSized(times.length)
  writer.writeSized(columns.length)
  writeIntegers(writer, times)
  let before = -1
  for (const column of columns) {
    writer.writeSized(column.series - before - 1)
    before = column.series
    writeRows(writer, column.rows, times.length)
    const decimal = toDecimal(column.values)
    writer.write(decimal === null ? doubles : decimal.places, 4)
    if (decimal === null) writeDoubles(writer, column.values)
    else writeIntegers(writer, decimal.integers)
  }
  return writer.bytes()
}

/** Stands where the number of decimal places would. */
const doubles = 15

/** Null where the bytes are no chunk. Whatever they are, memory stays within `chunkLimits`. */
export function decodeChunk(bytes: Uint8Array): Chunk | null {
  const reader = new BitReader(bytes)
  if (reader.read(4) !== version) return null
  const readings = reader.readSized()
  const columnCount = reader.readSized()
  if (readings > chunkLimits.readings || columnCount > chunkLimits.columns) return null
  if (readings * columnCount > chunkLimits.cells || reader.overrun) return null
  const times = readIntegers(reader, readings)
  const columns: Column[] = []
  let series = -1
  for (let index = 0; index < columnCount && !reader.overrun; index++) {
    series += reader.readSized() + 1
    const rows = readRows(reader, readings)
    const values = readValues(reader, rows?.length ?? readings)
    if (values === null || series > largestInteger) return null
    columns.push({ series, rows, values })
  }
  return reader.overrun || !times.every(isTime) ? null : { times, columns }
}

function readValues(reader: BitReader, count: number): number[] | null {
  const places = reader.read(4)
  if (places === doubles) return readDoubles(reader, count)
  if (places > mostPlaces) return null
  const values = readIntegers(reader, count)
  for (let index = 0; index < values.length; index++)
    values[index] = integerTo(values[index] as number, places)
  return values
}

function isTime(time: number): boolean {
  return Number.isInteger(time) && Math.abs(time) <= largestInteger
}

/** One bit where every reading has the series, else one bit more a reading. */
function writeRows(writer: BitWriter, rows: readonly number[] | null, readings: number): void {
  writer.write(rows === null ? 0 : 1, 1)
  if (rows === null) return
  const has = new Set(rows)
  for (let row = 0; row < readings; row++) writer.write(has.has(row) ? 1 : 0, 1)
}

function readRows(reader: BitReader, readings: number): number[] | null {
  if (reader.read(1) === 0) return null
  const rows: number[] = []
  for (let row = 0; row < readings; row++) if (reader.read(1) === 1) rows.push(row)
  return rows
}
