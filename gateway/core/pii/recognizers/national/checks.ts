/** Computes the check digits and dates that national numbers carry, on values: digits as 0 to 9, letters as 10 to 35. */
import { luhnSum } from '../../luhn.ts'

/** The characters of one candidate as values, from which a check reads `[from, end)`. */
export type Values = Uint8Array

/** True when what stands in `[from, end)` can be such a number: check digits, dates and reserved ranges. */
export type Check = (values: Values, from: number, end: number) => boolean

/** The sum of values times weights, from `from` on. */
export function sum(values: Values, from: number, weights: readonly number[]): number {
  let total = 0
  for (let index = 0; index < weights.length; index++) total += values[from + index]! * weights[index]!
  return total
}

/** The digits in `[from, end)` as one number; up to 15 of them. */
export function number(values: Values, from: number, end: number): number {
  let value = 0
  for (let index = from; index < end; index++) value = value * 10 + values[index]!
  return value
}

/** ISO/IEC 7812-1 Annex B. */
export function luhn(values: Values, from: number, end: number): boolean {
  return luhnSum(values, from, end) % 10 === 0
}

/** ISO 7064 MOD 11,10: the hybrid system with one check digit. */
export function mod11And10(values: Values, from: number, end: number): boolean {
  let product = 10
  for (let index = from; index < end - 1; index++) {
    const total = (values[index]! + product) % 10
    product = ((total === 0 ? 10 : total) * 2) % 11
  }
  return (values[end - 1]! + product) % 10 === 1
}

/** The remainder of a long run of digits. */
export function remainder(values: Values, [from, end]: readonly [number, number], modulus: number): number {
  let rest = 0
  for (let index = from; index < end; index++) rest = (rest * 10 + values[index]!) % modulus
  return rest
}

const dihedral = new Uint8Array(100)
const inverted = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]
for (let one = 0; one < 10; one++)
  for (let two = 0; two < 10; two++) dihedral[one * 10 + two] = turn(one, two)
const permuted = new Uint8Array(80)
for (let digit = 0; digit < 10; digit++) {
  permuted[digit] = digit
  for (let round = 1; round < 8; round++)
    permuted[round * 10 + digit] = inverted[permuted[(round - 1) * 10 + digit]!]!
}

/** The group of the turns (0 to 4) and mirrorings (5 to 9) of a pentagon. */
function turn(one: number, two: number): number {
  if (one < 5) return two < 5 ? (one + two) % 5 : 5 + ((one + two) % 5)
  return two < 5 ? 5 + ((one - two) % 5) : (one - two + 5) % 5
}

/** J. Verhoeff, Error Detecting Decimal Codes (1969). */
export function verhoeff(values: Values, from: number, end: number): boolean {
  let rest = 0
  for (let index = end - 1; index >= from; index--) {
    rest = dihedral[rest * 10 + permuted[((end - 1 - index) % 8) * 10 + values[index]!]!]!
  }
  return rest === 0
}

/** ICAO Doc 9303-3 §4.9: weights 7, 3, 1, letters from 10 on; the last character is the check digit. */
export function icao(values: Values, from: number, end: number): boolean {
  let total = 0
  for (let index = from; index < end - 1; index++) total += values[index]! * icaoWeights[(index - from) % 3]!
  return total % 10 === values[end - 1]
}

const icaoWeights = [7, 3, 1]

const monthDays = [0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** True for a month and a day that it has, 29 February included. */
export function isDate(month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= monthDays[month]!
}

/** Two digits. */
export function pair(values: Values, at: number): number {
  return values[at]! * 10 + values[at + 1]!
}

/** YYMMDD. */
export function isYearFirst(values: Values, from: number): boolean {
  return isDate(pair(values, from + 2), pair(values, from + 4))
}

/** DDMMYY. */
export function isDayFirst(values: Values, from: number): boolean {
  return isDate(pair(values, from + 2), pair(values, from))
}

/** True where not all values in `[from, end)` are equal: zeros and ones are placeholders, however their checks turn out. */
export function isVaried(values: Values, from: number, end: number): boolean {
  for (let index = from + 1; index < end; index++) if (values[index] !== values[from]) return true
  return false
}

/** The value of a letter, as checks see it. */
export function letter(character: string): number {
  return character.charCodeAt(0) - 0x37
}

/** A test for membership in a set of letters and digits. */
export function oneOf(characters: string): (value: number) => boolean {
  const members = new Uint8Array(36)
  for (const character of characters) members[valueAsBase36(character)] = 1
  return (value) => members[value] === 1
}

/** The values of a text of capital letters and digits. */
export function valuesOf(text: string): Uint8Array {
  return Uint8Array.from(text, valueAsBase36)
}

function valueAsBase36(character: string): number {
  return Number.parseInt(character, 36)
}
