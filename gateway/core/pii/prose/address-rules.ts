/** Finds streets with their number by rule, where the tagger is not sure: the forms that posts lay down leave little doubt. */
import type { Finding } from '../entity.ts'
import { addressEnd, addressStart } from './address-ends.ts'
import { BLANK, CODE, NEW_LINE, NOTHING, NUMBER, PUNCTUATION, SMALL, TAKEN, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import { articleClass, compoundStreetClass, endingClass, particleClass, streetClass } from './vocabulary.ts'
import { WordTable } from './word-table.ts'

/** Universal Postal Union, Postal addressing systems: in these languages the kind of street stands first, the number last. */
const leading = new WordTable(
  (
    'calle avenida avda plaza paseo camino carretera ronda travesía pasaje carrer ' +
    'via viale piazza corso largo vicolo strada piazzale rua'
  )
    .split(' ')
    .map((word) => [hashWord(word), 1] as const),
)
/** The same in Switzerland and Belgium; in France the number stands first. The second ones are words of other things too. */
const french = new WordTable([
  ...wordsOf('rue avenue chemin boulevard quai impasse allée ruelle faubourg sentier promenade', 1),
  ...wordsOf('place route cours passage square', 2),
])
/** A postcode behind the number makes it one, whatever the word: Swiss and Belgian ones have four digits, French ones five. */
const leastPostcode = 4
const mostPostcode = 5
/** `Birkenweg`: too short an end for the classes of words, and enough with a number behind it. */
const wayEnd = 0x776567
/** A number below this may count things: `3 Main Points`. */
const leastHouseDigits = 3
const shortStreet = 0x737472
/** `Lstr.` is none. */
const leastShortened = 5
const DOT = 0x2e
const APOSTROPHE = 0x27
const SMALL_S = 0x73
const COMMA = 0x2c
const DASH = 0x2d
/** `de l’Étang`, `d’Ouchy` */
const elided = new Set(['l', 'd'].map(hashWord))

function wordsOf(words: string, value: number): (readonly [hash: number, value: number])[] {
  return words.split(' ').map((word) => [hashWord(word), value] as const)
}

/** Appends the streets among the first `count` tokens, as findings of type ADDRESS. */
export function findStreets(sight: Sight, count: number, out: Finding[]): void {
  // Every street that is found so has a number.
  if ((sight.formsSeen & ((1 << NUMBER) | (1 << CODE))) === 0) return
  const { start, end } = sight.tokens
  let next = 0
  for (let mark = 0; mark < sight.markCount; mark++) {
    const index = sight.marks[mark]!
    if (index >= count) return
    const to = index < next ? 0 : streetFrom(sight, index, count)
    if (to === 0) continue
    out.push({
      type: 'ADDRESS',
      start: start[addressStart(sight, index)]!,
      end: end[addressEnd(sight, to, count) - 1]!,
      score: 0.75,
      reasons: ['rule:street'],
    })
    next = to
  }
}

/** Behind the street that begins with token `index`; 0 where none does. */
function streetFrom(sight: Sight, index: number, count: number): number {
  const { form, hash } = sight.tokens
  if (form[index] === NUMBER || form[index] === CODE) return numberFirst(sight, index, count)
  const isFrench = french.get(hash[index]!)
  if (isFrench !== 0) return frenchStreet(sight, index, count, isFrench === 1)
  if (form[index] !== TITLE) return 0
  const kind = sight.kindAt(index)
  // `Lindenstr. 4`
  if (isShortened(sight, index, count) && isHouse(sight, index + 2, count)) return index + 3
  if (kind === compoundStreetClass || endsLikeWay(sight, index))
    return isHouse(sight, index + 1, count) ? index + 2 : 0
  return leading.get(hash[index]!) === 0 ? 0 : numberLast(sight, index, count)
}

/** True for a word that ends in `weg`. */
export function endsLikeWay({ tokens }: Sight, index: number): boolean {
  const { tail, start, end, form } = tokens
  return (tail[index]! & 0xffffff) === wayEnd && end[index]! - start[index]! >= 3 && form[index] !== TAKEN
}

/** True for a word that ends in `str`, and the full stop behind it. */
function isShortened({ tokens }: Sight, index: number, count: number): boolean {
  const { tail, start, end, gap } = tokens
  if ((tail[index]! & 0xffffff) !== shortStreet || end[index]! - start[index]! <= leastShortened) return false
  return index + 1 < count && tail[index + 1] === DOT && gap[index + 1] === NOTHING
}

/** Behind the `'s` at `at`; `at` where none stands. */
function behindGenitive({ tokens }: Sight, at: number, count: number): number {
  const { form, gap, tail, start, end } = tokens
  const isOne = at + 1 < count && form[at] === PUNCTUATION && gap[at] === NOTHING && gap[at + 1] === NOTHING
  if (!isOne || (tail[at] !== APOSTROPHE && end[at]! - start[at]! !== 3)) return at
  return form[at + 1] === SMALL && tail[at + 1] === SMALL_S ? at + 2 : at
}

/** `742 Evergreen Terrace`, `88 Queen's Road`, `12 bis, rue de la Gare`. */
function numberFirst(sight: Sight, index: number, count: number): number {
  const { form, end, start } = sight.tokens
  if (!isHouse(sight, index, count)) return 0
  const digits = end[index]! - start[index]!
  let words = 0
  for (let at = index + 1; at < count && words < 4; at++) {
    const next: number = words > 0 ? behindGenitive(sight, at, count) : at
    if (next !== at) at = next
    if (at >= count || sight.tokens.gap[at] !== BLANK || form[at] !== TITLE) return 0
    if (words++ === 0) continue
    const kind = sight.kindAt(at)
    if (kind === streetClass || (kind === endingClass && digits >= leastHouseDigits)) return at + 1
  }
  return 0
}

/** `Calle de los Olivos, 14`. */
function numberLast(sight: Sight, index: number, count: number): number {
  const { form, gap } = sight.tokens
  let named = false
  for (let at = index + 1; at < Math.min(count, index + 7); at++) {
    if (named && isHouse(sight, at, count)) return at + 1
    if (form[at] === PUNCTUATION) {
      if (!named || gap[at] !== 0) return 0
    } else if (form[at] === TITLE) named = true
    else if (form[at] !== SMALL || !isJoint(sight.kindAt(at))) return 0
  }
  return 0
}

/** `Rue du Four 3, 1204 Genève`, `chemin de l’Étang 12`; `isSure`: the word is for a street alone. */
function frenchStreet(sight: Sight, index: number, count: number, isSure: boolean): number {
  const { form, gap, hash } = sight.tokens
  let named = false
  let joint = false
  for (let at = index + 1; at < Math.min(count, index + 8); at++) {
    if (named && isHouse(sight, at, count)) {
      const town = behindTown(sight, at + 1, count)
      if (town !== 0) return town
      const goesOn = at + 1 < count && gap[at + 1] !== NEW_LINE && form[at + 1] === SMALL
      // `La rue du Commerce 15 ans plus tard`
      return isSure && joint && !goesOn && sight.tokens.end[at]! - sight.tokens.start[at]! < leastPostcode
        ? at + 1
        : 0
    }
    // `18 bis avenue du Général-Leclerc, 69003 Lyon`
    if (named && isSure && form[at] === PUNCTUATION && addressStart(sight, index) < index) {
      const town = behindTown(sight, at, count)
      if (town !== 0) return town
    }
    if (form[at] === TITLE) named = true
    else if (form[at] === SMALL && (isJoint(sight.kindAt(at)) || elided.has(hash[at]!))) joint = true
    else if (!isApostrophe(sight, at, count)) return 0
  }
  return 0
}

/** Behind a postcode, perhaps with a comma before it, and the name of a town; 0 where no such stand at `at`. */
function behindTown({ tokens }: Sight, at: number, count: number): number {
  const { form, gap, tail, start, end } = tokens
  const code = at < count && form[at] === PUNCTUATION && tail[at] === COMMA ? at + 1 : at
  if (code + 1 >= count || form[code] !== NUMBER || form[code + 1] !== TITLE || gap[code + 1] !== BLANK)
    return 0
  const digits = end[code]! - start[code]!
  return digits >= leastPostcode && digits <= mostPostcode ? code + 2 : 0
}

function isApostrophe({ tokens }: Sight, at: number, count: number): boolean {
  const { form, gap, tail, start, end } = tokens
  if (form[at] !== PUNCTUATION || gap[at] !== NOTHING || at + 1 >= count || gap[at + 1] !== NOTHING)
    return false
  return tail[at] === APOSTROPHE || tail[at] === DASH || end[at]! - start[at]! === 3
}

function isJoint(kind: number): boolean {
  return kind === particleClass || kind === articleClass
}

/** Up to five digits, perhaps with a letter, and no decimal fraction or date. */
function isHouse({ tokens }: Sight, at: number, count: number): boolean {
  if (at >= count || tokens.end[at]! - tokens.start[at]! > 5) return false
  const { form, gap } = tokens
  if (form[at] !== NUMBER && form[at] !== CODE) return false
  if (at > 0 && gap[at] === 0) return false
  return !(
    at + 2 < count &&
    form[at + 1] === PUNCTUATION &&
    gap[at + 1] === 0 &&
    form[at + 2] === NUMBER &&
    gap[at + 2] === 0
  )
}
