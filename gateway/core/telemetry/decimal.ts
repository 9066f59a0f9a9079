/** Finds the decimal form in which a column of numbers can be kept exactly as whole numbers: 12.34 is 1234 hundredths. */
import { largestInteger } from './integer-column.ts'

/** Sensors and operating systems say at most so many places; more is a computed number and kept as it is. */
export const mostPlaces = 9

const powers = Array.from({ length: mostPlaces + 1 }, (_, places) => 10 ** places)

/**
 * The whole numbers and their common number of decimal places; null where some number has no such form. Exact: dividing
 * two exact numbers rounds as reading the decimal text does (IEEE 754 §5.12.2), and each number is tried.
 */
export function toDecimal(values: readonly number[]): { integers: number[]; places: number } | null {
  let places = 0
  for (const value of values) {
    while (!isDecimal(value, places)) if (++places > mostPlaces) return null
  }
  const power = powers[places] ?? 1
  const integers = values.map((value) => Math.round(value * power))
  // More places may have pushed an earlier number out of range, or rounded it.
  return values.every((value) => isDecimal(value, places)) ? { integers, places } : null
}

export function integerTo(integer: number, places: number): number {
  return integer / (powers[places] ?? 1)
}

function isDecimal(value: number, places: number): boolean {
  const integer = Math.round(value * (powers[places] ?? 1))
  // Whole numbers have no -0.
  if (Object.is(integer, -0)) return false
  return Math.abs(integer) <= largestInteger && Object.is(integerTo(integer, places), value)
}
