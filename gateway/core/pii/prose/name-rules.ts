/** Finds names by rule behind a title and by a usual first name, where the tagger takes the last name for a common word. */
import type { Finding } from '../entity.ts'
import { ordinals } from './agreement.ts'
import { BLANK, CAPITALS, INITIAL, MIXED, NEW_LINE, NOTHING, PUNCTUATION, SMALL, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import { usualFirstNames } from './usual-names.ts'
import { calendarClass, legalClass, organisationClass, particleClass, titleClass } from './vocabulary.ts'
import { ANY_NAME, COMMON, FIRST } from './word-look.ts'
import { WordTable } from './word-table.ts'

/** Titles that stand before nothing but a name. */
const STRONG = 1
/** Others that products, ships and streets have too: only before what may be a name by the lists. */
const WEAK = 2
const titles = new WordTable([
  ...wordsOf(
    'herr herrn frau fräulein mr mrs ms mister madame monsieur mme mlle señor señora señorita sra srta ' +
      'signor signora dhr mevr mevrouw meneer heer',
    STRONG,
  ),
  ...wordsOf('dr dra prof sr sig dott dottor dottoressa hr', WEAK),
])
/** Offices that stand behind a title instead of a name: `Frau Präsidentin`. */
const offices = new WordTable(
  wordsOf(
    'präsident präsidentin minister ministerin kanzler kanzlerin bundeskanzler bundeskanzlerin bürgermeister bürgermeisterin ' +
      'doktor direktor direktorin rektor rektorin abgeordneter abgeordnete kollege kollegin vorsitzender vorsitzende mutter ' +
      'chairman chairwoman speaker mayor ambassador juge maire notaire ministre presidenta alcalde alcaldesa presidente sindaco ' +
      'burgemeester voorzitter',
    1,
  ),
)
/** The first particle of a last name; `Herr der Ringe` has none of them. */
const particles = new WordTable(
  wordsOf('van von vom zu zur de di da del della dos du la le el al ter ten mac mc o d', 1),
)
/** Written with a capital, and with a blank: `Siobhán Ní Bhriain`. */
const gaelic = new Set('ní nic uí ó mac'.split(' ').map(hashWord))
/** Particles that may follow it: `van der Berg`. */
const mostParticles = 3
const DOT = 0x2e
const AMPERSAND = 0x26
const SEMICOLON = 0x3b
const CLOSE = 0x5d
const nbsp = hashWord('nbsp')
/** CommonMark 0.31 §6.1 and §6.2, GitHub Flavored Markdown §6.5: code, emphasis, and what is struck through. */
const emphasis = new Set([...'*_`~'].map((mark) => mark.charCodeAt(0)))
/** `***Anna*** ***Weber***`. */
const mostMarks = 6
const score = 0.75

function wordsOf(words: string, value: number): (readonly [hash: number, value: number])[] {
  return words.split(' ').map((word) => [hashWord(word), value] as const)
}

/** Appends the names among the first `count` tokens, as findings of type PERSON. */
export function findNamed(sight: Sight, count: number, bytes: Uint8Array, out: Finding[]): void {
  if ((sight.formsSeen & (1 << TITLE)) === 0) return
  const { form, hash, start, end } = sight.tokens
  let next = 0
  for (let mark = 0; mark < sight.markCount; mark++) {
    const index = sight.marks[mark]!
    if (index >= count) return
    if (index < next || form[index] !== TITLE) continue
    const title = titles.get(hash[index]!)
    const from = title === 0 ? index : nameBehind(sight, index, count, bytes)
    if (from === 0 && title !== 0) continue
    const to = title === 0 ? behindFirst(sight, from, count) : behindTitle(sight, { from, count, title })
    if (to === 0) continue
    const reason = title === 0 ? 'rule:first-name' : 'rule:title'
    out.push({ type: 'PERSON', start: start[from]!, end: end[to - 1]!, score, reasons: [reason] })
    next = to
  }
}

/** Where a name may begin behind the title at `index`, over its full stop and other titles; 0 where none does. */
function nameBehind(sight: Sight, index: number, count: number, bytes: Uint8Array): number {
  const { form, gap, start } = sight.tokens
  let at = index
  while (at < count && sight.kindAt(at) === titleClass) {
    at++
    if (at < count && form[at] === PUNCTUATION && gap[at] === NOTHING && bytes[start[at]!] === DOT) at++
    if (at >= count || gap[at] !== BLANK) return 0
  }
  return at
}

/** Behind the name that begins at `from`, perhaps with particles; 0 where none does. */
function behindTitle(
  sight: Sight,
  { from, count, title }: { from: number; count: number; title: number },
): number {
  const at = behindParticles(sight, from, count)
  if (at >= count || !mayBeName(sight, at)) return 0
  const lists = sight.listsAt(at)
  if (title === WEAK && (lists & COMMON) !== 0 && (lists & (FIRST | ANY_NAME)) === 0) return 0
  return usualFirstNames.has(sight.tokens.hash[at]!) && behindFirst(sight, at, count) !== 0
    ? behindFirst(sight, at, count)
    : behindHyphen(sight, at + 1, count)
}

/** Behind a usual first name and the last name with it; 0 where no such stand there. */
function behindFirst(sight: Sight, index: number, count: number): number {
  const { form, gap, hash } = sight.tokens
  if (!usualFirstNames.has(hash[index]!)) return 0
  let at = index + 1
  // `John F. Kennedy`, `Anna Maria Groß`.
  if (at + 1 < count && form[at] === INITIAL && gap[at] === BLANK && form[at + 1] === PUNCTUATION) at += 2
  if (at < count && gap[at] === BLANK && usualFirstNames.has(hash[at]!) && form[at] === TITLE) {
    const further = behindFirst(sight, at, count)
    return further === 0 ? at + 1 : further
  }
  if (at < count && form[at] === PUNCTUATION) at = behindEmphasis(sight, at, count)
  else if (at >= count || gap[at] !== BLANK) return 0
  at = behindParticles(sight, at, count)
  if (gaelic.has(hash[at]!) && at + 1 < count && gap[at + 1] === BLANK && mayBeName(sight, at + 1)) at++
  if (at === 0 || at >= count || !mayBeName(sight, at)) return 0
  const to = behindHyphen(sight, at + 1, count)
  return namesCompany(sight, to, count) ? 0 : to
}

function behindParticles({ tokens }: Sight, from: number, count: number): number {
  const { form, gap, hash } = tokens
  if (form[from] !== SMALL || particles.get(hash[from]!) === 0) return from
  let at = from + 1
  while (at < count && at < from + mostParticles && form[at] === SMALL && gap[at] === BLANK) at++
  return at < count && gap[at] === BLANK ? at : from
}

/** `**Anna** **Weber**`, `Anna&nbsp;Weber`: behind marks of Markdown with a blank between, or a blank of HTML; 0 where none stand. */
function behindEmphasis({ tokens }: Sight, from: number, count: number): number {
  const { form, gap, hash, tail } = tokens
  if (tail[from] === AMPERSAND && hash[from + 1] === nbsp && tail[from + 2] === SEMICOLON)
    return from + 3 < count && gap[from + 3] === NOTHING ? from + 3 : 0
  let at = from
  let blanks = 0
  while (at < count && at < from + mostMarks && form[at] === PUNCTUATION) {
    if (!emphasis.has(tail[at]!) || gap[at] === NEW_LINE) return 0
    if (gap[at] === BLANK) blanks++
    at++
  }
  return at < count && gap[at] !== NEW_LINE && blanks + (gap[at] === BLANK ? 1 : 0) === 1 ? at : 0
}

/** `_Anna Weber_`, `[Anna Weber](https://…)`: joined to marks of Markdown alone, and no part of an address of the net. */
function isMarkedUp({ tokens }: Sight, at: number): boolean {
  const { count, form, gap, tail } = tokens
  const before = at > 0 && gap[at] === NOTHING ? tail[at - 1] : 0
  const after = at + 1 < count && gap[at + 1] === NOTHING && form[at + 1] === PUNCTUATION ? tail[at + 1]! : 0
  const isBegun =
    before === 0 || (form[at - 1] === PUNCTUATION && emphasis.has(before!) && gap[at - 1] !== NOTHING)
  if (!isBegun) return false
  if (after === CLOSE) return before === 0
  const isEnded = at + 1 >= count || gap[at + 1] !== NOTHING || emphasis.has(after)
  if (!isEnded) return false
  let next = at + 1
  while (next < count && gap[next] === NOTHING && form[next] === PUNCTUATION) next++
  return next >= count || gap[next] !== NOTHING
}

/** A capitalised word that is no title, street, month or other word that stands beside names. */
function mayBeName(sight: Sight, at: number): boolean {
  const { form, hash, joined } = sight.tokens
  const written = form[at]
  if ((joined[at] === 1 && !isMarkedUp(sight, at)) || offices.get(hash[at]!) !== 0 || ordinals.has(hash[at]!))
    return false
  if (written !== TITLE && written !== MIXED && written !== CAPITALS) return false
  const kind = sight.kindAt(at)
  return kind === 0 || kind === particleClass || kind === calendarClass
}

/** `Müller-Lüdenscheidt` is three tokens. */
function behindHyphen({ tokens }: Sight, to: number, count: number): number {
  const { form, gap } = tokens
  const isJoined =
    to + 1 < count &&
    form[to] === PUNCTUATION &&
    gap[to] === NOTHING &&
    form[to + 1] === TITLE &&
    gap[to + 1] === NOTHING
  return isJoined ? to + 2 : to
}

function namesCompany(sight: Sight, at: number, count: number): boolean {
  if (at >= count || sight.tokens.gap[at] !== BLANK) return false
  const kind = sight.kindAt(at)
  return (kind === legalClass || kind === organisationClass) && sight.tokens.form[at] !== SMALL
}
