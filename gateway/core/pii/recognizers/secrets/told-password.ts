/** Finds passwords in free text: what stands behind a word for one, and is written as no word of a language is. */
import { isEmphasisMark } from '../../emphasis.ts'
import type { Finding } from '../../entity.ts'
import { behindTags, isEndTag } from '../../html-tags.ts'
import { behindQualifier } from '../../label-qualifier.ts'
import { behindEscape, blankAt, isWordAt, quoteAt } from '../../word-bytes.ts'
import { isExpression } from '../told/expressions.ts'
import { hashesOf, hashOf, longestWord, type Prose, type Word, wordBefore } from '../told/prose-words.ts'
import { commandTelling, loginBehind } from './command-login.ts'
import {
  hasOddByte,
  isClauseMark,
  longestPassword as longest,
  looksLikePassword,
  shortestPassword as shortest,
} from './password-look.ts'

const vocabulary =
  'password passwords passwort passwörter kennwort passwd passphrase passcode pwd wachtwoord contraseña senha parola'
/** Words of other things too: only right before a colon or sign of equality. */
const marked = 'pass pw psw mdp clave secret passkey'
const fillers = 'is was are ist war lautet lauten est es era è to'
/** `password for the admin account is …`: the value stands behind the verb, a few words on. */
const purposes = 'for of to at für zum zur vom von des der du de la pour del della per para van voor'
const mostPurposeWords = 7
/** From the word to its value, in characters. */
const farthestGap = 6
const LINE_FEED = 0x0a
const RETURN = 0x0d
const HASH = 0x23
const COLON = 0x3a
const LESS = 0x3c
const BACKSLASH = 0x5c

const passwordWords = hashesOf(vocabulary)
const markedWords = hashesOf(marked)
const fillerWords = hashesOf(fillers)
const purposeWords = hashesOf(purposes)
const [to, command] = [...hashesOf(`to ${commandTelling}`)] as [number, number]
/** `mot de passe`: the last word alone says nothing. */
const [passe, de, mot] = [...hashesOf('passe de mot')] as [number, number, number]
/** Only behind one of these words something is told: nobody needs to be asked at another one. */
export const passwordTelling: readonly string[] = [
  ...vocabulary.split(' '),
  ...marked.split(' '),
  'passe',
  commandTelling,
]

/** Appends what `words` of the text tell, in their order. */
export function findToldPasswords(text: Prose, words: readonly Word[], out: Finding[]): void {
  /** What was found is no word before another one. */
  let floor = text.start
  for (const word of words) {
    const found = word.start < floor ? null : foundBehind(text, word, floor)
    if (found === null) continue
    out.push(found)
    floor = found.end
  }
}

function foundBehind(text: Prose, word: Word, floor: number): Finding | null {
  if (word.hash === command) return loginBehind(text, word.end)
  if (markedWords.has(word.hash))
    return isMark(text.bytes[behindQualifier(text.bytes, word.end, text.end)] ?? 0)
      ? (valueBehind(text, word.end) ?? valueBelow(text, word))
      : null
  if (!isPassword(text, word, floor)) return null
  return valueBehind(text, word.end) ?? valueBehindPurpose(text, word.end) ?? valueBelow(text, word)
}

function isPassword(text: Prose, { start, hash }: Word, floor: number): boolean {
  if (passwordWords.has(hash)) return true
  if (hash !== passe) return false
  const before = wordBefore(text, start)
  if (before.start < floor || hashOf(text.bytes, before.start, before.end) !== de) return false
  const beforeThat = wordBefore(text, before.start)
  const first = beforeThat.start
  if (first < floor) return false
  if (hashOf(text.bytes, first, beforeThat.end) === mot) return true
  return hashOf(text.bytes, behindEscape(text.bytes, first), beforeThat.end) === mot
}

/** The value behind the word that ends at `from`, over marks and a word such as `is`. */
function valueBehind(text: Pick<Prose, 'bytes' | 'end'>, wordEnd: number): Finding | null {
  const { bytes, end } = text
  const quoted = behindClosingQuote(bytes, wordEnd)
  const from = behindQualifier(bytes, quoted, end)
  let start = skipMarks(bytes, from, end)
  let isMarked = hasMark(bytes, from, start)
  if (start === from) return null
  let fillerEnd = start
  while (fillerEnd < end && fillerEnd < start + longestWord && isWordAt(bytes, fillerEnd)) fillerEnd++
  const isFiller =
    fillerEnd < end && isGap(bytes[fillerEnd]!) && fillerWords.has(hashOf(bytes, start, fillerEnd))
  if (isFiller) {
    start = skipMarks(bytes, fillerEnd, end)
    isMarked = true
  }
  let valueEnd = endOfValue(bytes, start, end)
  const marks = emphasisAround(bytes, start, valueEnd)
  start += marks
  valueEnd -= marks
  if (!looksLikePassword(bytes, { start, end: valueEnd }, isMarked)) return null
  if (isExpression(bytes, { start, end: valueEnd }, end)) return null
  const reasons = ['word:password']
  return { type: 'PASSWORD', start, end: valueEnd, score: isMarked ? 0.85 : 0.75, reasons }
}

/** `„Passwort“ Sommer2024x`: behind the quotation mark beyond ASCII that a blank follows; else where the word ends. */
function behindClosingQuote(bytes: Uint8Array, wordEnd: number): number {
  const quote = quoteAt(bytes, wordEnd)
  return quote > 0 && bytes[wordEnd + quote] === 0x20 ? wordEnd + quote : wordEnd
}

/** The value behind `for the admin account is`, with nothing but words between. */
function valueBehindPurpose({ bytes, end }: Pick<Prose, 'bytes' | 'end'>, from: number): Finding | null {
  let at = from
  for (let words = 0; words < mostPurposeWords; words++) {
    if (at >= end || bytes[at] !== 0x20) return null
    const start = at + 1
    at = start
    while (at < end && at < start + longestWord && isWordAt(bytes, at)) at++
    const hash = hashOf(bytes, start, at)
    if (words === 0 && !purposeWords.has(hash)) return null
    if (words > 0 && hash !== to && fillerWords.has(hash)) return valueBehind({ bytes, end }, start - 1)
  }
  return null
}

/** What stands alone on the line below a heading, or below the word and colon that end one, as in forms that were copied. */
function valueBelow(text: Prose, { start: wordStart, end: from }: Word): Finding | null {
  const { bytes, end: textEnd } = text
  const lineEnd = skipMarks(bytes, from, textEnd)
  let start = bytes[lineEnd] === RETURN ? lineEnd + 1 : lineEnd
  if (start >= textEnd || bytes[start] !== LINE_FEED) return null
  while (start < textEnd && start < lineEnd + farthestGap && isLineEnd(bytes[start]!)) start++
  let end = start
  while (end < textEnd && end <= start + longest && bytes[end]! > 0x20) end++
  const isAlone = end >= textEnd || isLineEnd(bytes[end]!)
  if (
    !isAlone ||
    !(hasMark(bytes, from, lineEnd) || isHeading(text, wordStart)) ||
    isClauseMark(bytes[end - 1]!) ||
    !hasOddByte(bytes, start, end)
  )
    return null
  if (!looksLikePassword(bytes, { start, end }, true) || isExpression(bytes, { start, end }, textEnd))
    return null
  return { type: 'PASSWORD', start, end, score: 0.75, reasons: ['word:password'] }
}

/** `## Password`: number signs and blanks are all that stands before the word on its line. */
function isHeading({ bytes, start }: Prose, wordStart: number): boolean {
  let at = wordStart
  while (at > start && bytes[at - 1] === 0x20) at--
  const signs = at
  while (at > start && bytes[at - 1] === HASH) at--
  return at < signs && signs < wordStart && (at === start || isLineEnd(bytes[at - 1]!))
}

function isLineEnd(byte: number): boolean {
  return byte === LINE_FEED || byte === RETURN
}

/** Behind blanks, one colon or sign of equality, and an opening quotation mark or bracket. */
function skipMarks(bytes: Uint8Array, from: number, end: number): number {
  let position = behindEmphasis(bytes, from, end)
  for (let passed = 0; passed < farthestGap && position < end; passed++) {
    const gap = isGap(bytes[position]!)
      ? 1
      : blankAt(bytes, position, end) || behindTags(bytes, position, end) - position
    if (gap === 0) break
    position = behindEmphasis(bytes, position + gap, end)
  }
  // What stands behind a mark and a blank is the value, whatever it begins with.
  if (position >= end || position === from) return position
  if (isQuote(bytes[position]!)) return position + 1
  const quote = quoteAt(bytes, position)
  // « Sommer2024x », as it is set in French
  return quote === 0 ? position : position + quote + blankAt(bytes, position + quote, end)
}

/** Behind the marks that close the emphasis of the word itself: `**Password:** …`, `**Password**: …`. */
function behindEmphasis(bytes: Uint8Array, from: number, end: number): number {
  const quote = quoteAt(bytes, from)
  // „Passwort“: …
  if (quote > 0) return bytes[from + quote] === COLON ? from + quote : from
  let position = from
  while (position < end && isEmphasisMark(bytes[position]!)) position++
  return position > from && position < end && isGap(bytes[position]!) ? position : from
}

/** How many of the same marks stand at both ends of the value: `**hunter2!**`. */
function emphasisAround(bytes: Uint8Array, start: number, end: number): number {
  let marks = 0
  while (
    marks < 3 &&
    start + marks < end - marks - shortest &&
    isEmphasisMark(bytes[start + marks]!) &&
    bytes[end - 1 - marks] === bytes[start + marks]
  ) {
    marks++
  }
  return marks
}

function hasMark(bytes: Uint8Array, from: number, end: number): boolean {
  let index = from
  for (let blank = 1; blank > 0; index += blank) blank = blankAt(bytes, index, end)
  return index < end
}

/** A blank, a colon, a sign of equality, or the mark between cells of a table; never the end of the line. */
function isGap(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x3a || byte === 0x3d || byte === 0x7c
}

/** A colon or sign of equality. */
function isMark(byte: number): boolean {
  return byte === 0x3a || byte === 0x3d
}

function isQuote(byte: number): boolean {
  return byte === 0x22 || byte === 0x27 || byte === 0x60
}

/** Up to a blank or a quotation mark, without what ends a clause; in quotes as program text has them, up to the closing one. */
function endOfValue(bytes: Uint8Array, start: number, end: number): number {
  const closing = closingQuote(bytes, start, end)
  if (closing > start) return closing
  let position = start
  while (
    position < end &&
    bytes[position]! > 0x20 &&
    !isQuote(bytes[position]!) &&
    !isWideMark(bytes, position, end) &&
    !(bytes[position] === LESS && isEndTag(bytes, position, end)) &&
    position <= start + longest
  ) {
    position++
  }
  while (position > start && isClauseMark(bytes[position - 1]!)) position--
  return position
}

/** A quotation mark or blank beyond ASCII. */
function isWideMark(bytes: Uint8Array, at: number, end: number): boolean {
  return bytes[at]! >= 0x80 && (quoteAt(bytes, at) > 0 || blankAt(bytes, at, end) > 0)
}

/** Where the quotes end that opened right before `start`, where one was escaped in them (RFC 8259 §7); -1 where none was. */
function closingQuote(bytes: Uint8Array, start: number, end: number): number {
  const quote = bytes[start - 1]!
  // In `\"x\"` the marks around it are escaped themselves.
  if (!isQuote(quote) || bytes[start - 2] === BACKSLASH) return -1
  let isEscaped = false
  for (let at = start; at < end && at <= start + longest && bytes[at]! > 0x20; at++) {
    if (bytes[at] === BACKSLASH) {
      if (bytes[++at] === quote) isEscaped = true
    } else if (bytes[at] === quote) return isEscaped ? at : -1
  }
  return -1
}
