/** Decides where a phone number may begin and end: not inside of a word, a sum, a path or a longer number. */
import { endsEscape } from '../boundaries.ts'
import { asciiBytes, isAlphanumeric, isDigit, isLetter } from '../bytes.ts'
import { closesEmphasis, isEmphasisMark, opensEmphasis } from '../emphasis.ts'
import { isInFileName } from '../file-name.ts'
import { precedesAt } from '../local-part.ts'
import { joinsDigits } from '../number-joints.ts'
import { isWide, type NumberShape, separators } from '../number-shape.ts'
import type { TextView } from '../text-view.ts'
import type { PhoneCandidate } from './phone-forms.ts'
import { isBehindPhoneKey, isBehindPhoneWord } from './phone-key.ts'

const SPACE = 0x20
const HASH = 0x23
const OPEN = 0x28
const CLOSE = 0x29
const PLUS = 0x2b
const DOT = 0x2e
const COMMA = 0x2c
const HYPHEN = 0x2d
const COLON = 0x3a
const SLASH = 0x2f
const ZERO = 0x30
const UNDERSCORE = 0x5f

/** Before these a run of digits is a piece of something else: `#123`, `12%45`, `3*4`. */
const ties = new Set(asciiBytes('#$%)*+-\\'))
/** Behind these only a plus sign tells a phone from an identifier, or the name before: `?to=+49…`, `?tel=030…`. */
const parameterMarks = new Set(asciiBytes('=(&_'))
/** A digit before these may tie what follows to it: `3.456…`, `12:30…`; no number has a plus in its midst. */
const numberMarks = new Set(asciiBytes(' .:/,-'))
/** Behind these digits go on, as a share, an address, a product: `12%`, `12@`, `12*3`. */
const continuations = new Set(asciiBytes('_%@=*'))

/** Not inside a word, a sum, an amount, a path, or behind another number. */
export function beginsPhone(text: TextView, start: number, plus: boolean): boolean {
  const before = text.byte(start - 1)
  if (isEmphasisMark(before) && opensEmphasis(text, start)) return true
  if (isDigit(before) || (ties.has(before) && !mayEndBehind(text, start, before))) return false
  if (isLetter(before) && endsEscape(text, start - 1)) return true
  // `((089) 7654321)`, and no call of a function.
  if (before === OPEN && text.byte(start) === OPEN) return true
  if (isLetter(before) || parameterMarks.has(before)) return plus || isBehindPhoneKey(text, start)
  const further = text.byte(start - 2)
  // What ends there was found: this is none of its groups.
  if (before === SPACE && text.floor === start - 1) return true
  if (before === SPACE && !isDigit(further)) return plus || !isBehindAccountStart(text, start)
  if (before === SLASH && !plus && isLetter(further)) return false
  return plus || !isDigit(further) || !numberMarks.has(before) || !joinsDigits(text, start - 1)
}

/** True behind the number sign of `Cell #`, another number and a hyphen, `0612345678-0712345678`, or the mark of a list. */
function mayEndBehind(text: TextView, start: number, before: number): boolean {
  if (before === HASH) return isBehindPhoneWord(text, start - 1)
  if (before === HYPHEN && isDigit(text.byte(start - 2))) return !joinsDigits(text, start - 1)
  return isBehindListMark(text, start, before)
}

/** True behind `1)`, `a)` or `-` at the beginning of a word, before a plus, a bracket, or a zero, which no figure begins with. */
function isBehindListMark(text: TextView, start: number, before: number): boolean {
  const first = text.byte(start)
  if (first !== PLUS && first !== OPEN && first !== ZERO) return false
  if (before === HYPHEN) return isWordBegin(text, start - 1)
  if (before !== CLOSE || !isAlphanumeric(text.byte(start - 2))) return false
  return isWordBegin(text, start - 2) || (isDigit(text.byte(start - 3)) && isWordBegin(text, start - 3))
}

/** True where the text, a line or a word begins at `at`. */
function isWordBegin(text: TextView, at: number): boolean {
  const before = text.byte(at - 1)
  return before <= SPACE || endsEscape(text, at - 1)
}

/** True behind `NL91 ABNA `, however its check digits turned out. */
function isBehindAccountStart(text: TextView, start: number): boolean {
  for (const [back, is] of accountStart) if (!is(text.byte(start - back))) return false
  return true
}

const isSpace = (byte: number) => byte === SPACE
const accountStart: readonly (readonly [number, (byte: number) => boolean])[] = [
  [6, isSpace],
  [7, isDigit],
  [8, isDigit],
  [9, isLetter],
  [10, isLetter],
]

type Ending = Pick<PhoneCandidate, 'shape' | 'groups' | 'plus'>

/** Nothing may follow that makes the digits a piece of a longer number, a time or a share; an address may, over a mark. */
export function endsPhone(text: TextView, { shape, groups, plus }: Ending): boolean {
  const marks = shape.marks[groups - 1]!
  const end = shape.ends[groups - 1]!
  if (marks !== 0) return mayEndBefore(shape, groups)
  const after = text.byte(end)
  if (isLetter(after)) return extensionEnd(text, end) > 0
  const next = text.byte(end + 1)
  if (after === HYPHEN) return !isAlphanumeric(next) || precedesAt(text, end + 1)
  if (after === DOT) return !isDigit(next)
  if (after === COMMA || after === COLON) return plus || !joinsDigits(text, end)
  if (isDigit(after)) return false
  if (after === UNDERSCORE && plus && isInFileName(text, end)) return true
  return !continuations.has(after) || precedesAt(text, end + 1) || closesEmphasis(text, end)
}

/** A space or a slash may end it, and what else parts numbers; but not in the midst of the second of two. */
function mayEndBefore(shape: NumberShape, groups: number): boolean {
  const marks = shape.marks[groups - 1]!
  const isParted = shape.partsBehind(groups)
  if (marks !== separators.SLASH && (marks & separators.SPACE) === 0 && !isParted) return false
  for (let group = 1; group < groups; group++) if (shape.partsBehind(group)) return isParted
  return true
}

/** True where the gap behind the first `groups` groups sets them apart: two numbers, or the only wide gap, as between sentences. */
export function isParted(shape: NumberShape, groups: number): boolean {
  if (shape.partsBehind(groups)) return true
  if (!isWide(shape.marks[groups - 1]!)) return false
  for (let group = 0; group < groups - 1; group++) if (isWide(shape.marks[group]!)) return false
  return true
}

/** Where an extension such as `x123` or ` ext. 12` ends that begins at `end`; -1 where none does. */
export function extensionEnd(text: TextView, end: number): number {
  let position = end
  if (text.byte(position) === COMMA) position++
  if (text.byte(position) === SPACE) position++
  const mark = text.byte(position) | 0x20
  if (mark === 0x78) position++
  else if (
    mark === 0x65 &&
    (text.byte(position + 1) | 0x20) === 0x78 &&
    (text.byte(position + 2) | 0x20) === 0x74
  ) {
    position += 3
    if (text.byte(position) === DOT) position++
  } else return -1
  if (text.byte(position) === SPACE) position++
  const first = position
  while (position < first + 7 && isDigit(text.byte(position))) position++
  return position > first && position < first + 7 && !isAlphanumeric(text.byte(position)) ? position : -1
}
