/** Finds who writes a letter and to whom, where the tagger is not sure: a given name below `Viele Grüße` and behind `Hallo`. */
import type { Finding } from '../entity.ts'
import { BLANK, NEW_LINE, PUNCTUATION, SMALL, TITLE } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord } from './tokens.ts'
import { usualFirstNames } from './usual-names.ts'
import { andClass, particleClass } from './vocabulary.ts'
import { ANY_NAME, CITY, COMMON, FIRST, NAME } from './word-look.ts'

/** Words of a line that ends a letter, whatever else stands in it: DIN 5008 and its like, and what people write instead. */
const closings = setOf(
  'grüße grüßen gruß grüsse grüssen gruss grüßle mfg regards sincerely yours cordialement salutations amitiés ' +
    'saludos saludo atentamente cordialmente saluti saluto groet groeten groetjes hälsningar hälsning hilsen hilsner ' +
    'pozdrawiam pozdravem pozdravy pozdravom cumprimentos atenciosamente abraço abraços terveisin üdvözlettel saygılarımla',
)
/** End one only where they are the whole line. */
const thanks = setOf(
  'thanks thank you many cheers best all wishes love warmly kind much so in advance again ' +
    'danke vielen lieben dank im voraus lg vg bg liebe alles gute bis bald dann ' +
    'merci beaucoup bien à vous toi bises bisous bientôt gracias muchas un abrazo besos ' +
    'grazie mille tante un abbraccio baci presto bedankt dank je u wel alvast liefs tack tak takk kram knus',
)
const mostThanks = 4
const mostClosing = 8
/** `Grüße aus Paris` is no name, though a line ends between. */
const fromPlaces = setOf('aus from de da uit van von från fra z ze iz')
/** Begin the first line of a letter. */
export const salutations: readonly string[] = (
  'hi hello hey dear hallo liebe lieber moin servus ciao cara caro bonjour bonsoir salut cher chère coucou hola ' +
  'querido querida estimado estimada olá oi prezado prezada caríssimo caríssima buongiorno buonasera gentile beste hoi dag hej hei ' +
  'hejsan kära käre kære kjære cześć drogi droga witaj ahoj milý milá szia kedves merhaba sevgili'
).split(' ')
/** Given names that are words of another language too, or stand on no list. */
const others = setOf(
  'uwe jochen andi steffi uli michi basti wim joke truus fien piet nacho kike chus paco pepe andrzej kasia gosia ola ula wojtek ' +
    'jörn jürn heiko meike wiebke',
)
/** Who is greeted, or signs, and is nobody: the lists of names have some of them. */
const nobody = setOf(
  'world welt monde mundo mondo wereld leute leutchen leser community team teams crew all everyone everybody folks guys sir madam ' +
    'damen herren eltern vermieter kunden gäste freunde mitglieder nachbarn mitarbeiter zusammen alle hausverwaltung ' +
    'accueil direction rédaction équipe tous amis mesdames messieurs gemini siri alexa copilot santa firma company unternehmen ' +
    'anonymous name english german french spanish',
)
/** `Kolleginnen`, `Kundinnen`. */
const womenEnd = 0x6e6e656e
const COMMA = 0x2c
const COLON = 0x3a
const CRY = 0x21
const AMPERSAND = 0x26
/** `Petra Anna Weber` */
const mostWords = 3
const score = 0.7
const signature = 'rule:signature'

function setOf(words: string): ReadonlySet<number> {
  return new Set(words.split(' ').map(hashWord))
}

/** Appends who signs in the line that begins with the word at `index`, if somebody does. */
export function findSigned(sight: Sight, index: number, count: number, out: Finding[]): void {
  if (isGivenName(sight, index) && endsLetter(sight, index)) addSigned(sight, index, count, out)
}

/** May be that of a town too. Of a word that is common as well, more than one list must say it. */
function isGivenName(sight: Sight, index: number): boolean {
  const { form, hash, tail } = sight.tokens
  if (form[index] !== TITLE || nobody.has(hash[index]!) || tail[index] === womenEnd) return false
  if (usualFirstNames.has(hash[index]!) || others.has(hash[index]!)) return true
  const lists = sight.listsAt(index)
  return (lists & FIRST) !== 0 && ((lists & COMMON) === 0 || (lists & NAME) !== 0)
}

/** True where the line before the token `index` is one with which letters end. */
function endsLetter({ tokens }: Sight, index: number): boolean {
  const { form, gap, hash, tail } = tokens
  let last = index - 1
  if (last > 0 && form[last] === PUNCTUATION) {
    if (tail[last] !== COMMA && tail[last] !== CRY && tail[last] !== 0x2e) return false
    last--
  }
  if (last < 0 || form[last] === PUNCTUATION || fromPlaces.has(hash[last]!)) return false
  let isClosing = false
  let isThanks = true
  let at = last
  for (; at >= 0; at--) {
    if (last - at >= mostClosing) return false
    if (form[at] === PUNCTUATION && tail[at] !== COMMA) return false
    isClosing ||= closings.has(hash[at]!)
    isThanks &&= form[at] === PUNCTUATION || thanks.has(hash[at]!)
    if (gap[at] === NEW_LINE) break
  }
  return isClosing || (isThanks && last - at < mostThanks)
}

/** `Petra`, `Petra Weber`, `Jan & Tina`: the whole line. */
function addSigned(sight: Sight, index: number, count: number, out: Finding[]): void {
  const to = behindNames(sight, index, count)
  const { form, gap, tail } = sight.tokens
  if (to >= count || gap[to] === NEW_LINE || isLineEnd(sight, to, count)) {
    out.push(named(sight, index, to, signature))
    return
  }
  const isJoined = sight.kindAt(to) === andClass || (form[to] === PUNCTUATION && tail[to] === AMPERSAND)
  const other = to + 1
  if (!isJoined || other >= count || gap[other] !== BLANK || !isGivenName(sight, other)) return
  const end = behindNames(sight, other, count)
  if (end < count && gap[end] !== NEW_LINE && !isLineEnd(sight, end, count)) return
  out.push(named(sight, index, to, signature), named(sight, other, end, signature))
}

/** A mark, and behind it nothing. */
function isLineEnd({ tokens }: Sight, at: number, count: number): boolean {
  const { form, gap } = tokens
  return form[at] === PUNCTUATION && (at + 1 >= count || gap[at + 1] === NEW_LINE)
}

/** Behind the words of a name that begins at `from`, perhaps with particles. */
function behindNames(sight: Sight, from: number, count: number): number {
  const { form, gap } = sight.tokens
  let to = from + 1
  for (let at = to; at < count && at < from + mostWords && gap[at] === BLANK; at++) {
    if (form[at] === SMALL && sight.kindAt(at) === particleClass) continue
    const isName = form[at] === TITLE && (sight.listsAt(at) & (FIRST | ANY_NAME)) !== 0
    if (!isName) break
    to = at + 1
  }
  return to
}

/** Appends who is greeted by the word before `index`: `Hallo Petra,` and `Estimado Paco:`, at the beginning of a line. */
export function findGreeted(sight: Sight, index: number, count: number, out: Finding[]): void {
  const { form, gap, tail } = sight.tokens
  const isBegun = index === 1 || gap[index - 1] === NEW_LINE || form[index - 2] === PUNCTUATION
  if (!isBegun || !isGivenName(sight, index)) return
  const to = behindNames(sight, index, count)
  const mark = to < count && form[to] === PUNCTUATION ? tail[to] : 0
  const isWhole = to >= count || gap[to] === NEW_LINE || isLineEnd(sight, to, count)
  if (!isWhole && mark !== COMMA && mark !== COLON && mark !== CRY) return
  // A town is greeted in the middle of a line, a person in a line of her own.
  if (!isWhole && (sight.listsAt(index) & CITY) !== 0) return
  out.push(named(sight, index, to, 'rule:salutation'))
}

function named({ tokens }: Sight, from: number, to: number, rule: string): Finding {
  const { start, end } = tokens
  return { type: 'PERSON', start: start[from]!, end: end[to - 1]!, score, reasons: [rule] }
}
