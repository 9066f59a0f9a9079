/** Packs a column of numbers that have no short decimal form: each as the bytes in which it differs from the one before. */
import type { BitReader, BitWriter } from './bits.ts'

// The exclusive-or of Facebook's Gorilla (VLDB 2015, §4.1.2), by whole bytes.
const view = new DataView(new ArrayBuffer(8))

/** Every number comes back bit for bit, -0 and what is no number included. */
export function writeDoubles(writer: BitWriter, values: readonly number[]): void {
  let lastHigh = 0
  let lastLow = 0
  for (const value of values) {
    view.setFloat64(0, value)
    const high = view.getUint32(0)
    const low = view.getUint32(4)
    writeDifference(writer, (high ^ lastHigh) >>> 0, (low ^ lastLow) >>> 0)
    lastHigh = high
    lastLow = low
  }
}

export function readDoubles(reader: BitReader, count: number): number[] {
  const values: number[] = []
  let high = 0
  let low = 0
  for (let index = 0; index < count && !reader.overrun; index++) {
    const difference = readDifference(reader)
    high = (high ^ difference.high) >>> 0
    low = (low ^ difference.low) >>> 0
    view.setUint32(0, high)
    view.setUint32(4, low)
    values.push(view.getFloat64(0))
  }
  return values
}

/** One bit where nothing differs; else where the differing bytes begin, how many they are, and they themselves. */
function writeDifference(writer: BitWriter, high: number, low: number): void {
  if (high === 0 && low === 0) {
    writer.write(0, 1)
    return
  }
  view.setUint32(0, high)
  view.setUint32(4, low)
  let from = 0
  let until = 8
  while (view.getUint8(from) === 0) from++
  while (view.getUint8(until - 1) === 0) until--
  writer.write(1, 1)
  writer.write(from, 3)
  writer.write(until - from - 1, 3)
  for (let at = from; at < until; at++) writer.write(view.getUint8(at), 8)
}

function readDifference(reader: BitReader): { high: number; low: number } {
  if (reader.read(1) === 0) return { high: 0, low: 0 }
  const from = reader.read(3)
  const until = Math.min(8, from + reader.read(3) + 1)
  view.setUint32(0, 0)
  view.setUint32(4, 0)
  for (let at = from; at < until; at++) view.setUint8(at, reader.read(8))
  return { high: view.getUint32(0), low: view.getUint32(4) }
}
