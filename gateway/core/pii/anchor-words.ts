/** Tells which words that mix letters with digits may hold a number of a person, a plate, or a secret. */
import { isEscapeLetter } from './boundaries.ts'
import { isAlphanumeric, isDigit, isHex, isLetter } from './bytes.ts'
import type { TextWindow } from './entity.ts'
import { ibanLength } from './recognizers/iban-countries.ts'

/** A word of ASCII letters and digits around the first of its digits. */
export interface MixedWord {
  start: number
  /** Its first digit. */
  at: number
  /** Behind the run of digits that `at` begins. */
  runEnd: number
  end: number
  /** Some of its letters are none of hexadecimal notation. */
  hasOther: boolean
  hasLower: boolean
}

/** No number of a person that is written in one piece begins with more letters, or has more characters. */
const maxLeadingLetters = 8
const maxMixedLength = 20
/** ISO 3779: a vehicle's number, which may have no letter but A to F. */
const vinLength = 17
/** Of the plates that a word tells of. */
const shortestPlate = 4
/** How far left of its first digit a secret or a wallet's address may begin. */
export const maxWordLead = 64
const shortestPiece = 12
const shortestRun = 20
const shortestUnmarkedRun = 16
/** Hexadecimal digits are what ids and hashes are made of; secrets of them alone have at least 128 bits. */
const shortestHexPiece = 32

const SPACE = 0x20
const HYPHEN = 0x2d
const DOT = 0x2e
const BACKSLASH = 0x5c

/** 1: of the runs that secrets, tokens and wallets are written as. */
const runBytes = new Uint8Array(256)
for (let byte = 0; byte < 0x80; byte++) if (isAlphanumeric(byte)) runBytes[byte] = 1
for (const mark of '_-+/=.') runBytes[mark.charCodeAt(0)] = 1

/** Where the word's letters begin that stand right before its first digit; an escape's letter (`\\n`) is none of them. */
export function wordStart({ bytes, start }: TextWindow, at: number): number {
  const farthest = Math.max(start, at - maxWordLead)
  let position = at
  while (position > farthest && isLetter(bytes[position - 1]!)) position--
  const isEscaped = position < at && position > start && bytes[position - 1] === BACKSLASH
  return isEscaped && isEscapeLetter(bytes[position]!) ? position + 1 : position
}

/** Behind one to eight letters: `AB123456C`, `DE89 3704…`, `IBANDE89 3704…`, `RSSMRA85T10A562S`, `KA01 AB 1234`. */
export function mayBeMixed(window: TextWindow, word: MixedWord): boolean {
  const { bytes, end } = window
  const { at, runEnd } = word
  const lead = at - word.start
  const run = runEnd - at
  if (lead > maxLeadingLetters) return false
  if (lead === 1 && run === 2 && isDiagnosis(window, word)) return true
  if ((lead === 2 || lead === 6) && run >= 2 && ibanLength(bytes[at - 2]!, bytes[at - 1]!) !== 0) return true
  const length = word.end - word.start
  if (length > maxMixedLength) return false
  if (run >= 5) return true
  const goesOn = word.end > runEnd
  if (!isUpper(bytes[at - 1]!))
    return (run === 4 && length === 7) || (lead > 1 && goesOn && length >= 9 && word.hasOther)
  if (length >= 7 && (goesOn || run > 2)) return true
  return word.end + 1 < end && isLink(bytes[word.end]!) && isUpperOrDigit(bytes[word.end + 1]!)
}

/** `F32.1`, `I10 G`: a capital and two digits with nothing but a mark of the code behind them, and a word before. */
function isDiagnosis(
  { bytes, start, end }: TextWindow,
  { start: from, at, runEnd, end: wordEnd }: MixedWord,
): boolean {
  if (!isUpper(bytes[at - 1]!) || from - 2 <= start || wordEnd > runEnd + 1) return false
  if (wordEnd > runEnd && !isUpper(bytes[runEnd]!)) return false
  const after = wordEnd < end ? bytes[wordEnd]! : SPACE
  return after !== HYPHEN && after !== 0x5f
}

/** Digits that letters follow: `12345678Z`, `010203A1234`, `1HGCM82633A004352`, `1234BCD`. */
export function mayGoOnInLetters({ bytes, end }: TextWindow, word: MixedWord): boolean {
  const run = word.runEnd - word.at
  const length = word.end - word.at
  // 1EG4-TE5-MK73: four, three and four, as a US Medicare number is printed.
  if (length === 4 && run === 1 && word.end + 4 < end && bytes[word.end] === HYPHEN) {
    return !word.hasLower && bytes[word.end + 4] === HYPHEN
  }
  // 1A2 3456: a Czech plate.
  if (length === 3 && run === 1 && word.end + 1 < end && bytes[word.end] === SPACE) {
    return isUpper(bytes[word.runEnd]!) && isDigit(bytes[word.end - 1]!) && isDigit(bytes[word.end + 1]!)
  }
  if (length > maxMixedLength) return false
  if (run >= 7 || (run >= 5 && length >= 8) || length === vinLength) return true
  return length >= shortestPlate && !word.hasLower && isUpper(bytes[word.runEnd]!)
}

/** A few digits between capital letters, over a space or a hyphen: plates, and the insurance number `AB 12 34 56 C`. */
export function mayBeAmongCapitals({ bytes, start, end }: TextWindow, at: number, runEnd: number): boolean {
  const run = runEnd - at
  const link = linkAfter(bytes, runEnd, end)
  const next = link > 0 && runEnd + link < end ? bytes[runEnd + link]! : -1
  if (isUpper(next) && run <= 4 && (run > 2 || isCapitalGroup(bytes, runEnd + link, end))) return true
  let before = at - linkBefore(bytes, at, start)
  if (before === at || run > 6) return false
  const lettersEnd = before
  while (before > start && lettersEnd - before < 4 && isUpper(bytes[before - 1]!)) before--
  const letters = lettersEnd - before
  if (letters === 0 || letters > 3 || (before > start && isAlphanumeric(bytes[before - 1]!))) return false
  if (letters + run >= 5 || isUpperOrDigit(next)) return true
  if (runEnd < end && isUpper(bytes[runEnd]!)) return true
  const further = before - linkBefore(bytes, before, start)
  return further < before && further > start && isUpper(bytes[further - 1]!)
}

/** How many bytes a space, a no-break space or a hyphen takes right before `at`; 0 where none stands there. */
function linkBefore(bytes: Uint8Array, at: number, start: number): number {
  if (at <= start) return 0
  if (isLink(bytes[at - 1]!)) return 1
  return at - 2 >= start && bytes[at - 1] === 0xa0 && bytes[at - 2] === 0xc2 ? 2 : 0
}

function linkAfter(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0
  if (isLink(bytes[at]!)) return 1
  return at + 1 < end && bytes[at] === 0xc2 && bytes[at + 1] === 0xa0 ? 2 : 0
}

/** A pair of a hardware address (`00-1A-2B-…`), or one of its fours (`001a.2b3c.4d5e`), with a whole group beside it. */
export function mayBePiece({ bytes, start, end }: TextWindow, from: number, to: number): boolean {
  const size = to - from
  const link = size === 2 ? HYPHEN : size === 4 ? DOT : -1
  if (link < 0) return false
  if (isHexGroup(bytes, { from: to, to: end, link, size })) return true
  return from - size - 2 >= start && bytes[from - 1] === link && bytes[from - size - 2] === link
}

/** True where a link, `size` hexadecimal digits and another link follow. */
function isHexGroup(
  bytes: Uint8Array,
  { from, to, link, size }: { from: number; to: number; link: number; size: number },
): boolean {
  if (from + size + 1 >= to || bytes[from] !== link || bytes[from + size + 1] !== link) return false
  for (let index = from + 1; index <= from + size; index++) if (!isHex(bytes[index]!)) return false
  return true
}

/** One to three capitals, over a link before a digit. */
function isCapitalGroup(bytes: Uint8Array, from: number, end: number): boolean {
  let position = from
  while (position < end && position < from + 3 && isUpper(bytes[position]!)) position++
  position += linkAfter(bytes, position, end)
  return position < end && isDigit(bytes[position]!)
}

/**
 * A long unbroken run of letters, digits and the marks of base64 and of tokens, with a long piece in it that mixes
 * letters with digits: what secrets, tokens and wallets look like, and paths and dashed words do not.
 */
export function mayBeSecret(window: TextWindow, word: MixedWord): boolean {
  const length = word.end - word.start
  if (length === leastOfUuid) return mayEndInUuid(window, word)
  if (length < shortestPiece || (word.start === word.at && word.end === word.runEnd)) return false
  if (!word.hasOther && (length < shortestHexPiece || word.start === window.start)) return false
  if (length >= shortestUnmarkedRun) return true
  const { bytes, end } = window
  const start = runStart(window, word.at)
  let position = word.end
  while (position < end && position < start + shortestRun && runBytes[bytes[position]!] === 1) position++
  return position - start >= shortestRun || (position === end && !window.final)
}

/** The first part of a UUID that a token ends in: `pat-na1-8e1b…-…`, `access-sandbox-8e1b…-…`. */
function mayEndInUuid({ bytes, start, end }: TextWindow, word: MixedWord): boolean {
  if (word.start - 2 < start || bytes[word.start - 1] !== HYPHEN || !isAlphanumeric(bytes[word.start - 2]!))
    return false
  return word.end + 5 < end && bytes[word.end] === HYPHEN && bytes[word.end + 5] === HYPHEN
}

const leastOfUuid = 8

/** The first byte of the run that the digit at `at` is in, or as far to the left as is looked. */
export function runStart({ bytes, start }: Pick<TextWindow, 'bytes' | 'start'>, at: number): number {
  const farthest = Math.max(start, at - maxWordLead)
  let position = at
  while (position > farthest && runBytes[bytes[position - 1]!] === 1) position--
  return position
}

/** True for what such a run is made of. */
export function isRunByte(byte: number): boolean {
  return runBytes[byte & 0xff] === 1 && byte >= 0
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}

function isUpperOrDigit(byte: number): boolean {
  return isUpper(byte) || isDigit(byte)
}

function isLink(byte: number): boolean {
  return byte === SPACE || byte === HYPHEN
}
