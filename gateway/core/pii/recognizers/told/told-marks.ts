/** Finds user names and passwords behind a word and a mark, in what is no sentence: logs, settings, notes of two words. */
import { isAlphanumeric, isDigit, isLetter } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { beforeTag, behindTags } from '../../html-tags.ts'
import { beforeQualifier } from '../../label-qualifier.ts'
import { behindEscape, blankAt, blankBefore, isWordAt, quoteBefore } from '../../word-bytes.ts'
import { findToldPasswords, passwordTelling } from '../secrets/told-password.ts'
import { findInContentLines } from './content-lines.ts'
import { isExpression, kindsOfValues } from './expressions.ts'
import { addFree } from './free-places.ts'
import { nextMark } from './mark-search.ts'
import { hashesOf, hashOf, type Prose, type Word, wordStartAt } from './prose-words.ts'
import { findInForms, mayHoldForm } from './told-form.ts'
import { behindLineEnd, endsItem, endsLine, isAloneOnLine } from './told-login-end.ts'
import { loginBeforeMark, loginBehindWord, logLineEnd, type NameSpan } from './told-logins.ts'

/** Behind these and a mark stands the name by which somebody logs in, and nothing else. */
const userWords = hashesOf(
  'username user_name userid login loginname logon benutzername benutzer anmeldename gebruikersnaam gebruiker usuario ' +
    'utilisateur utente identifiant nickname ruser logname',
)
/** Behind this word and a colon stands what somebody said, too. */
const [user, name] = [...hashesOf('user name')] as [number, number]
/** RFC 4519 §2.39, in names of directories: `uid=jdoe,ou=people`. In calendars `UID:` is a number. */
const [uid] = [...hashesOf('uid')] as [number]
const passwords = hashesOf(passwordTelling.join(' '))
/** Nobody's names, what stands where there is none, what forms say of a field, and what people say to a `user:`. */
const nobody = hashesOf(
  `${kindsOfValues} root admin administrator administrador administrateur amministratore beheerder guest gast invité invitado ospite anonymous ` +
    'anonym system service daemon nobody unknown unbekannt default public test user users ' +
    'name username email yes no on off ok await new function n a all any me you self this www data ' +
    'postgres mysql nginx apache git ubuntu debian docker node jenkins backup bot assistant failed success successful ' +
    'missing invalid valid empty blank enabled disabled active inactive locked unlocked deleted expired hidden unique other someone everyone ' +
    'alphanumeric numeric see here below above same tbd sure thanks thank hi hello hey please bye great okay ' +
    'erforderlich fehlt leer ungültig gültig gesperrt gelöscht aktiv inaktiv keine keiner keines kein niemand alle jeder siehe hier neu neuer ' +
    'pflichtfeld optional ja nein danke hallo bitte gerne tschüss gut alphanumerisch ' +
    'obligatoire facultatif requis manquant inconnu inconnue invalide vide actif inactif bloqué supprimé aucun aucune tous voir ici nouveau ' +
    'oui non merci bonjour salut svp parfait ' +
    'obligatorio opcional requerido desconocido desconocida inválido vacío activo inactivo bloqueado ninguno ninguna todos ver aquí nuevo sí si ' +
    'gracias hola vale perfecto ' +
    'obbligatorio facoltativo richiesto sconosciuto sconosciuta mancante vuoto attivo inattivo bloccato nessuno nessuna tutti vedi qui nuovo ' +
    'grazie ciao perfetto ' +
    'verplicht optioneel vereist onbekend ontbreekt ongeldig leeg actief inactief geblokkeerd geen niemand iedereen zie nieuw nee bedankt hoi',
)
const longest = 32
const shortest = 2

const COLON = 0x3a
const EQUALS = 0x3d
const SPACE = 0x20
const LINE = 0x0a
const HASH = 0x23
const STAR = 0x2a
const RETURN = 0x0d

/**
 * Puts what words and marks tell between the findings of `out`, which stay in their order, and before it the people of
 * cards and forms; nothing is put over what is surer.
 */
export function findToldByMarks(text: Prose, out: Finding[]): void {
  const logEnd = logLineEnd(text, text.start)
  const first = logEnd > 0 ? text.start + 1 : nextMark(text.bytes, text.start + 1, text.end)
  // As most texts, which have none.
  if (first >= text.end) return
  const found: Finding[] = []
  const hasColon = readMarks(text, { first, logEnd }, found)
  if (hasColon) findInContentLines(text, out)
  if (found.length > 0) addFree(found, out)
  if (hasColon) findInForms(text, out)
}

/** Reads on from the mark at `first`, in a log's line up to `logEnd`; returns whether a colon was seen. */
function readMarks(text: Prose, from: { first: number; logEnd: number }, found: Finding[]): boolean {
  const { bytes, end } = text
  let { logEnd } = from
  let hasColon = false
  // There are more blanks than anything else: only those in lines of logs are looked at.
  for (let at = from.first; at < end; at++) {
    if (at >= logEnd) at = nextMark(bytes, at, end)
    if (at >= end) break
    const byte = bytes[at]!
    if (byte !== SPACE && byte !== EQUALS && byte !== COLON && byte !== LINE) continue
    hasColon ||= byte === COLON
    if (byte === SPACE || byte === EQUALS) {
      const name = byte === SPACE ? loginBehindWord(text, at) : loginBeforeMark(text, at)
      if (name !== null) addLogin(bytes, name, found)
      if (byte === SPACE) continue
    } else if (at >= logEnd) logEnd = logLineEnd(text, at + 1)
    const word = tellingAt(text, at)
    if (word === null) continue
    if (passwords.has(word.hash)) findToldPasswords(text, [word], found)
    else {
      const login = loginBehind(text, at, word.hash)
      if (login !== null) found.push(login)
    }
  }
  return hasColon
}

/** What lines of logs say. One name may be told twice: by what stands before it, and by what follows. */
function addLogin(bytes: Uint8Array, { start, end }: NameSpan, found: Finding[]): void {
  const last = found[found.length - 1]
  if (nobody.has(hashOf(bytes, start, end)) || (last !== undefined && last.end > start)) return
  found.push({ type: 'USERNAME', start, end, score: 0.7, reasons: ['word:username'] })
}

/** False where no such word stands before a mark: then nobody needs to look. */
export function mayTellByMarks(text: Prose): boolean {
  const { bytes, start, end } = text
  const first = nextMark(bytes, start + 1, end)
  for (let at = first; at < end; at = nextMark(bytes, at + 1, end))
    if (tellingAt(text, at) !== null) return true
  return first < end && mayHoldForm(text)
}

/** The word that tells, where the mark behind it stands at `at`. */
function tellingAt(text: Prose, at: number): Word | null {
  const { bytes } = text
  if (bytes[at] === LINE) return headingAt(text, at)
  if (bytes[at] !== COLON && bytes[at] !== EQUALS) return null
  const labelEnd = beforeTag(bytes, at - blankBefore(bytes, at, text.start), text.start)
  const word = wordAt(text, behindEmphasis(text, beforeQualifier(bytes, labelEnd, text.start)))
  if (word === null) return null
  if (isTelling(text, word, at)) return word
  const start = behindEscape(bytes, word.start)
  if (start === word.start || start >= word.end) return null
  const rest = { start, end: word.end, hash: hashOf(bytes, start, word.end) }
  return isTelling(text, rest, at) ? rest : null
}

/** `## Password`: the last word of a heading, where it tells of what stands alone below. */
function headingAt(text: Prose, lineEnd: number): Word | null {
  const { bytes } = text
  const word = wordAt(text, bytes[lineEnd - 1] === RETURN ? lineEnd - 1 : lineEnd)
  if (word === null || bytes[word.start - 1] !== SPACE || bytes[word.start - 2] !== HASH) return null
  return passwords.has(word.hash) ? word : null
}

function isTelling(text: Prose, word: Word, mark: number): boolean {
  const tells = word.hash === user || userWords.has(word.hash) || passwords.has(word.hash)
  const isUid = word.hash === uid && text.bytes[mark] === EQUALS
  return tells || isUid || isUserName(text, word)
}

/** `**Password**:`, with the marks that Markdown puts around a word; `„Password“:`. */
function behindEmphasis({ bytes, start }: Prose, end: number): number {
  let position = end - quoteBefore(bytes, end, start)
  while (position > start && position > end - 3 && bytes[position - 1] === STAR) position--
  return position
}

function wordAt(text: Prose, end: number): Word | null {
  if (end <= text.start || !isWordAt(text.bytes, end - 1)) return null
  const start = wordStartAt(text, end)
  return { start, end, hash: hashOf(text.bytes, start, end) }
}

/** `user name: `, `user_name=`. */
function isUserName(text: Prose, { start, hash }: Word): boolean {
  if (hash !== name || start - 1 <= text.start) return false
  const before = wordAt(text, start - 1)
  return before !== null && before.hash === user
}

/** `told`: the hash of the word before the mark. */
function loginBehind(text: Prose, mark: number, told: number): Finding | null {
  const { bytes, end: textEnd } = text
  // With blanks around it programs write it, with anything behind: `user = await find(x)`.
  const isEqual = bytes[mark] === EQUALS && bytes[mark - 1] !== SPACE && bytes[mark + 1] !== SPACE
  let start = mark + 1
  // `user == name` asks, `login::new` is a program's.
  if (bytes[start] === EQUALS || bytes[start] === COLON || bytes[mark - 1] === EQUALS) return null
  for (let blanks = 0; blanks < 2; blanks++) start += blankAt(bytes, start, textEnd)
  start = behindTags(bytes, start, textEnd)
  start += blankAt(bytes, start, textEnd)
  const below = bytes[mark] === COLON ? behindLineEnd(text, start) : start
  const isBelow = below > start
  start = below
  const quote = bytes[start] === 0x22 || bytes[start] === 0x27 ? bytes[start]! : 0
  if (quote !== 0) start++
  let end = start
  while (end < textEnd && end <= start + longest && isNameByte(bytes[end]!)) end++
  while (end > start && (bytes[end - 1] === 0x2e || bytes[end - 1] === 0x2d)) end--
  const length = end - start
  const hash = hashOf(bytes, start, end)
  // `userId: userId` gives a variable on.
  if (length < shortest || length > longest || nobody.has(hash) || hash === told) return null
  if (bytes[end] === 0x40 || bytes[end] === 0x28 || isExpression(bytes, { start, end }, textEnd)) return null
  const looks = hasMarkOrDigit(bytes, start, end)
  // Below its label nothing but the name stands: another label there has no digit and no mark.
  if (looks === null || (isBelow && !(looks && endsLine(text, end)))) return null
  const isWhole = quote !== 0 ? bytes[end] === quote : endsItem(text, end, isEqual)
  // Behind `user:` a person says something in a transcript: there the name has small letters alone, and the line with it.
  const isPlain = looks || isEqual || told !== user || quote !== 0
  if (!isWhole || (!isPlain && !isAloneOnLine(text, start, end))) return null
  return { type: 'USERNAME', start, end, score: looks ? 0.7 : 0.55, reasons: ['word:username'] }
}

/** null where it is no name: digits or marks alone. */
function hasMarkOrDigit(bytes: Uint8Array, start: number, end: number): boolean | null {
  let letters = 0
  let others = 0
  for (let at = start; at < end; at++) {
    if (isLetter(bytes[at]!)) letters++
    else if (isDigit(bytes[at]!) || bytes[at] === 0x5f || bytes[at] === 0x2e) others++
  }
  return letters === 0 ? null : others > 0
}

function isNameByte(byte: number): boolean {
  return isAlphanumeric(byte) || byte === 0x5f || byte === 0x2e || byte === 0x2d
}
