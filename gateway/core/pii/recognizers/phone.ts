/** Recognises phone numbers: international ones, North American ones, and national ones where form or words tell. */
import { endsEscape } from '../boundaries.ts'
import { asciiBytes, isAlphanumeric, isDigit, isLetter } from '../bytes.ts'
import { closesEmphasis, isEmphasisMark, opensEmphasis } from '../emphasis.ts'
import type { Finding } from '../entity.ts'
import { precedesAt } from '../local-part.ts'
import { numberForms } from '../number-forms.ts'
import { type NumberShape, separators } from '../number-shape.ts'
import { type Meaning, wordAfter, wordBefore, wordReach } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { isBehindPart } from './part-number.ts'
import { judgePhone, maxPhoneDigits, minPhoneDigits, type PhoneCandidate } from './phone-forms.ts'
import { isStateAndCode } from './plate-checks.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the first digit; a plus sign and an opening bracket may stand before it. */
export const phone = {
  name: 'phone',
  trigger: 'digits',
  forms: numberForms.SEVEN,
  source: 'ITU-T E.164 and E.123; North American Numbering Plan (ATIS-0300051); RFC 3966 (extensions)',
  yields: true,
  recognize: recognizePhone,
} as const satisfies Recognizer

const PLUS = 0x2b
const OPEN = 0x28
const SPACE = 0x20
const DOT = 0x2e
const COMMA = 0x2c
const HYPHEN = 0x2d
const COLON = 0x3a
const SLASH = 0x2f

function recognizePhone(text: TextView, at: number): Finding | null {
  const shape = text.numberAt(at)
  if (shape.digits < minPhoneDigits || isDate(text, shape)) return null
  const plus = text.byte(at - 1) === PLUS
  if (isPostcode(text, shape, at) || (!plus && isItemNumber(shape))) return null
  const open = text.byte(plus ? at - 2 : at - 1) === OPEN
  const start = at - (plus ? 1 : 0) - (open ? 1 : 0)
  if (start < text.floor || !beginsPhone(text, start, plus)) return null
  const lead = { text, shape, start, plus, open }
  // A number of a possible length behind a plus needs no word, and looking for one is the costlier part.
  return (plus ? longestReading(lead, null) : null) ?? longestReading(lead, meaningBefore(text, start))
}

/** What the word before says; what another sentence is about says nothing against a phone number in this one. */
function meaningBefore(text: TextView, start: number): Meaning | null {
  const meaning = wordBefore(text, start)
  if (meaning === null || meaning === 'phone') return meaning
  const reach = sentenceReach(text, start)
  return reach < 0 ? meaning : wordBefore(text, start, reach)
}

const sentenceEnds = byteSet('.!?:')

/**
 * How far left of `start` its sentence, or what somebody says in a chat, begins (`Customer: sure, it's 555-…`); -1 where
 * that is out of reach. A single word makes no sentence: `Inv. No. 555-…`.
 */
function sentenceReach(text: TextView, start: number): number {
  let words = 0
  for (let at = start - 1; at > start - wordReach && at > text.start; at--) {
    const byte = text.byte(at)
    const begins = text.byte(at - 1) === SPACE
    if (isLetter(byte) && !isLetter(text.byte(at - 1))) words++
    if (begins && words > 1 && sentenceEnds.has(text.byte(at - 2))) return start - at
  }
  return -1
}

type Lead = Pick<PhoneCandidate, 'shape' | 'plus' | 'open'> & { text: TextView; start: number }

/** The reading that takes the most groups, given the word before the number. */
function longestReading({ text, shape, start, plus, open }: Lead, before: Meaning | null): Finding | null {
  const innerStart = open ? start + 1 : start
  const most = plus || before === 'phone' ? shape.groups : groupsInRow(text, shape)
  for (let groups = most; groups > 0; groups--) {
    const digits = shape.digitsIn(groups)
    if (digits < minPhoneDigits) return null
    const isExtended = plus && isExtension(shape, groups)
    if (digits > maxPhoneDigits || !(isExtended || endsPhone(text, shape, groups))) continue
    const told = before === 'phone' || (before === null && !plus && isToldBehind(text, shape, groups))
    const vetoed = !told && before !== null
    const judgement = judgePhone({ shape, groups, digits, plus, open, told, vetoed })
    if (!judgement) continue
    if (isExtended && judgement.reasons.length < 2) continue
    if (!plus && !told && isBehindPart(text, start)) return null
    const end = withExtension(text, shape.ends[isExtended ? groups : groups - 1]!)
    if (told) judgement.reasons.push('word:phone')
    return {
      type: 'PHONE',
      start: isClosed(shape, groups) ? start : innerStart,
      end,
      score: told ? 0.95 : judgement.score,
      reasons: judgement.reasons,
    }
  }
  return null
}

/** How many groups stand in one cell of a table, and in no list of things: two spaces part columns, ` - ` times and ranges. */
function groupsInRow(text: TextView, shape: NumberShape): number {
  let dashes = 0
  for (let group = 0; group < shape.groups - 1; group++) {
    const end = shape.ends[group]!
    const marks = shape.marks[group]!
    if (marks === separators.SPACE && text.byte(end) === SPACE && text.byte(end + 1) === SPACE)
      return group + 1
    if (marks === (separators.SPACE | separators.HYPHEN) && ++dashes > 1) return 0
  }
  return shape.groups
}

/** True when the bracket before the number closes inside it: in `(+44 (0)20 …)` it belongs to the sentence. */
function isClosed(shape: NumberShape, groups: number): boolean {
  for (let group = 0; group < groups - 1; group++) {
    const marks = shape.marks[group]!
    if (marks & (separators.OPEN | separators.CLOSE)) return (marks & separators.CLOSE) !== 0
  }
  return false
}

/** A word such as `fax` or an extension behind the number tells as well as a word before it. */
function isToldBehind(text: TextView, shape: NumberShape, groups: number): boolean {
  if (shape.marks[groups - 1] !== 0) return false
  const end = shape.ends[groups - 1]!
  return wordAfter(text, end) === 'phone' || extensionEnd(text, end) > 0
}

/** True where one last group of three to five digits follows over a hyphen: `+86 20 61302222-8866`. */
function isExtension(shape: NumberShape, groups: number): boolean {
  const length = shape.length(groups)
  return (
    groups > 1 &&
    shape.groups === groups + 1 &&
    shape.marks[groups - 1] === separators.HYPHEN &&
    length > 2 &&
    length < 6
  )
}

/** Before these a run of digits is a piece of something else: `#123`, `12%45`, `3*4`. */
const ties = byteSet('#$%)*+-\\')
/** Behind these only a plus sign tells a phone from an identifier: `?to=+49…`. */
const parameterMarks = byteSet('=(&_')
/** A digit before these ties what follows to it: `3.456…`, `12:30…`. */
const numberMarks = byteSet('.:/,')
/** Behind these digits go on, as a share, an address, a product: `12%`, `12@`, `12*3`. */
const continuations = byteSet('_%@=*')

function byteSet(characters: string): ReadonlySet<number> {
  return new Set(asciiBytes(characters))
}

/** Not inside a word, a sum, an amount, a path, or behind another number. */
function beginsPhone(text: TextView, start: number, plus: boolean): boolean {
  const before = text.byte(start - 1)
  if (isEmphasisMark(before) && opensEmphasis(text, start)) return true
  if (isDigit(before) || ties.has(before)) return false
  if (isLetter(before) && endsEscape(text, start - 1)) return true
  if (isLetter(before) || parameterMarks.has(before)) return plus
  const further = text.byte(start - 2)
  if (before === SPACE) return plus || !(isDigit(further) || isBehindAccountStart(text, start))
  if (before === SLASH && !plus) return !isAlphanumeric(further)
  return !numberMarks.has(before) || !isDigit(further)
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

/** Nothing may follow that makes the digits a piece of a longer number, a time or a share; an address may, over a mark. */
function endsPhone(text: TextView, shape: NumberShape, groups: number): boolean {
  const marks = shape.marks[groups - 1]!
  const end = shape.ends[groups - 1]!
  if (marks !== 0) return marks === separators.SLASH || isSpaced(marks)
  const after = text.byte(end)
  if (isLetter(after)) return extensionEnd(text, end) > 0
  const next = text.byte(end + 1)
  if (after === HYPHEN) return !isAlphanumeric(next) || precedesAt(text, end + 1)
  if (after === DOT || after === COMMA || after === COLON) return !isDigit(next)
  if (isDigit(after)) return false
  return !continuations.has(after) || precedesAt(text, end + 1) || closesEmphasis(text, end)
}

function isSpaced(marks: number): boolean {
  return (marks & separators.SPACE) !== 0 && (marks & separators.SLASH) === 0
}

/** 24.12.1987, 2024-05-01 and their kin, with a time behind them or not. */
function isDate(text: TextView, shape: NumberShape): boolean {
  if (shape.groups < 3) return false
  const [first, second, third] = [shape.value(text, 0), shape.value(text, 1), shape.value(text, 2)]
  if (shape.isThree(4, 2, 2)) return isYear(first) && second <= 12 && third <= 31
  const isShort = shape.length(0) <= 2 && shape.length(1) <= 2
  return isShort && shape.length(2) === 4 && isYear(third) && first <= 31 && second <= 31
}

/** `1. (312) 555-0186`: the number of an item in a list, and a phone number behind it. */
function isItemNumber(shape: NumberShape): boolean {
  return shape.groups > 1 && shape.length(0) <= 2 && shape.marks[0] === itemMarks
}

const itemMarks = separators.DOT | separators.SPACE | separators.OPEN

/** `IL 62704-1234`: a state and its code with four more digits (USPS Publication 28, §211). */
function isPostcode(text: TextView, shape: NumberShape, at: number): boolean {
  if (shape.groups < 2 || shape.length(0) !== 5 || shape.length(1) !== 4) return false
  const isTied = shape.marks[0] !== separators.HYPHEN || isAlphanumeric(text.byte(at - 4))
  return !isTied && isStateAndCode(text, at - 3, at + 5)
}

function isYear(value: number): boolean {
  return value >= 1900 && value < 2100
}

/** Behind an extension such as `x123`, ` ext. 12`, or ` X 63888`; the number's own end where none follows. */
function withExtension(text: TextView, end: number): number {
  const extended = extensionEnd(text, end)
  return extended > 0 ? extended : end
}

function extensionEnd(text: TextView, end: number): number {
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
