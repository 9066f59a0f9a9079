/** Carries an address on over what stands at its ends: `12 bis` before the street; floor, door and postcode behind it. */
import { BLANK, CAPITALS, CODE, INITIAL, NOTHING, NUMBER, PUNCTUATION, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import { compoundStreetClass } from './vocabulary.ts'
import { WordTable } from './word-table.ts'

const COMMA = 0x2c
const DOT = 0x2e
const longestHouse = 4
/** An address has a floor, a door and a postcode behind it, hardly more. */
const mostParts = 4

/** Universal Postal Union, S42: additions to the number of a house, of France, Belgium and Italy. */
const additions = tableOf('bis ter quater')
/** Correos (Spain), `Normas de direccionamiento`; Deutsche Post, DIN 5008: floors, and the side of the stairs. */
const floors = tableOf(
  'og eg ug dg stock etage obergeschoss etg wohnung étage etage piso planta floor piano verdieping andar',
)
const sides = tableOf(
  'links rechts mitte li re vorne hinten izq izda izquierda dcha derecha centro gauche droite sinistra destra esq dto',
)
const ordinals = tableOf(
  Array.from({ length: 30 }, (_, index) =>
    ['º', 'ª', '°', 'e', 'er', 'ème', 'o', 'a', 'st', 'nd', 'rd', 'th'].map((end) => `${index + 1}${end}`),
  )
    .flat()
    .join(' '),
)

function tableOf(words: string): WordTable {
  return new WordTable(words.split(' ').map((word) => [hashWord(word), 1] as const))
}

/** USPS, Publication 28, Appendix C2; Royal Mail, PAF: what stands before the number of a flat or an office. */
const units = tableOf(
  'apt apartment suite ste unit flat room rm office floor fl bldg building appartement appt bâtiment bât porte interno scala int top tür',
)

/** `Wohnung Schillerstraße 12`: the word for a flat before the street tells what it is, and is no part of it. */
export function behindFlat(sight: Sight, from: number, to: number): number {
  const isFlat = from + 1 < to && isFloor(sight, from) && sight.tokens.form[from + 1] === TITLE
  return isFlat && sight.kindAt(from + 1) === compoundStreetClass ? from + 1 : from
}

/** True for a word such as `Stock`. */
export function isFloor({ tokens }: Sight, at: number): boolean {
  return floors.get(tokens.hash[at]!) !== 0
}

/** Where an address begins of which a street or more starts at `from`: `12 bis rue de la Paix`. */
export function addressStart({ tokens }: Sight, from: number): number {
  const { form, gap, hash, start, end } = tokens
  let at = from
  // The same line, and a comma at most before the street.
  if (at > 0 && form[at - 1] === PUNCTUATION && tokens.tail[at - 1] === COMMA && gap[at - 1] === NOTHING) at--
  if (at < 2 || gap[from] !== BLANK || additions.get(hash[at - 1]!) === 0) return from
  const isHouse = form[at - 2] === NUMBER && end[at - 2]! - start[at - 2]! <= longestHouse
  return isHouse && gap[at - 1] === BLANK ? at - 2 : from
}

/** Where the address ends of which all before `to` was found; `count`: how many tokens there are. */
export function addressEnd(sight: Sight, to: number, count: number): number {
  const { form, gap, tail } = sight.tokens
  let end = to
  let isDoor = false
  if (isLetteredHouse(sight, end, count)) end++
  for (let part = 0; part < mostParts; part++) {
    const isComma = end < count && form[end] === PUNCTUATION && tail[end] === COMMA && gap[end] === NOTHING
    const at = isComma ? end + 1 : end
    if (at >= count || gap[at] !== BLANK) break
    const door = Math.max(behindDoor(sight, at, count), isComma ? behindUnit(sight, at, count) : at)
    const city = door > at || !isComma ? at : behindCity(sight, at, count)
    const next: number = Math.max(
      door,
      city > at ? city : door > at ? at : behindCode(sight, at, count, isDoor),
    )
    if (next === at) break
    isDoor = door > at
    end = next
  }
  return end
}

/** `3a`, with the town behind it: `Am Alten Markt 3a, 24103 Kiel`. */
function isLetteredHouse({ tokens }: Sight, at: number, count: number): boolean {
  const { form, gap, tail, start, end } = tokens
  if (at + 3 >= count || form[at] !== CODE || gap[at] !== BLANK || end[at]! - start[at]! > longestHouse)
    return false
  const isTown = form[at + 2] === NUMBER && form[at + 3] === TITLE && gap[at + 3] === BLANK
  return (
    isTown && form[at + 1] === PUNCTUATION && tail[at + 1] === COMMA && end[at + 2]! - start[at + 2]! >= 4
  )
}

/** `Apt 3B`, `Suite 400`; `at` where none stands. */
function behindUnit({ tokens }: Sight, at: number, count: number): number {
  const { form, gap, hash } = tokens
  if (at + 1 >= count || gap[at + 1] !== BLANK || units.get(hash[at]!) === 0) return at
  const isNumber = form[at + 1] === NUMBER || form[at + 1] === CODE || form[at + 1] === INITIAL
  return isNumber ? at + 2 : at
}

/** `San Francisco, CA 94105`: up to three words, then the state with its code; `at` where none stands. */
function behindCity({ tokens }: Sight, at: number, count: number): number {
  const { form, gap, tail, start, end } = tokens
  let comma = at
  while (comma < count && comma < at + 3 && form[comma] === TITLE && gap[comma] === BLANK) comma++
  const state = comma + 1
  if (comma === at || state + 1 >= count || form[comma] !== PUNCTUATION || tail[comma] !== COMMA) return at
  const isState = form[state] === CAPITALS && end[state]! - start[state]! === 2 && gap[state] === BLANK
  const isCode = form[state + 1] === NUMBER && end[state + 1]! - start[state + 1]! === 5
  return isState && isCode ? state + 2 : at
}

/** `3º B`, `2. OG links`, `1er étage`; `at` where none stands. */
function behindDoor({ tokens }: Sight, at: number, count: number): number {
  const { form, gap, hash, tail } = tokens
  let next = at
  if (form[at] === CODE && ordinals.get(hash[at]!) !== 0) next = at + 1
  else if (form[at] === NUMBER && at + 1 < count && form[at + 1] === PUNCTUATION && tail[at + 1] === DOT)
    next = at + 2
  else return at
  const isFloor = next < count && gap[next] !== undefined && floors.get(hash[next]!) !== 0
  if (isFloor) next++
  // A number with a full stop by itself ends a sentence.
  else if (form[at] === NUMBER) return at
  const isSide =
    next < count &&
    gap[next] === BLANK &&
    (sides.get(hash[next]!) !== 0 || (!isFloor && form[next] === INITIAL))
  if (isSide) return next + 1
  return isFloor ? next : at
}

/**
 * Two short codes, `NW1 6XE`, `M5H 2N2`, `D02 AF30` (BS 7666; Canada Post, Addressing Guidelines; Eircode, routing key and unique
 * identifier); also the town with its number, `10115 Berlin`, and the state with it.
 */
function behindCode({ tokens }: Sight, at: number, count: number, isDoor: boolean): number {
  const { form, gap, start, end } = tokens
  if (at + 1 >= count || gap[at + 1] !== BLANK) return at
  const first = end[at]! - start[at]!
  const second = end[at + 1]! - start[at + 1]!
  // A town with its number; of five digits it counts nothing.
  if (form[at] === NUMBER)
    return (first === 5 || (isDoor && first === 4)) && form[at + 1] === TITLE ? at + 2 : at
  // `OR 97205`: United States Postal Service, Publication 28, Appendix B.
  if (form[at] === CAPITALS && first === 2) return form[at + 1] === NUMBER && second === 5 ? at + 2 : at
  // `Leeds LS6 1NY`
  if (form[at] === TITLE && gap[at + 1] === BLANK) return isPair(tokens, at + 1, count) ? at + 3 : at
  return isPair(tokens, at, count) ? at + 2 : at
}

function isPair({ form, gap, start, end }: Sight['tokens'], at: number, count: number): boolean {
  if (at + 1 >= count || form[at] !== CODE || form[at + 1] !== CODE || gap[at + 1] !== BLANK) return false
  const first = end[at]! - start[at]!
  const second = end[at + 1]! - start[at + 1]!
  return (first >= 2 && first <= 4 && second === 3) || (first === 3 && second === 4)
}
