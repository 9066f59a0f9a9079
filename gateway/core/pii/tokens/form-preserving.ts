/** Encrypts a number so that it keeps its form: as many digits and letters, in the same places (FF1). */
import { Buffer } from 'node:buffer'
import { FF1 } from '@noble/ciphers/ff1.js'
import { isDigit } from '../bytes.ts'
import { type EntityType, entityTypes } from '../entity.ts'

/** NIST SP 800-38G Rev. 1 §5.1: fewer possible values can be tried out. */
const smallestDomain = 1_000_000
/** ISO/IEC 7812-1: the lengths of a card number. Nobody may take what comes out for one. */
const cardLengths = { least: 12, most: 19 }
/** Nine of ten numbers are none; so many in a row that are would be a broken cipher. */
const mostWalks = 1000

const digits = '0123456789'
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const lower = upper.toLowerCase()

/** Forms in which what stands between digits and letters means nothing. */
const numeric: ReadonlySet<string> = new Set(['digits', 'alphanumeric', 'phone'])

/** True where the value is a number of its type's form, and long enough that nobody can try all of them. */
export function preservesForm(type: EntityType, value: Uint8Array): boolean {
  if (!numeric.has(entityTypes[type].normal)) return false
  if (!/^[A-Za-z0-9 +().\-/]*$/.test(Buffer.from(value).toString('latin1'))) return false
  const { alphabet, places } = formOf(value)
  return alphabet.length ** places.length >= smallestDomain
}

/**
 * A value for which `preservesForm` is true. `key`: 32 bytes of its own scope. Walks the cycle (SP 800-38G allows it) past
 * values that pass for card numbers.
 */
export function withForm(value: Uint8Array, key: Uint8Array): Buffer {
  const { alphabet, places } = formOf(value)
  const cipher = FF1(alphabet.length, key)
  let symbols = places.map((place) => alphabet.indexOf(String.fromCharCode(value[place] as number)))
  const made = Buffer.from(value)
  for (let walk = 0; walk < mostWalks; walk++) {
    symbols = cipher.encrypt(symbols)
    for (const [i, place] of places.entries()) made[place] = alphabet.charCodeAt(symbols[i] as number)
    if (!passesForCard(made) && !made.equals(value)) return made
  }
  return made.fill(0x30, 0, made.length)
}

/** The smallest alphabet that the value is written in, and where its characters stand. */
function formOf(value: Uint8Array): { alphabet: string; places: number[] } {
  const places: number[] = []
  let [hasUpper, hasLower] = [false, false]
  for (const [place, byte] of value.entries()) {
    const isUpper = byte >= 0x41 && byte <= 0x5a
    const isLower = byte >= 0x61 && byte <= 0x7a
    hasUpper ||= isUpper
    hasLower ||= isLower
    if (isUpper || isLower || isDigit(byte)) places.push(place)
  }
  return { alphabet: digits + (hasUpper ? upper : '') + (hasLower ? lower : ''), places }
}

/** ISO/IEC 7812-1 Annex B. */
function passesForCard(value: Uint8Array): boolean {
  const figures = [...value].filter(isDigit).map((byte) => byte - 0x30)
  if (figures.length < cardLengths.least || figures.length > cardLengths.most) return false
  let sum = 0
  for (const [i, figure] of figures.reverse().entries()) {
    const doubled = i % 2 === 1 ? figure * 2 : figure
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
