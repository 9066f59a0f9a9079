/** Recognises phone numbers: international ones, North American ones, and national ones where form or words tell. */
import { asciiBytes, isAlphanumeric, isLetter } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { meaningAbove } from '../label-line.ts'
import { isMoney } from '../money.ts'
import { numberForms } from '../number-forms.ts'
import { type NumberShape, separators } from '../number-shape.ts'
import { type Meaning, wordAfter, wordBefore, wordReach } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { isBehindPart } from './part-number.ts'
import { beginsPhone, endsPhone, extensionEnd, isParted } from './phone-edges.ts'
import { isCounted, isInDump, isRow } from './phone-figures.ts'
import {
  judgePhone,
  maxPhoneDigits,
  minPhoneDigits,
  type PhoneCandidate,
  type PhoneJudgement,
} from './phone-forms.ts'
import { isBehindPhoneKey } from './phone-key.ts'
import { isOfficeProduct, startBehindAge } from './phone-lead.ts'
import { groupsOfFirst, standsBeside, startBehindLead, startBehindNumber } from './phone-neighbours.ts'
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

function recognizePhone(text: TextView, at: number): Finding | null {
  if (text.byte(at - 1) === PLUS) return recognizeAt(text, at)
  const age = startBehindAge(text, text.numberAt(at))
  const behind = age > 0 ? age : startBehindLead(text, text.numberAt(at))
  return (
    (behind > 0 ? recognizeAt(text, behind, true) : null) ??
    recognizeAt(text, at) ??
    recognizeBehindNumber(text, at)
  )
}

/** `Zimmer 12 0171 2345678`: what is no phone number as a whole may be a number and a phone number. */
function recognizeBehindNumber(text: TextView, at: number): Finding | null {
  const start = startBehindNumber(text, text.numberAt(at))
  const found = start > 0 ? recognizeAt(text, start, true) : null
  return found !== null && standsBeside(text.numberAt(start), found) ? found : null
}

/** `isBehindLead`: what stands before it was read, and is none of it. */
function recognizeAt(text: TextView, at: number, isBehindLead = false): Finding | null {
  const shape = text.numberAt(at)
  if (shape.digits < minPhoneDigits || isDate(text, shape)) return null
  const plus = text.byte(at - 1) === PLUS
  if (isPostcode(text, shape, at) || (!plus && (isItemNumber(shape) || isFraction(shape)))) return null
  const open = text.byte(plus ? at - 2 : at - 1) === OPEN
  const start = at - (plus ? 1 : 0) - (open ? 1 : 0)
  if (start < text.floor || !(isBehindLead || beginsPhone(text, start, plus))) return null
  const lead = { text, shape, start, plus, open }
  // A number of a possible length behind a plus needs no word, and looking for one is the costlier part.
  const before = isBehindPhoneKey(text, start) ? 'phone' : null
  return (
    (plus ? longestReading(lead, before) : null) ??
    longestReading(lead, before ?? meaningBefore(text, start) ?? labelOf(text, start, shape))
  )
}

/** A label above tells of a phone number, and speaks against none: what stands above may be of something else. */
function labelOf(text: TextView, start: number, shape: NumberShape): Meaning | null {
  return meaningAbove(text, start, shape.ends[shape.groups - 1]!) === 'phone' ? 'phone' : null
}

/** What the word before says; what another sentence is about says nothing against a phone number in this one. */
function meaningBefore(text: TextView, start: number): Meaning | null {
  const meaning = wordBefore(text, start)
  if (meaning === null || meaning === 'phone') return meaning
  const reach = sentenceReach(text, start)
  return reach < 0 ? meaning : wordBefore(text, start, reach)
}

const sentenceEnds: ReadonlySet<number> = new Set(asciiBytes('.!?:'))

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
  const isPhone = before === 'phone'
  const row = plus || isPhone ? shape.groups : groupsInRow(text, shape)
  const first = groupsOfFirst(text, { shape, plus, open, told: isPhone || plus })
  const most = first > 0 ? Math.min(first, row) : row
  for (let groups = most; groups > 0; groups--) {
    const digits = shape.digitsIn(groups)
    if (digits < minPhoneDigits) return null
    const isExtended = plus && isExtension(shape, groups)
    if (digits > maxPhoneDigits || !(isExtended || endsPhone(text, { shape, groups, plus }))) continue
    const told = isPhone || (before === null && !plus && isToldBehind(text, shape, groups))
    const vetoed = !told && before !== null
    const goesOn = shape.groups > groups && groups !== first && !isParted(shape, groups)
    const judgement = judgePhone({ shape, groups, digits, goesOn, plus, open, told, vetoed })
    if (!judgement) continue
    if (isExtended && judgement.reasons.length < 2) continue
    if (!plus && !told && isBehindPart(text, start)) return null
    if (!plus && (isRow(text, shape, groups) || isOfficeProduct(text, shape))) return null
    if (!told && isFigure(text, judgement, { shape, groups, plus })) return null
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

/** An amount of money, or a count. Behind a plus, the length of a country's numbers says more than a currency beside them. */
function isFigure(
  text: TextView,
  { score }: PhoneJudgement,
  { shape, groups, plus }: Pick<PhoneCandidate, 'shape' | 'groups' | 'plus'>,
): boolean {
  if (!plus)
    return (
      isMoney(text, shape.at, shape.ends[groups - 1]!) ||
      isCounted(text, shape, groups) ||
      isInDump(text, shape, groups)
    )
  return score < knownLength && isMoney(text, shape.at, shape.ends[groups - 1]!)
}

/** The score of a number behind a plus whose length its country has. */
const knownLength = 0.9

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

/** `0.0441632961`, whose digits read like those of `00 44 …`: a number that begins so with one digit is measured, not dialled. */
function isFraction(shape: NumberShape): boolean {
  if (shape.length(0) !== 1 || shape.marks[0] !== separators.DOT || shape.length(1) < leastDecimals)
    return false
  // 1.800555.1234 goes on; behind a space something else begins.
  return shape.groups === 2 || (shape.marks[1]! & separators.SPACE) !== 0
}

const leastDecimals = 5

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
