/** Packs a column of whole numbers by what changes in it: nothing, little around a middle, from one to the next, or evenly. */
import { type BitReader, type BitWriter, widthOf } from './bits.ts'

/** Numbers up to this size are packed: differences of differences of them, doubled, are still exact. */
export const largestInteger = 2 ** 49

/** How a value is foretold: by the column's middle, by the one before, by the step before; or all are the same. */
type Order = 0 | 1 | 2 | 3
const constant: Order = 3

/**
 * Golomb-Rice coding (R. F. Rice, JPL 79-22, 1979) of what the best of three forecasts leaves over, after the greatest
 * common divisor of the differences was taken out (memory in pages of 4096). Every |value| is at most `largestInteger`.
 */
export function writeIntegers(writer: BitWriter, values: readonly number[]): void {
  const first = values[0] ?? 0
  const divisor = commonDivisor(values, first)
  if (divisor === 0) {
    writer.write(constant, 2)
    writer.writeSized(zigzag(first))
    return
  }
  const scaled = values.map((value) => (value - first) / divisor)
  const { order, start, rest, parameter } = bestForecast(scaled)
  writer.write(order, 2)
  writer.writeSized(zigzag(first))
  writer.writeSized(divisor - 1)
  if (order !== 1) writer.writeSized(zigzag(start))
  writer.write(parameter, 6)
  for (const each of rest) writeRice(writer, each, parameter)
}

/** `count` numbers; wrong ones where the bits are no column: the reader says `overrun`, or the numbers are out of range. */
export function readIntegers(reader: BitReader, count: number): number[] {
  const order = reader.read(2) as Order
  const first = unzigzag(reader.readSized())
  if (order === constant) return new Array<number>(count).fill(first)
  const divisor = reader.readSized() + 1
  const start = order === 1 ? 0 : unzigzag(reader.readSized())
  const parameter = reader.read(6)
  const values: number[] = []
  let value = 0
  let step = start
  for (let index = 0; index < count && !reader.overrun; index++) {
    if (order === 0) value = start + unzigzag(readRice(reader, parameter))
    else if (index > 0) {
      if (order === 1) step = unzigzag(readRice(reader, parameter))
      else if (index > 1) step += unzigzag(readRice(reader, parameter))
      value += step
    }
    values.push(first + value * divisor)
  }
  return values
}

interface Forecast {
  order: Order
  /** The middle for order 0, the first step for order 2. */
  start: number
  /** What is left over, folded to numbers from 0 on. */
  rest: number[]
  parameter: number
}

/** The forecast that leaves the least over, all in all. */
function bestForecast(values: readonly number[]): Forecast {
  let middle = 0
  for (const value of values) middle += value / values.length
  middle = Math.round(middle)
  const byMiddle: number[] = []
  const byLast: number[] = []
  const byStep: number[] = []
  const left: [number, number, number] = [0, 0, 0]
  let [before, step] = [0, 0]
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number
    const next = value - before
    left[0] += put(byMiddle, value - middle)
    if (index > 0) left[1] += put(byLast, next)
    if (index > 1) left[2] += put(byStep, next - step)
    step = next
    before = value
  }
  const least = Math.min(...left)
  // The first of order 1 and the first two of order 2 follow from what stands before.
  if (least === left[1])
    return { order: 1, start: 0, rest: byLast, parameter: bestParameter(byLast, left[1]) }
  if (least === left[0])
    return { order: 0, start: middle, rest: byMiddle, parameter: bestParameter(byMiddle, left[0]) }
  const start = (values[1] ?? 0) - (values[0] ?? 0)
  return { order: 2, start, rest: byStep, parameter: bestParameter(byStep, left[2]) }
}

function put(rest: number[], value: number): number {
  const folded = zigzag(value)
  rest.push(folded)
  return folded
}

/** The best parameter lies next to log2 of the mean (A. Kiely, IPN Progress Report 42-159, 2004). */
function bestParameter(rest: readonly number[], sum: number): number {
  const near = Math.max(0, Math.min(50, widthOf(Math.floor(sum / Math.max(1, rest.length))) - 1))
  const here = costOf(rest, near)
  if (near > 0 && costOf(rest, near - 1) < here) return near - 1
  return costOf(rest, near + 1) < here ? near + 1 : near
}

/** So many ones in a row say that the number follows as it is: one outlier must not cost a kilobyte. */
const longestRun = 12

function costOf(rest: readonly number[], parameter: number): number {
  const unit = 2 ** parameter
  let bits = 0
  for (const each of rest) {
    const run = Math.floor(each / unit)
    bits += run < longestRun ? run + 1 + parameter : longestRun + 6 + widthOf(each)
  }
  return bits
}

function writeRice(writer: BitWriter, value: number, parameter: number): void {
  const unit = 2 ** parameter
  const run = Math.floor(value / unit)
  if (run >= longestRun) {
    writer.write(2 ** longestRun - 1, longestRun)
    writer.writeSized(value)
    return
  }
  writer.write(2 ** (run + 1) - 2, run + 1)
  writer.write(value % unit, parameter)
}

function readRice(reader: BitReader, parameter: number): number {
  let run = 0
  while (run < longestRun && reader.read(1) === 1) run++
  if (run === longestRun) return reader.readSized()
  return run * 2 ** parameter + (parameter <= 53 ? reader.read(parameter) : 0)
}

/** Small numbers of either sign become small numbers: 0, -1, 1, -2 → 0, 1, 2, 3. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2
}

/** 0 where all are the same. */
function commonDivisor(values: readonly number[], first: number): number {
  let divisor = 0
  for (const value of values) {
    let other = Math.abs(value - first)
    while (other !== 0) [divisor, other] = [other, divisor % other]
    if (divisor === 1) return 1
  }
  return divisor
}
