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
      const rest = unzigzag(readRice(reader, parameter))
      step = order === 1 ? rest : index === 1 ? start : step + rest
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
  bits: number
}

function bestForecast(values: readonly number[]): Forecast {
  const middle = Math.round(values.reduce((sum, value) => sum + value / values.length, 0))
  const byMiddle = values.map((value) => zigzag(value - middle))
  const byLast: number[] = [0]
  const byStep: number[] = [0]
  let step = 0
  for (let index = 1; index < values.length; index++) {
    const next = (values[index] as number) - (values[index - 1] as number)
    byLast.push(zigzag(next))
    byStep.push(index === 1 ? 0 : zigzag(next - step))
    step = next
  }
  const forecasts = [
    forecast(0, middle, byMiddle),
    forecast(1, 0, byLast),
    forecast(2, (values[1] ?? 0) - (values[0] ?? 0), byStep),
  ]
  return forecasts.reduce((best, each) => (each.bits < best.bits ? each : best))
}

function forecast(order: Order, start: number, rest: number[]): Forecast {
  const mean = rest.reduce((sum, each) => sum + each / rest.length, 0)
  // The best parameter lies next to log2 of the mean (A. Kiely, IPN Progress Report 42-159, 2004).
  const near = Math.max(0, Math.min(50, widthOf(Math.floor(mean)) - 1))
  let parameter = near
  let bits = Number.POSITIVE_INFINITY
  for (let candidate = Math.max(0, near - 1); candidate <= near + 1; candidate++) {
    const cost = costOf(rest, candidate)
    if (cost >= bits) continue
    bits = cost
    parameter = candidate
  }
  // The first of order 1 and the first two of order 2 follow from what stands before.
  return {
    order,
    start,
    rest: rest.slice(order === 0 ? 0 : 1),
    parameter,
    bits: bits + (order === 1 ? 0 : 12),
  }
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
