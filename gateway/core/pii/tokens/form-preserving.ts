/** Encrypts a number so that it keeps its form: a digit for each digit, a letter for each letter, in the same places (FF1). */
import { Buffer } from 'node:buffer'
import { FF1 } from '@noble/ciphers/ff1.js'
import { isDigit } from '../bytes.ts'
import { type EntityType, entityTypes } from '../entity.ts'
import { passesLuhn } from '../luhn.ts'

/** NIST SP 800-38G Rev. 1 §5.1: fewer possible values can be tried out. */
const smallestDomain = 1_000_000n
/** ISO/IEC 7812-1: the lengths of a card number. Nobody may take what comes out for one. */
const cardLengths = { least: 12, most: 19 }
/** One walk of two ends outside of the form, nine of ten numbers are no cards: so many in a row would be a broken cipher. */
const mostWalks = 1000

/** Forms in which what stands between digits and letters means nothing. */
const numeric: ReadonlySet<string> = new Set(['digits', 'alphanumeric', 'phone'])

/** True where the value is a number of its type's form, and so many have that form that nobody can try all of them. */
export function preservesForm(type: EntityType, value: Uint8Array): boolean {
  if (!numeric.has(entityTypes[type].normal)) return false
  if (!/^[A-Za-z0-9 +().\-/]*$/.test(Buffer.from(value).toString('latin1'))) return false
  return sizeOf(placesOf(value)) >= smallestDomain
}

/**
 * A value for which `preservesForm` is true; null where no walk ends well, which no cipher in order does. `key`: 32 bytes of
 * its own scope. All values of one form are counted through, and the count is encrypted in binary; the cycle is walked
 * (SP 800-38G allows it) past counts that no value has, and past values that pass for card numbers.
 */
export function withForm(value: Uint8Array, key: Uint8Array, walks = mostWalks): Buffer | null {
  const places = placesOf(value)
  const size = sizeOf(places)
  const cipher = FF1(2, key)
  let bits = bitsOf(countOf(value, places), (size - 1n).toString(2).length)
  const made = Buffer.from(value)
  for (let walk = 0; walk < walks; walk++) {
    bits = cipher.encrypt(bits)
    const count = BigInt(`0b${bits.join('')}`)
    if (count >= size) continue
    write(made, places, count)
    if (!passesForCard(made) && !made.equals(value)) return made
  }
  return null
}

/** A place in a value and what may stand there: `radix` characters from `first` on. */
interface Place {
  at: number
  first: number
  radix: bigint
}

function placesOf(value: Uint8Array): Place[] {
  const places: Place[] = []
  for (const [at, byte] of value.entries()) {
    if (isDigit(byte)) places.push({ at, first: 0x30, radix: 10n })
    else if (byte >= 0x41 && byte <= 0x5a) places.push({ at, first: 0x41, radix: 26n })
    else if (byte >= 0x61 && byte <= 0x7a) places.push({ at, first: 0x61, radix: 26n })
  }
  return places
}

function sizeOf(places: readonly Place[]): bigint {
  return places.reduce((size, { radix }) => size * radix, 1n)
}

function countOf(value: Uint8Array, places: readonly Place[]): bigint {
  return places.reduce(
    (count, { at, first, radix }) => count * radix + BigInt((value[at] as number) - first),
    0n,
  )
}

function write(made: Buffer, places: readonly Place[], count: bigint): void {
  let rest = count
  for (const { at, first, radix } of places.toReversed()) {
    made[at] = first + Number(rest % radix)
    rest /= radix
  }
}

function bitsOf(count: bigint, length: number): number[] {
  return Array.from(count.toString(2).padStart(length, '0'), Number)
}

function passesForCard(value: Uint8Array): boolean {
  const digits = value.filter(isDigit).length
  return digits >= cardLengths.least && digits <= cardLengths.most && passesLuhn(value, 0, value.length)
}
