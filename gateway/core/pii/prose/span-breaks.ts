/** Says where a name or an address ends though the next word is written like a part of it: a sentence, or a line with a word before its colon. */
import type { EntityType } from '../entity.ts'
import { isFloor } from './address-ends.ts'
import { BLANK, CODE, INITIAL, NEW_LINE, NOTHING, NUMBER, PUNCTUATION, SMALL, TAKEN, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import {
  compoundStreetClass,
  greetingClass,
  organisationClass,
  roleClass,
  streetClass,
  titleClass,
} from './vocabulary.ts'
import { ANY_NAME, CITY, COMMON, FIRST } from './word-look.ts'

const COLON = 0x3a
const COMMA = 0x2c
const SEMICOLON = 0x3b
const DOT = 0x2e
const QUESTION = 0x3f
const EXCLAMATION = 0x21
/** `Date of birth:` */
const mostLabelWords = 3
/** A shorter word before a full stop may be shortened itself: `Gral. Paz`. */
const leastWhole = 5
/** Postal codes have so many digits or more; `2. Stock` has fewer. */
const leastPostcode = 4
/** Begin lines of signatures and letterheads that hold no part of an address. */
const contacts = new Set(
  (
    'tel telefon telephone phone mobile mobil fax telefax email mail web website internet id iban bic ' +
    'handy natel mobil téléphone portable teléfono móvil telefono cellulare telefoon mobiel'
  )
    .split(' ')
    .map(hashWord),
)
/** `Am Alten Markt 17` */
const mostStreetTokens = 5
const vom = hashWord('vom')
/** Words that are in no name of a town. */
const behindTowns = new Set('zum zur ab seit bis für mit wegen und aus'.split(' ').map(hashWord))
/** `Ordnungsamt`. */
const officeEnd = 0x616d74

/** Where what follows a span of tokens `[from, at)` may begin again, `at` or behind the label that stands there; 0: it goes on. */
export function breakAt(sight: Sight, from: number, at: number, type: EntityType): number {
  if (type !== 'PERSON' && type !== 'ADDRESS') return 0
  const label = labelBreak(sight, at, type)
  if (label !== 0) return label
  if (sight.tokens.gap[at] === NEW_LINE && endsWithLine(sight, at, type)) return at
  if (type === 'PERSON' && isNumbered(sight, from, at)) return at
  if (type === 'ADDRESS') return beginsSentence(sight, from, at) || goesOnElsewhere(sight, at) ? at : 0
  return namesOffice(sight, at) ? at + 2 : 0
}

/** `Fernández Soto\nDNI: …`; behind a comma only in a form: `Lukas, Nachname: …`. */
function labelBreak(sight: Sight, at: number, type: EntityType): number {
  const { form, gap, tail } = sight.tokens
  const isLine = gap[at] === NEW_LINE
  const before = tail[at - 1]
  const isItem = form[at - 1] === PUNCTUATION && (before === COMMA || before === SEMICOLON)
  if (!isLine && !(isItem && type === 'PERSON')) return 0
  const behind = behindLabel(sight, at)
  if (behind === 0) return 0
  const lists = sight.listsAt(at)
  if (type === 'ADDRESS') return (lists & CITY) !== 0 ? 0 : behind
  // Of a chat each line begins with who says it.
  if ((lists & FIRST) !== 0) return isLine ? at : 0
  return !isLine && (lists & ANY_NAME) !== 0 && (lists & COMMON) === 0 ? 0 : behind
}

/** Behind the colon of up to three words that begin at `at`; 0 where none stands. */
function behindLabel({ tokens }: Sight, at: number): number {
  const { count, form, gap, tail } = tokens
  for (let next = at; next < Math.min(count, at + mostLabelWords + 1); next++) {
    if (form[next] === PUNCTUATION)
      return next > at && tail[next] === COLON && gap[next] !== NEW_LINE ? next + 1 : 0
    const isWord = form[next] !== NUMBER && form[next] !== CODE && form[next] !== TAKEN
    if (!isWord || (next > at && gap[next] !== BLANK)) return 0
  }
  return 0
}

/** The next line begins with a word for something else: an office, a telephone, a greeting. */
function endsWithLine(sight: Sight, at: number, type: EntityType): boolean {
  const { form, hash } = sight.tokens
  if (form[at] === PUNCTUATION || form[at] === NUMBER || form[at] === CODE) return false
  const kind = sight.kindAt(at)
  if (contacts.has(hash[at]!) || kind === roleClass) return true
  if (type === 'ADDRESS') return kind === greetingClass
  return (sight.listsAt(at) & (COMMON | FIRST | ANY_NAME)) === COMMON
}

/** `Eva Holm⏎50968 Köln`, `Piotr Nowak⏎Lindenallee 17`: a short line with a number at either end is none of a name. */
function isNumbered(sight: Sight, from: number, at: number): boolean {
  const { count, form, gap } = sight.tokens
  if (gap[at] !== NEW_LINE) return false
  if (form[at] === NUMBER || form[at] === CODE) return true
  // `Anna⏎Weber 17`
  if (at - from < 2 && (sight.listsAt(at) & ANY_NAME) !== 0) return false
  for (let last = at + 1; last < count && last < at + mostStreetTokens && gap[last] !== NEW_LINE; last++) {
    if (form[last] === SMALL) return false
    const endsLine = last + 1 >= count || gap[last + 1] === NEW_LINE
    if (endsLine) return form[last] === NUMBER || form[last] === CODE
  }
  return false
}

/** `80331 München. Her`; not `Hauptstr. Nord`, `2. Stock` or `St. Gallen`. */
function beginsSentence(sight: Sight, from: number, at: number): boolean {
  const { form, gap, tail, start, end } = sight.tokens
  const mark = at - 1
  if (mark <= from || form[at] !== TITLE || gap[at] === NOTHING) return false
  if (form[mark] !== PUNCTUATION || gap[mark] !== NOTHING) return false
  if (tail[mark] === QUESTION || tail[mark] === EXCLAMATION) return true
  if (tail[mark] !== DOT || isFloor(sight, at)) return false
  const last = mark - 1
  const length = end[last]! - start[last]!
  if (form[last] === CODE) return true
  if (form[last] === NUMBER) return length >= leastPostcode
  if (form[last] === PUNCTUATION || form[last] === INITIAL) return false
  const kind = sight.kindAt(last)
  if (kind === streetClass || kind === compoundStreetClass || kind === titleClass) return false
  return length >= leastWhole || (sight.listsAt(last) & CITY) !== 0
}

/** `8001 Zürich, Tel 044 …`, `04109 Leipzig zum Monatsende`; not `Frankfurt am Main`. */
function goesOnElsewhere({ tokens }: Sight, at: number): boolean {
  const { form, hash, tail, start, end } = tokens
  if (contacts.has(hash[at]!)) return form[at - 1] === PUNCTUATION && tail[at - 1] === COMMA
  if (form[at] !== SMALL || !behindTowns.has(hash[at]!) || at < 2 || form[at - 1] !== TITLE) return false
  return form[at - 2] === NUMBER && end[at - 2]! - start[at - 2]! >= leastPostcode
}

/** `Frau Weber vom Ordnungsamt` is called Weber. */
function namesOffice(sight: Sight, at: number): boolean {
  const { count, form, hash, tail } = sight.tokens
  if (form[at] !== SMALL || hash[at] !== vom || at + 1 >= count) return false
  return sight.kindAt(at + 1) === organisationClass || (tail[at + 1]! & 0xffffff) === officeEnd
}
