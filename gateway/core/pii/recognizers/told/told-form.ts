/** Finds names behind the words that forms have for them, each with its colon: `Vorname: Lukas, Nachname: Reinhardt`. */
import { isDigit } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { behindEscape, blankAt, blankBefore, isWordAt, quoteAt, quoteBefore } from '../../word-bytes.ts'
import { hashesOf, hashOf, type Prose, wordBefore, wordStartAt } from './prose-words.ts'

/** Those of `config/fields` for given names and surnames, as people write them in free text. */
const wholes = hashesOf(
  'forename firstname fname surname lastname lname vorname vornamen rufname nachname familienname zuname geburtsname mädchenname ' +
    'prénom prénoms prenom patronyme apellido apellidos cognome cognomi voornaam voornamen roepnaam achternaam familienaam ' +
    'geslachtsnaam meisjesnaam geboortenaam sobrenome sobrenomes prenome imię imiona nazwisko příjmení priezvisko ' +
    'förnamn tilltalsnamn efternamn släktnamn flicknamn mellannamn fornavn efternavn etternavn pigenavn mellemnavn mellomnavn ' +
    'etunimi etunimet kutsumanimi sukunimi tyttönimi',
)
/** Of many things; of people where a word of the other kinds stands in the same text. */
const plain = hashesOf('name names nombre nombres nome nom naam navn namn nimi jméno meno')
/** Before a plain one they make it a person's: `first name`, `primer nombre`; behind it `nom de famille`. */
const before = hashesOf(
  'first last given family second maiden birth middle christian primo secondo primer segundo primeiro último křestní krstné rodné',
)
const behind = hashesOf('famille naissance usage pila battesimo família')
const [de, di] = [...hashesOf('de di')] as [number, number]
/** What forms and programs say of a field instead of a name. */
const nobody = hashesOf(
  'string str text varchar required optional none null nil true false undefined unknown yes no not empty missing invalid tbd test ' +
    'max min please enter your the an column field value pflichtfeld erforderlich optional unbekannt leer fehlt bitte keine ' +
    'obligatoire facultatif inconnu obligatorio opcional desconocido obbligatorio facoltativo sconosciuto verplicht optioneel onbekend',
)
/** May be written small in a name: `Ana de la Cruz`. */
const particles = hashesOf(
  'van von vom zu zur de di da del della der den des dos du la le el al bin ibn ter ten y e d o',
)
const COLON = 0x3a
const SPACE = 0x20
const longest = 60
const mostWords = 5
const score = 0.8

interface Span {
  readonly start: number
  readonly end: number
}

/** Puts such names between the findings of `out`, which stay in their order: of a doubtful name inside, this one stays. */
export function findInForms(text: Prose, out: Finding[]): void {
  const { bytes } = text
  const found: Span[] = []
  const unsure: Span[] = []
  for (let at = text.start + 1; at < text.end; at++) {
    if (bytes[at] !== COLON) continue
    const told = tellsName(text, at)
    if (told === null) continue
    const value = valueBehind(text, at + 1)
    if (value !== null) (told === 'whole' ? found : unsure).push(value)
  }
  if (found.length > 0)
    putOver(
      [...found, ...unsure].toSorted((one, other) => one.start - other.start),
      out,
    )
}

/** Both are in their order, so that each is looked at once: a text may be a form of thousands of lines. */
function putOver(names: readonly Span[], out: Finding[]): void {
  const known = out.slice()
  out.length = 0
  let next = 0
  for (const { start, end } of names) {
    while (next < known.length && known[next]!.end <= start) out.push(known[next++]!)
    const first = next
    while (next < known.length && known[next]!.start < end) next++
    const beside = known.slice(first, next)
    const isTaken = (out.at(-1)?.end ?? 0) > start || beside.some((one) => !isPart(one, { start, end }))
    if (isTaken) out.push(...beside)
    else out.push({ type: 'PERSON', start, end, score, reasons: ['word:name-field'] })
  }
  while (next < known.length) out.push(known[next++]!)
}

/** False where no such word stands before a colon: then nobody needs to look. */
export function mayHoldForm(text: Prose): boolean {
  for (let at = text.start + 1; at < text.end; at++)
    if (text.bytes[at] === COLON && tellsName(text, at) === 'whole') return true
  return false
}

function isPart(one: Finding, { start, end }: Span): boolean {
  return one.type === 'PERSON' && one.start >= start && one.end <= end
}

/** What the word before the colon at `at` says of what follows. */
function tellsName(text: Prose, at: number): 'whole' | 'plain' | null {
  const { bytes, start: textStart } = text
  let end = at - blankBefore(bytes, at, textStart)
  // `**Vorname:** Lukas`, `"Vorname": …`
  for (let length = 1; length > 0 && end > textStart; end -= length)
    length = isEdgeMark(bytes[end - 1]!) ? 1 : quoteBefore(bytes, end, textStart)
  if (end <= textStart || !isWordAt(bytes, end - 1)) return null
  const start = wordStartAt(text, end)
  const hash = hashOf(bytes, start, end)
  if (wholes.has(hash) || wholes.has(hashOf(bytes, behindEscape(bytes, start), end))) return 'whole'
  if (behind.has(hash)) return isBehindPlain(text, start) ? 'whole' : null
  if (!plain.has(hash)) return null
  const last = wordBefore(text, start)
  // `company name:` is nobody's.
  if (bytes[start - 1] !== SPACE || last.end !== start - 1) return 'plain'
  return before.has(hashOf(bytes, last.start, last.end)) ? 'whole' : null
}

/** `nom de famille`, `nombre de pila`. */
function isBehindPlain(text: Prose, start: number): boolean {
  const { bytes } = text
  const joint = wordBefore(text, start)
  const hash = hashOf(bytes, joint.start, joint.end)
  const first = hash === de || hash === di ? wordBefore(text, joint.start) : joint
  return first.end > first.start && plain.has(hashOf(bytes, first.start, first.end))
}

/** Up to a comma, a mark that parts columns, or the end of the line: a few words in capitals; null where it is none. */
function valueBehind({ bytes, end: textEnd }: Prose, from: number): Span | null {
  let start = from
  for (let length = 1; length > 0 && start < textEnd; start += length)
    length = isEdgeMark(bytes[start]!) ? 1 : blankAt(bytes, start, textEnd) || quoteAt(bytes, start)
  let end = start
  while (end < textEnd && end <= start + longest && !endsItem(bytes, end)) end++
  if (end > start + longest) return null
  for (let length = 1; length > 0 && end > start; end -= length) {
    const isMark = isEdgeMark(bytes[end - 1]!) || bytes[end - 1] === 0x2e
    length = isMark ? 1 : blankBefore(bytes, end, start) || quoteBefore(bytes, end, start)
  }
  return isName(bytes, { start, end }) ? { start, end } : null
}

/** A full stop ends it where a sentence does, not behind an initial. */
function endsItem(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!
  if (byte < SPACE || byte === 0x2c || byte === 0x3b || byte === 0x7c || byte === 0x3c) return true
  return byte === 0x2e && bytes[at + 1] === SPACE && bytes[at - 2] !== SPACE
}

/** Asterisk, underscore, backtick and quotation mark. */
function isEdgeMark(byte: number): boolean {
  return byte === 0x2a || byte === 0x5f || byte === 0x60 || byte === 0x22
}

function isName(bytes: Uint8Array, { start, end }: Span): boolean {
  if (end - start < 2) return false
  let words = 0
  for (let at = start; at < end; ) {
    if (!isWordAt(bytes, at)) {
      // Of the marks beyond ASCII names have apostrophes, hyphens and blanks.
      if (bytes[at]! < 0x80 && !isInnerMark(bytes[at]!)) return false
      at++
      continue
    }
    const word = at
    while (at < end && isWordAt(bytes, at)) if (isDigit(bytes[at++]!)) return false
    const hash = hashOf(bytes, word, at)
    if (nobody.has(hash) || (!isCapital(bytes[word]!) && !particles.has(hash))) return false
    words++
  }
  return words > 0 && words <= mostWords
}

/** Blank, apostrophe, hyphen, full stop. */
function isInnerMark(byte: number): boolean {
  return byte === SPACE || byte === 0x27 || byte === 0x2d || byte === 0x2e
}

/** Of other scripts and letters with accents nobody asks. */
function isCapital(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || byte >= 0x80
}
