/** Tells lists of goods and of places in a store from addresses: both are words between numbers. */

import { endsLikeWay } from './address-rules.ts'
import { NUMBER, PUNCTUATION, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import { andClass, boxClass, compoundStreetClass, endingClass, streetClass, unitClass } from './vocabulary.ts'
import { WordTable } from './word-table.ts'

const COMMA = 0x2c
const SEMICOLON = 0x3b
/** No house has a longer number that counts things, and no post a shorter code. */
const longestCount = 3
/** Universal Postal Union, Postal addressing systems: no postcode has more digits in a row (Brazil). */
const longestPostcode = 8
/** An address has one street with its number and one floor or flat at most: what names more is a list. */
const mostNumbered = 2

/** UN/ECE Recommendation 21, Codes for Types of Packages: what goods are counted by, in six languages. */
const counted = tableOf(
  'piece pieces pcs pc pack packs package packages packet packets boxes carton cartons cases pallet pallets rolls sets pairs ' +
    'bags bottles dozen units cans sheets ' +
    'stück stücke stk packung packungen pakete karton kartons kartonagen kisten palette paletten rollen satz sätze paar ' +
    'beutel flaschen dutzend einheiten dosen säcke bogen ' +
    'pièce pièces boîte boîtes paquet paquets rouleau rouleaux sac sacs bouteille bouteilles douzaine unités ' +
    'pieza piezas caja cajas paquete paquetes rollo rollos palé palés bolsa bolsas botella botellas docena docenas unidades ' +
    'pezzo pezzi scatola scatole pacco pacchi rotolo rotoli sacco sacchi bottiglia bottiglie confezione confezioni dozzina ' +
    'stuk stuks doos dozen pak pakken rol zak zakken fles flessen dozijn eenheden',
)
/** SI Brochure (BIPM, 2019) and what goods are cut to: behind a number it is a measure. */
const measures = tableOf(
  'x mm cm dm m km g kg mg t l ml cl w kw v kv a ah wh kwh hz zoll inch pouces pulgadas pollici',
)

function tableOf(words: string): WordTable {
  return new WordTable(words.split(' ').map((word) => [hashWord(word), 1] as const))
}

/** A number by its name alone; `Suite 501` is a line of an address. */
const numberWords = tableOf('nr no nº n° number nummer numéro número numero')

/** True where tokens `[from, to)` read as an address, and are quantities of goods or places in a store. */
export function areQuantities(sight: Sight, from: number, to: number, bytes: Uint8Array): boolean {
  if (isMeasured(sight, to)) return !namesStreet(sight, from, to)
  let numbered = 0
  let quantities = 0
  let start = from
  for (let at = from; at <= to; at++) {
    if (at < to && !isDivider(sight, at, bytes)) continue
    if (namesStreet(sight, start, at)) return false
    if (isQuantity(sight, start, at)) quantities++
    if (isNumbered(sight, start, at)) numbered++
    start = at + 1
  }
  return quantities > 0 || numbered > mostNumbered
}

/** `PO 4500123456`, `Nr. 12, 3. OG`: a number that is too long for any post, or a door without a house. */
export function namesNoPlace(sight: Sight, from: number, to: number): boolean {
  const { form, start, end } = sight.tokens
  let isLong = false
  let units = 0
  let words = 0
  for (let at = from; at < to; at++) {
    if (form[at] === PUNCTUATION) continue
    if (form[at] === NUMBER) isLong ||= end[at]! - start[at]! > longestPostcode
    else if (sight.kindAt(at) === unitClass) units++
    else words++
  }
  if (isLong) return !namesStreet(sight, from, to)
  return units > 0 && words === 0 && numberWords.get(sight.tokens.hash[from]!) !== 0
}

/** Behind the last number goes on a measure: `60,3`, `120 x 140`, `18 mm`. */
function isMeasured({ tokens }: Sight, to: number): boolean {
  const { count, form, gap, hash } = tokens
  if (to >= count || form[to - 1] !== NUMBER) return false
  if (form[to] === PUNCTUATION)
    return gap[to] === 0 && to + 1 < count && form[to + 1] === NUMBER && gap[to + 1] === 0
  return measures.get(hash[to]!) !== 0
}

function isDivider(sight: Sight, at: number, bytes: Uint8Array): boolean {
  const { form, start } = sight.tokens
  if (form[at] !== PUNCTUATION) return sight.kindAt(at) === andClass
  const mark = bytes[start[at]!]
  return mark === COMMA || mark === SEMICOLON
}

/** `12 Stück Rohr`, `4 Lampen LED 60`: no post writes a number before and behind a street. */
function isQuantity({ tokens }: Sight, from: number, to: number): boolean {
  const { form, hash } = tokens
  if (to - from < 2 || !isCount(tokens, from)) return false
  return (
    counted.get(hash[from + 1]!) !== 0 ||
    (to - from > 2 && form[to - 1] === NUMBER && isCount(tokens, to - 1))
  )
}

function isCount({ form, start, end }: Sight['tokens'], at: number): boolean {
  return form[at] === NUMBER && end[at]! - start[at]! <= longestCount
}

/** `Halle 5`. */
function isNumbered(sight: Sight, from: number, to: number): boolean {
  const { form } = sight.tokens
  if (to - from !== 2 || form[from] !== TITLE || form[from + 1] !== NUMBER) return false
  return sight.kindAt(from) !== unitClass
}

/** A street, or a box at the post office. The mere word is the name of none: `Platz 4`. */
function namesStreet(sight: Sight, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    const kind = sight.kindAt(at)
    if (kind === compoundStreetClass || kind === boxClass || endsLikeWay(sight, at)) return true
    if ((kind === streetClass || kind === endingClass) && hasOtherName(sight, { from, to, at })) return true
  }
  return false
}

function hasOtherName(
  { tokens }: Sight,
  { from, to, at }: { from: number; to: number; at: number },
): boolean {
  for (let other = from; other < to; other++) if (other !== at && tokens.form[other] === TITLE) return true
  return false
}
