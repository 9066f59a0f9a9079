/** Finds who logs in, in the lines that sshd, sudo, PAM and their kin write: `Accepted password for bob from 10.0.0.5`. */
import { isAlphanumeric, isDigit, isLetter } from '../../bytes.ts'
import { hashesOf, hashOf, type Prose, type Word, wordBefore, wordStartAt } from './prose-words.ts'

// OpenSSH 9 (auth.c, packet.c), Linux-PAM 1.6 (pam_unix, modutil), sudo 1.9 (logging.c), systemd 256 (logind).
const [user, forWord, from, by] = [...hashesOf('user for from by')] as [number, number, number, number]
const [sudo, tty, uid, keyboard] = [...hashesOf('sudo tty uid keyboard')] as [number, number, number, number]
/** `Accepted password for`, `Failed publickey for`. */
const outcomes = hashesOf('accepted failed postponed partial')
const methods = hashesOf('password publickey pam none hostbased mic interactive')
/** `session opened for user`. */
const sessionEnds = hashesOf('opened closed')
const claims = hashesOf('invalid illegal authenticating')
const links = hashesOf('for of from')

/** With which such lines begin, or go on behind their program and a colon. */
const openerWords =
  'accepted failed postponed partial invalid illegal connection disconnected received session new pam sudo'
const openers = hashesOf(openerWords)
/** By the first two letters, since every text is asked. */
const openings = new Uint8Array(1024)
for (const word of openerWords.split(' ')) openings[pairOf(word.charCodeAt(0), word.charCodeAt(1))] = 1
const mostLead = 16
const longest = 32
/** The last letter of `user` and `for`. */
const LAST = 0x72
const SPACE = 0x20
const LINE = 0x0a
const COLON = 0x3a
const OPEN = 0x28
const BRACKET = 0x5b

export interface NameSpan {
  readonly start: number
  readonly end: number
}

/** Where the line ends that says at `from` who logs in or fails to, as its first word or behind its program; 0 where it does not. */
export function logLineEnd(text: Prose, from: number): number {
  const { bytes, end } = text
  let start = from
  while (start < end && start < from + mostLead && (bytes[start] === SPACE || bytes[start] === BRACKET))
    start++
  if (start + 1 >= end || openings[pairOf(bytes[start]!, bytes[start + 1]!)] === 0) return 0
  let wordEnd = start
  while (wordEnd < end && isLetter(bytes[wordEnd]!)) wordEnd++
  if (!openers.has(hashOf(bytes, start, wordEnd))) return 0
  let lineEnd = wordEnd
  while (lineEnd < end && bytes[lineEnd] !== LINE) lineEnd++
  return lineEnd
}

function pairOf(first: number, second: number): number {
  return ((first & 31) << 5) | (second & 31)
}

/** The name that stands behind the blank at `at`, where the words before it are of such a line; null where they are not. */
export function loginBehindWord(text: Prose, at: number): NameSpan | null {
  const { bytes } = text
  if (bytes[at - 1] !== LAST) return null
  const word = wordOf(text, wordStartAt(text, at), at)
  if (word.hash !== user && word.hash !== forWord) return null
  const name = nameFrom(text, at + 1)
  if (name === null) return null
  const tells = word.hash === user ? tellsUser(text, word, name.end) : tellsMethod(text, word, name.end)
  return tells ? name : null
}

/** The name before an equals sign at `at`: `bob(uid=1000)`, `sudo: bob : TTY=pts/0`. */
export function loginBeforeMark(text: Prose, at: number): NameSpan | null {
  const { bytes, start } = text
  const from = wordStartAt(text, at)
  const hash = hashOf(bytes, from, at)
  if (hash === uid) return bytes[from - 1] === OPEN && from - 1 > start ? pamName(text, from - 1, at) : null
  if (hash !== tty || from - 3 <= start || bytes[from - 2] !== COLON || bytes[from - 3] !== SPACE) return null
  const name = nameBefore(text, from - 3)
  return name !== null && isWord(text, wordBefore(text, name.start), sudo) ? name : null
}

/** `for user bob(uid=1000) by bob(uid=0)`: digits and a bracket follow. */
function pamName(text: Prose, open: number, mark: number): NameSpan | null {
  const { bytes, end } = text
  let at = mark + 1
  while (at < end && isDigit(bytes[at]!)) at++
  const name = at > mark + 1 && at < end && bytes[at] === 0x29 ? nameBefore(text, open) : null
  if (name === null) return null
  const before = wordBefore(text, name.start)
  return isWord(text, before, user) || isWord(text, before, by) ? name : null
}

/** Before `user`, at `word`, and behind the name that ends at `nameEnd`, stands what such lines have there. */
function tellsUser(text: Prose, word: Word, nameEnd: number): boolean {
  const before = spanWord(text, wordBefore(text, word.start))
  const isAddressed = addressBehind(text, nameEnd)
  if (claims.has(before.hash)) return isAddressed
  if (!links.has(before.hash)) return false
  if (before.hash === from) return isAddressed
  const ends = endsLine(text, nameEnd)
  if (before.hash === forWord) {
    const further = spanWord(text, wordBefore(text, before.start))
    if (sessionEnds.has(further.hash)) return ends || isBy(text, nameEnd)
    return isMethod(text, further) && (ends || isAddressed)
  }
  // `New session 12 of user bob.`
  const last = before.start - 2
  return ends && last >= text.start && isDigit(text.bytes[last]!)
}

/** The same before `for`: a method and what came of it, or sudo's question. */
function tellsMethod(text: Prose, word: Word, nameEnd: number): boolean {
  const { bytes, start } = text
  const before = spanWord(text, wordBefore(text, word.start))
  if (isMethod(text, before)) return endsLine(text, nameEnd) || addressBehind(text, nameEnd)
  if (!methods.has(before.hash) || bytes[nameEnd] !== COLON) return false
  const further = wordBefore(text, before.start)
  return isWord(text, further, sudo) && further.start > start && bytes[further.start - 1] === BRACKET
}

/** `Accepted password`, `Failed keyboard-interactive/pam`. */
function isMethod(text: Prose, word: Word): boolean {
  let last = word
  for (let words = 0; words < 3 && methods.has(last.hash) && last.start > text.start; words++) {
    last = spanWord(text, wordBefore(text, last.start))
    // keyboard-interactive
    if (last.hash === keyboard) last = spanWord(text, wordBefore(text, last.start))
    if (outcomes.has(last.hash)) return true
  }
  return false
}

/** ` 10.0.0.5`, ` from 2001:db8::1`: a number of an address. */
function addressBehind({ bytes, end }: Prose, nameEnd: number): boolean {
  let at = nameEnd + 1
  if (bytes[nameEnd] !== SPACE) return false
  if (at + 5 < end && hashOf(bytes, at, at + 4) === from && bytes[at + 4] === SPACE) at += 5
  let marks = 0
  const first = at
  while (at < end && at < first + 40 && (isAlphanumeric(bytes[at]!) || isAddressMark(bytes[at]!))) {
    if (isAddressMark(bytes[at]!)) marks++
    at++
  }
  return marks > 1
}

function isAddressMark(byte: number): boolean {
  return byte === 0x2e || byte === COLON
}

/** ` by (uid=0)`, ` by bob(uid=0)`, `(uid=1000)`. */
function isBy({ bytes, end }: Prose, nameEnd: number): boolean {
  if (bytes[nameEnd] === OPEN) return nameEnd + 4 < end && hashOf(bytes, nameEnd + 1, nameEnd + 4) === uid
  return nameEnd + 3 < end && bytes[nameEnd] === SPACE && hashOf(bytes, nameEnd + 1, nameEnd + 3) === by
}

/** Nothing follows on its line but a full stop. */
function endsLine({ bytes, end }: Prose, nameEnd: number): boolean {
  let at = nameEnd
  if (at < end && bytes[at] === 0x2e) at++
  while (at < end && (bytes[at] === SPACE || bytes[at] === 0x0d)) at++
  return at >= end || bytes[at] === 0x0a
}

function nameFrom({ bytes, end }: Prose, start: number): NameSpan | null {
  let at = start
  while (at < end && at <= start + longest && isNameByte(bytes[at]!)) at++
  while (at > start && !isAlphanumeric(bytes[at - 1]!)) at--
  return isName(bytes, start, at) ? { start, end: at } : null
}

function nameBefore({ bytes, start }: Prose, end: number): NameSpan | null {
  let at = end
  while (at > start && at >= end - longest && isNameByte(bytes[at - 1]!)) at--
  return isName(bytes, at, end) ? { start: at, end } : null
}

function isName(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start < 2 || end - start > longest) return false
  for (let at = start; at < end; at++) if (isLetter(bytes[at]!)) return true
  return false
}

function isNameByte(byte: number): boolean {
  return isAlphanumeric(byte) || byte >= 0x80 || byte === 0x5f || byte === 0x2e || byte === 0x2d
}

function isWord({ bytes }: Prose, { start, end }: NameSpan, hash: number): boolean {
  return end > start && hashOf(bytes, start, end) === hash
}

function spanWord(text: Prose, { start, end }: NameSpan): Word {
  return wordOf(text, start, end)
}

function wordOf({ bytes }: Prose, start: number, end: number): Word {
  return { start, end, hash: hashOf(bytes, start, end) }
}
