/** Finds who stands behind a label at the beginning of a line, where the tagger does not know the name: `Von: Weber, Anna`. */
import type { Finding } from '../entity.ts'
import { BLANK, NEW_LINE, NOTHING, PUNCTUATION, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import { usualFirstNames } from './usual-names.ts'
import { calendarClass } from './vocabulary.ts'
import { ANY_NAME, CITY, COMMON, FIRST, LAST, NAME } from './word-look.ts'

/** Of mails, as programs write them when one is answered: behind them the last name may stand first. */
const senders = setOf('von from an to cc bcc kopie de da di van para à aan od do för från til fra')
/** Of forms and cards: whom to call. */
const contacts = setOf(
  'notfallkontakt ansprechpartner ansprechpartnerin ansprechperson kontaktperson kontakt contact contacto contatto contactpersoon ' +
    'bezugsperson angehörige angehöriger',
)
/** Behind a comma they are countries: `Paris, France`. */
const countries = setOf('france italia españa india kenya china cuba brazil brasil')
const COMMA = 0x2c
const HYPHEN = 0x2d
const COLON = 0x3a
const score = 0.7

function setOf(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(hashWord))
}

/** Appends who stands from the word at `index` on, if that is behind such a label. */
export function findLabelled(sight: Sight, index: number, count: number, out: Finding[]): void {
  const { form, gap, hash, tail, start, end } = sight.tokens
  const label = index - 2
  if (label < 0 || form[index - 1] !== PUNCTUATION || tail[index - 1] !== COLON || gap[index] !== BLANK)
    return
  if (label > 0 && gap[label] !== NEW_LINE) return
  const isSender = senders.has(hash[label]!)
  if (!isSender && !contacts.has(hash[label]!)) return
  const to = (isSender ? behindTurned(sight, index, count) : 0) || behindName(sight, index, count)
  if (to > 0)
    out.push({
      type: 'PERSON',
      start: start[index]!,
      end: end[to - 1]!,
      score,
      reasons: ['rule:label'],
    })
}

/** `Weber, Anna`, `Müller-Lüdenscheidt, Anna Maria`; 0 where no given name is behind the comma: `Köln, Messe`. */
function behindTurned(sight: Sight, index: number, count: number): number {
  const { form, gap, hash, tail } = sight.tokens
  if (!mayBeLast(sight, index)) return 0
  let at = index + 1
  const isJoined = at + 1 < count && form[at] === PUNCTUATION && tail[at] === HYPHEN && gap[at] === NOTHING
  if (isJoined && gap[at + 1] === NOTHING && mayBeLast(sight, at + 1)) at += 2
  if (at + 1 >= count || form[at] !== PUNCTUATION || tail[at] !== COMMA || gap[at] !== NOTHING) return 0
  const first = at + 1
  if (gap[first] !== BLANK || !isFirst(sight, first)) return 0
  if ((sight.listsAt(index) & CITY) !== 0 || countries.has(hash[first]!)) return 0
  return first + 1 < count && gap[first + 1] === BLANK && isFirst(sight, first + 1) ? first + 2 : first + 1
}

/** `Jan Wiśniewski`: the last name may be on no list. */
function behindName(sight: Sight, index: number, count: number): number {
  const { gap } = sight.tokens
  const last = index + 1
  if (!isFirst(sight, index) || last >= count || gap[last] !== BLANK || !mayBeLast(sight, last)) return 0
  return last + 1
}

/** Of a word that is common as well, more than one list must say it. */
function isFirst(sight: Sight, at: number): boolean {
  const { form, hash } = sight.tokens
  const kind = sight.kindAt(at)
  // Jan is a month, too.
  if (form[at] !== TITLE || (kind !== 0 && kind !== calendarClass)) return false
  const lists = sight.listsAt(at)
  return (
    usualFirstNames.has(hash[at]!) ||
    ((lists & FIRST) !== 0 && ((lists & COMMON) === 0 || (lists & NAME) !== 0))
  )
}

function mayBeLast(sight: Sight, at: number): boolean {
  if (sight.tokens.form[at] !== TITLE || sight.kindAt(at) !== 0) return false
  const lists = sight.listsAt(at)
  if ((lists & CITY) !== 0 && (lists & LAST) === 0) return false
  return (lists & COMMON) === 0 || (lists & ANY_NAME) !== 0
}
