/** Says whether a value looks as the name of its field promises: a name, a street, a date, a number. */
import { isDigit } from '../bytes.ts'
import type { Shape } from './field-model.ts'
import { beforeCounter } from './name-counter.ts'
import { isOrganisation } from './organisations.ts'
import { ShapeCounts } from './shape-counts.ts'

/** Longer ones are texts, in which things are looked for, and no value as a whole. */
export const longestValue = 256

const QUOTE = 0x22

const counts = new ShapeCounts()

export interface ShapeVerdict {
  /** The value without white space around it. */
  readonly start: number
  readonly end: number
  /** What the shape adds to or takes from the score of the field's name. */
  readonly weight: number
}

/** null where the value does not look like it. */
export function fitShape(
  shape: Shape,
  bytes: Uint8Array,
  span: { start: number; end: number },
): ShapeVerdict | null {
  if (span.end - span.start > 2 * longestValue) return null
  counts.read(bytes, span.start, span.end)
  if (counts.length === 0 || counts.length > longestValue) return null
  const { from, to } = counts
  const weight = counts.digits > 0 && isNameShape(shape) ? countedWeight(shape) : weightOf(shape)
  return weight === null ? null : { start: from, end: to, weight }
}

/** True for a place where people live, and no address of the net, of a machine or of a wallet: words, and a number. */
export function isPostal(bytes: Uint8Array, { start, end }: { start: number; end: number }): boolean {
  counts.read(bytes, start, end)
  const { digits, letters, spaces } = counts
  return digits > 0 && letters > 2 && (spaces > 0 || counts.has(',')) && !isTechnical()
}

function isNameShape(shape: Shape): boolean {
  return shape === 'name' || shape === 'full-name' || shape === 'bare-name'
}

/** `Anna Weber 2` under a name is one, with its number; a word and a number are rather a thing: `Table 7`. */
function countedWeight(shape: Shape): number | null {
  const { bytes, from, to } = counts
  const { end, isGlued } = beforeCounter(bytes, from, to)
  if (end === to || (isGlued && shape !== 'name')) return null
  counts.read(bytes, from, end)
  if (shape !== 'name' && (counts.words < 2 || counts.capitals < counts.words)) return null
  return counts.letters < 2 ? null : weightOf(shape)
}

/** null: no. */
function weightOf(shape: Shape): number | null {
  const { length, digits, letters, words, marks, spaces } = counts
  const alphanumerics = digits + letters
  switch (shape) {
    case 'name':
      return isName(6) ? 0 : nameBeforeMark(1)
    case 'full-name':
      return fullNameWeight()
    case 'bare-name':
      return isName(4) && words >= 2 && counts.smalls === 0 && !isOrganisation(counts) ? 0 : null
    case 'address':
      return alphanumerics > 0 && isAddress() ? 0 : null
    case 'street':
      return letters > 0 && isAddress() ? 0 : null
    case 'place':
      return letters >= 2 && digits <= 5 && words <= 8 && !isTechnical() ? 0 : null
    case 'postal-code':
      return length <= 12 && alphanumerics >= 3 && digits >= 1 && marks <= 1 && spaces <= 1 ? 0 : null
    case 'date':
      return dateWeight()
    case 'date-part':
      return digits === length && length <= 4 ? 0 : null
    case 'age':
      return digits >= 1 && digits <= 3 && letters <= 12 && marks === 0 && ageFits() ? 0 : null
    case 'word':
      return letters >= 1 && length <= 40 && words <= 4 && digits === 0 && !isTechnical() ? 0 : null
    case 'phone':
      return digits >= 5 && digits <= 18 && letters <= 8 && digits > letters && length <= 32 ? 0 : null
    case 'email':
      return counts.has('@') && spaces <= 2 ? 0 : null
    case 'number':
      return isNumber() ? 0 : null
    case 'checked-number':
      return isNumber() ? 0 : null
    case 'lettered-number':
      return isNumber() && letters >= 2 && isLetterAt(0) ? 0 : null
    case 'account':
      return isAccount() ? 0 : null
    case 'bic':
      return (length === 8 || length === 11) && letters >= 6 && marks === 0 && spaces + counts.smalls === 0
        ? 0
        : null
    case 'security-code':
      return digits === length && (length === 3 || length === 4) ? 0 : null
    case 'plate':
      return length >= 2 && length <= 12 && alphanumerics >= 2 && digits >= 1 && spaces <= 3 ? 0 : null
    case 'login':
      return length >= 2 && length <= 128 && letters >= 1 && spaces === 0 && !counts.has('/') ? 0 : null
    case 'secret':
      return length >= 4 && spaces <= 8 ? 0 : null
    case 'token':
      return length >= 8 && spaces <= 1 && (digits > 0 || length >= 16) ? 0 : null
    case 'network':
      return length >= 6 && length <= 64 && spaces === 0 && digits + letters >= 6 && digits > 0 ? 0 : null
    case 'coordinate':
      return coordinateFits() ? 0 : null
    case 'text':
      return letters >= 2 && !isTechnical() ? 0 : null
    case 'text-or-code':
      return (letters >= 2 && !isTechnical()) || isDiagnosis() ? 0 : null
  }
}

function isAddress(): boolean {
  return (!isMarkup() || isStreetBeforeMarkup()) && counts.words <= 24
}

function isNumber(): boolean {
  const { digits, letters, spaces, marks } = counts
  const alphanumerics = digits + letters
  if (digits < 2 || alphanumerics < 4 || alphanumerics > 32) return false
  return spaces <= 6 && marks <= 8 && !counts.has('@')
}

/** ICD-10 (WHO, 5th ed., vol. 2 §2.4; ICD-10-CM, ICD-10-GM): a letter, two digits, then up to five more characters. */
function isDiagnosis(): boolean {
  const { digits, letters, length, marks } = counts
  return letters === 1 && digits >= 2 && digits <= 6 && marks <= 2 && length <= 9 && isLetterAt(0)
}

function isLetterAt(place: number): boolean {
  const small = counts.bytes[counts.from + place]! | 0x20
  return small >= 0x61 && small <= 0x7a
}

function isAccount(): boolean {
  const { digits, letters, length } = counts
  return digits >= 4 && digits + letters <= 34 && letters <= digits && length <= 48 && !counts.has('@')
}

/** Letters of any script, with the marks that stand in names: O'Brien, Anna-Maria, Smith Jr., Müller, Anna (geb. Weber). */
function isName(mostWords: number): boolean {
  const { digits, letters, words, marks, length } = counts
  if (digits > 0 || letters === 0 || words > mostWords || length > 100 || marks > words + 2) return false
  if (counts.has('"') && !hasQuotedWord()) return false
  return !['@', '/', '_', ':', '#', '{', '<', '=', '\\', '|', '*', '%', '!', '?', ';', '+', '['].some(
    (mark) => counts.has(mark),
  )
}

/** What no name has in it, but people, and who tries a form out, write behind one: `Anna Weber; DROP`, `O'Brien, "Anna"`. */
const oddMarks = ['"', ';', ':', '|', '*', '!', '?', '+', '=', '[', '\\', '<']
const beside = 0.1

/** A value that begins with a name in capitals is one, whatever a mark parts from it; a word alone only before a quote. */
function nameBeforeMark(leastWords: number): number | null {
  const { bytes, from } = counts
  if (['@', '/', '_', '#', '{', '%'].some((mark) => counts.has(mark))) return null
  const places = oddMarks.map((mark) => counts.indexOf(mark)).filter((place) => place >= 0)
  const first = Math.min(...places)
  if (places.length === 0 || first <= from) return null
  const least = bytes[first] === QUOTE ? 1 : leastWords
  counts.read(bytes, from, first)
  if (counts.words < least || counts.capitals < counts.words || counts.letters < 2) return null
  return isName(7) && !isOrganisation(counts) ? -beside : null
}

/** A name by which somebody goes stands in quotes between the others: Robert "Bob" Weber. */
function hasQuotedWord(): boolean {
  const { bytes, from, to } = counts
  const open = bytes.indexOf(QUOTE, from)
  const close = bytes.indexOf(QUOTE, open + 1)
  const next = bytes.indexOf(QUOTE, close + 1)
  return open > from && close > open + 1 && close < to - 1 && (next < 0 || next >= to)
}

/** One small word under a word for a person is rather a kind or a status than a name. */
function fullNameWeight(): number | null {
  if (!isName(7)) return nameBeforeMark(2)
  if (isOrganisation(counts)) return null
  if (counts.capitals === 0) return counts.words >= 2 ? -0.25 : null
  return counts.words === 1 ? -0.1 : 0
}

/** Identifiers, paths, templates and addresses of machines are no places and no words. */
function isTechnical(): boolean {
  return counts.has('@') || counts.has('_') || isMarkup()
}

function isMarkup(): boolean {
  return counts.has('{') || counts.has('<') || counts.has('=') || startsLikeUrl()
}

/** `12 Main St <b>`: a number and words before what somebody put behind them. */
function isStreetBeforeMarkup(): boolean {
  const { bytes, from, digits, letters } = counts
  const mark = counts.indexOf('<')
  const isOther = counts.has('{') || counts.has('=') || startsLikeUrl()
  if (mark < 0 || isOther || digits === 0 || letters < 3) return false
  return bytes.subarray(from, mark).some(isDigit) && bytes.subarray(from, mark).some((byte) => byte > 0x40)
}

function startsLikeUrl(): boolean {
  return counts.has(':') && counts.has('/')
}

/** Digits with separators, a month's name, a time behind; years stand alone only with four digits. */
function dateWeight(): number | null {
  const { digits, letters, length, marks, spaces } = counts
  if (digits < 3 || digits > 20 || length > 40 || letters > 14) return null
  if (letters === 0 && marks === 0 && spaces === 0) {
    if (length === 4) return plausibleYear(counts.from) ? 0 : null
    return length === 6 || length === 8 || length >= 9 ? 0 : null
  }
  return digits >= 4 ? 0 : null
}

function plausibleYear(at: number): boolean {
  const century = (counts.bytes[at]! - 0x30) * 10 + counts.bytes[at + 1]! - 0x30
  return century === 18 || century === 19 || century === 20
}

function ageFits(): boolean {
  let value = 0
  for (let at = counts.from; at < counts.to; at++) {
    const digit = counts.bytes[at]! - 0x30
    if (digit >= 0 && digit <= 9) value = value * 10 + digit
  }
  return value <= 125
}

/** A decimal with two digits behind the point, or a pair of such; `-` before, `N` or `W` behind. */
function coordinateFits(): boolean {
  const { digits, letters, marks } = counts
  if (digits < 3 || digits > 40 || letters > 4 || marks > 8) return false
  const dot = counts.indexOf('.')
  return dot > counts.from && dot + 2 < counts.to
}
