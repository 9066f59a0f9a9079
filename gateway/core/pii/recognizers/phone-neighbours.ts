/** Tells which of the digits over spaces are one phone number: not another one behind it, nor a count, nor a date before it. */
import { isDigit } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { endsAnother } from '../number-joints.ts'
import { maySeparate, NumberShape, separators } from '../number-shape.ts'
import type { TextView } from '../text-view.ts'
import { judgePhone, maxPhoneDigits, minPhoneDigits, type PhoneCandidate } from './phone-forms.ts'

type First = Pick<PhoneCandidate, 'shape' | 'plus' | 'open' | 'told'>

/** How many groups belong to the number before another one, or before a count or a year; 0 where nothing else shows. */
export function groupsOfFirst(text: TextView, first: First): number {
  const groups = groupsBeforeSecond(text, first)
  return groups > 0 ? groups : groupsBeforeCount(text, first)
}

/**
 * Where a number begins behind a date, a time or an amount that the digits begin with, or behind a year and before the zero of a number:
 * `phone 24.12.24 0173 2345671`, `Tel. 2024 0043 1 5880001`; -1 where none does.
 */
export function startBehindLead(text: TextView, shape: NumberShape): number {
  // In the midst of a date or of a row of numbers there is nothing to look for.
  if (isDigit(text.byte(shape.at - 2))) return -1
  for (let group = 1; group < shape.groups && group <= mostOfLead; group++) {
    const marks = shape.marks[group - 1]!
    const start = shape.starts[group]!
    const isShortDate = marks === (separators.DOT | separators.SPACE) && group === 2
    if ((marks & separators.SPACE) === 0) continue
    if (isShortDate && shape.length(0) < 3 && shape.length(1) < 3) return start
    if (endsAnother(text, text.byte(start - 1) === OPEN ? start - 1 : start)) return start
    if (group === 1 && isYear(text, shape, 0) && shape.values[4] === 0 && shape.digits >= leastBehindYear)
      return start
  }
  return -1
}

/**
 * Where a number begins that is written as few others are, over a space behind one of a house, a room, a town or a list:
 * `Suite 200 415.555.0199`, `Raum 101 030 1234567`, `10001-1234 (212) 555-0147`; -1 where none does.
 */
export function startBehindNumber(text: TextView, shape: NumberShape): number {
  if (maySeparate(text.byte(shape.at - 1)) && isDigit(text.byte(shape.at - 2))) return -1
  // Of those, only a postcode begins with a zero: 01067 Dresden.
  if (shape.values[0] === 0 && shape.length(0) !== postcode) return -1
  const lead = (shape.marks[0]! & separators.SPACE) === 0 ? 2 : 1
  const marks = shape.marks[lead - 1]!
  if (shape.groups <= lead || (marks & ~separators.OPEN) !== separators.SPACE) return -1
  if (shape.digitsIn(lead) > mostBeside[lead - 1]! || isUniform(shape)) return -1
  const isTrunk = shape.values[shape.digitsIn(lead)] === 0
  const isBracket = (marks & separators.OPEN) !== 0
  return isTrunk || isBracket || isNorthAmerican(text, shape, lead) ? shape.starts[lead]! : -1
}

/** Of a number beside a phone number: a postcode or an order's, and such a postcode with four more digits. */
const mostBeside = [6, 9]
const postcode = 5

/** 3-3-4, over marks or as all that follows: rows of figures go on, and numbers in threes may end in a year. */
function isNorthAmerican(text: TextView, shape: NumberShape, from: number): boolean {
  if (shape.length(from) !== 3 || shape.length(from + 1) !== 3 || shape.length(from + 2) !== 4) return false
  const isMarked = shape.marks[from] === shape.marks[from + 1] && shape.marks[from] !== separators.SPACE
  const isAll = shape.groups === from + 3 && shape.length(from - 1) !== 3
  return isMarked || (isAll && !isYear(text, shape, from + 2))
}

/** Groups of one length are pieces of one number, or a list. */
function isUniform(shape: NumberShape): boolean {
  for (let group = 1; group < shape.groups; group++) if (shape.length(group) !== shape.length(0)) return false
  return true
}

/** True where what was found at the beginning of `shape` is all of it, or a postcode or a longer number follows, and is likely without a word. */
export function standsBeside(shape: NumberShape, { end, score }: Pick<Finding, 'end' | 'score'>): boolean {
  let digits = 0
  for (let group = 0; group < shape.groups; group++)
    if (shape.starts[group]! >= end) digits += shape.length(group)
  return score >= leastBeside(end === shape.ends[0]) && (digits === 0 || digits >= postcode)
}

/** The least score of a phone number beside another number, without a word: fewer things are written as it is than as others. */
function leastBeside(isUnbroken: boolean): number {
  return isUnbroken ? leastUnbroken : 0.6
}

const OPEN = 0x28
/** Day, month and year. */
const mostOfLead = 3
/** A year, and a national number with its zero. */
const leastBehindYear = 13

function isYear(text: TextView, shape: NumberShape, group: number): boolean {
  if (shape.length(group) !== 4) return false
  const year = shape.value(text, group)
  return year >= 1900 && year < 2100
}

/**
 * One digit over a space, up to two in brackets, or a year that makes it too long are no group of a phone number: `+49 171 2345678 (2)`,
 * `0171 2345678 2 Kinder`, `0171 2345678 2024`. Nor is a postcode or a count: `0171 2345678 80331 München`, `0171 2345678 43 Jahre`.
 */
function groupsBeforeCount(text: TextView, first: First): number {
  const { shape, plus, open } = first
  const groups = shape.groups - 1
  if (groups === 0 || shape.digitsIn(groups) < minPhoneDigits) return 0
  const marks = shape.marks[groups - 1]!
  const length = shape.length(groups)
  const isNote = marks === (separators.SPACE | separators.OPEN) && length < 3
  const isOne = marks === separators.SPACE && length === 1
  const isLate = marks === separators.SPACE && isYear(text, shape, groups)
  if (!isNote && !isOne && !isLate) return groupsBeforeNumber(first)
  if (isNote && text.byte(shape.ends[groups]!) !== CLOSE) return 0
  if (isLate && scoreOf({ shape, plus, open }, groups + 1) > 0) return 0
  return scoreOf({ shape, plus, open }, groups) >= leastGrouped ? groups : 0
}

const CLOSE = 0x29

/** How many groups belong to the number before a shorter one, over a space, that goes on over no other space; 0 where none shows. */
function groupsBeforeNumber({ shape, plus, open, told }: First): number {
  if (told) return 0
  let groups = shape.groups - 1
  while (groups > 0 && (shape.marks[groups - 1]! & separators.SPACE) === 0) groups--
  if (groups === 0 || shape.marks[groups - 1] !== separators.SPACE) return 0
  // Pairs and fours go on as they began.
  if (shape.length(groups) === shape.length(groups - 1)) return 0
  if (shape.digits - shape.digitsIn(groups) > mostBeside[0]!) return 0
  for (let count = shape.groups; count > groups; count--)
    if (scoreOf({ shape, plus, open }, count) > 0) return 0
  return scoreOf({ shape, plus, open }, groups) >= leastBeside(groups === 1) ? groups : 0
}

/** Without a word both must be written as few other numbers are, which unbroken ones with a zero before them are sooner. */
const leastGrouped = 0.5
const leastUnbroken = 0.4
/** More than scores differ by: two of one layout are two. */
const sameLayout = 1

const second = new NumberShape()

/**
 * How many groups belong to the first of two phone numbers of which the digits are, 0 where they are none; of several ways the likeliest.
 * Where a word tells, two that are written alike are enough: `tel 2125550147 2125550148`.
 */
function groupsBeforeSecond(text: TextView, first: First): number {
  const { shape, told } = first
  if (shape.digits < 2 * minPhoneDigits) return 0
  let groups = 0
  let best = 0
  for (let count = 1; count < shape.groups; count++) {
    if ((shape.marks[count - 1]! & separators.SPACE) === 0) continue
    const digits = shape.digitsIn(count)
    if (digits < minPhoneDigits) continue
    if (digits > maxPhoneDigits) break
    const least = told ? 0 : count === 1 ? leastUnbroken : leastGrouped
    const own = scoreOf(first, count)
    if (own < least) continue
    second.read(text, shape.starts[count]!)
    const bonus = isAlike(shape, count) ? sameLayout : 0
    const other = bestOfSecond((shape.marks[count - 1]! & separators.OPEN) !== 0)
    if (own === 0 || other === 0 || other < least) {
      if (!told || bonus === 0) continue
    }
    if (own + other + bonus > best) {
      best = own + other + bonus
      groups = count
    }
  }
  return groups
}

/** How well the first `groups` groups are a phone number without a word; 0 where they are none. */
function scoreOf({ shape, plus, open }: Pick<First, 'shape' | 'plus' | 'open'>, groups: number): number {
  const digits = shape.digitsIn(groups)
  const written = { shape, groups, digits, plus, open, goesOn: false, told: false, vetoed: false }
  return judgePhone(written)?.score ?? 0
}

function bestOfSecond(open: boolean): number {
  let best = 0
  for (let groups = second.groups; groups > 0; groups--) {
    const digits = second.digitsIn(groups)
    if (digits < minPhoneDigits) break
    if (digits <= maxPhoneDigits) best = Math.max(best, scoreOf({ shape: second, plus: false, open }, groups))
  }
  return best
}

/** True where the groups behind the first `count` are as long as these, over the same marks. */
function isAlike(shape: NumberShape, count: number): boolean {
  if (second.groups < count) return false
  for (let group = 0; group < count; group++) {
    if (shape.length(group) !== second.length(group)) return false
    if (group < count - 1 && shape.marks[group] !== second.marks[group]) return false
  }
  return true
}
