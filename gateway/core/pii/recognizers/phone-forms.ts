/** Judges whether grouped digits are written as phone numbers are, and as which kind. */
import { isArticle } from '../article-check.ts'
import { type NumberShape, separators } from '../number-shape.ts'
import { callingCode, isPossibleLength } from './phone-countries.ts'
import { nationalForm } from './phone-national.ts'
import { isMobile } from './phone-plans.ts'

export interface PhoneCandidate {
  shape: NumberShape
  /** How many of the shape's groups belong to the candidate. */
  groups: number
  digits: number
  /** Groups behind it go on with it; it is a piece of something longer then. */
  goesOn: boolean
  plus: boolean
  /** An opening bracket stands before the first group. */
  open: boolean
  /** A word such as `phone` stands beside it. */
  told: boolean
  /** A word such as `account` stands beside it. */
  vetoed: boolean
}

export interface PhoneJudgement {
  score: number
  reasons: string[]
}

export const minPhoneDigits = 7
/** E.164 §6: at most fifteen digits; plus `00` or `011` before, and a trunk zero in brackets. */
export const maxPhoneDigits = 19
const maxE164Digits = 15
/** Shorter national numbers exist, but too many other numbers look like them. */
const minNationalDigits = 6
/** Zeros in front of an unbroken number are more often filling than a prefix. */
const minUnbrokenDigits = 8

/** How sure it is that this is a phone number, and why; null when it is not. */
export function judgePhone(candidate: PhoneCandidate): PhoneJudgement | null {
  const digits = candidate.shape.values
  if (candidate.plus) return judgeInternational(candidate, digits, 0)
  const prefix = internationalPrefix(candidate, digits)
  if (prefix > 0) {
    const judgement = judgeInternational(candidate, digits, prefix)
    const isFilled =
      candidate.groups === 1 &&
      !candidate.told &&
      (candidate.vetoed || isArticleNumber(digits, candidate.digits))
    if (judgement && !isFilled) return judgement
  }
  return (
    judgeNorthAmerican(candidate, digits) ??
    judgeTrunk(candidate, digits) ??
    judgeTold(candidate) ??
    (candidate.vetoed ? null : (judgeNational(candidate) ?? judgeWithoutPlus(candidate, digits)))
  )
}

/** Length of the prefix that leads abroad: `00` in most of the world, `011` from North America; 0 when there is none. */
function internationalPrefix({ shape, digits }: PhoneCandidate, values: Uint8Array): number {
  if (values[0] !== 0 || digits < 9) return 0
  // 0 0 51500 51500: the edges of a drawing.
  if (shape.length(0) === 1 && shape.length(1) === 1) return 0
  // Behind 00 stands a code of up to three digits: in 001332-1234567 the group is a date of birth.
  if (values[1] === 0) return values[2] === 0 || (shape.groups > 1 && shape.length(0) > 5) ? 0 : 2
  return values[1] === 1 && values[2] === 1 && shape.length(0) === 3 && shape.groups > 2 ? 3 : 0
}

/** True where the calling code is cut by a separator: `002 30-88121` is a line of a list, `0044 20` and `00 44 20` are none. */
function isSplit(shape: NumberShape, prefix: number, length: number): boolean {
  const first = shape.length(0)
  return first > prefix && first < prefix + length
}

function judgeInternational(
  candidate: PhoneCandidate,
  values: Uint8Array,
  prefix: number,
): PhoneJudgement | null {
  const count = candidate.digits - prefix
  const calling = callingCode(values, prefix, count)
  if (!calling || values[prefix] === 0) return null
  const { code, length } = calling
  let national = count - length
  // `+44 (0)20 …`: the trunk zero is written but not dialled. Italy's zero is part of the number.
  const isTrunkZero = values[prefix + length] === 0 && code !== 39
  if (prefix > 0 && isSplit(candidate.shape, prefix, length)) return null
  const isPossible =
    national >= (prefix > 0 && candidate.groups === 1 ? minUnbrokenDigits : minNationalDigits) &&
    (isPossibleLength(code, national) || (isTrunkZero && isPossibleLength(code, --national)))
  if (isPossible) {
    const reasons = [`e164:${code}`, `length:${national}`]
    return { score: prefix > 0 ? 0.75 : 0.9, reasons }
  }
  if (count < minPhoneDigits || count > maxE164Digits) return null
  if (candidate.told) return { score: 0.7, reasons: [`e164:${code}`] }
  // +100 000 000: no area of North America begins with 0 or 1 (ATIS-0300051).
  if (code === 1 && values[prefix + length]! < 2) return null
  // Behind a plus hardly anything else is written; plans change, and forms are filled with numbers that nobody has.
  return prefix === 0 && !candidate.goesOn && count >= 8 && count <= 13
    ? { score: 0.6, reasons: [`e164:${code}`] }
    : null
}

/** (212) 555-0123, 212-555-0123, 212.555.0123, 1-212-555-0123; bare digits only behind a telling word. */
function judgeNorthAmerican(candidate: PhoneCandidate, values: Uint8Array): PhoneJudgement | null {
  const { shape, groups, digits, told, vetoed } = candidate
  const withCountry = digits === 11 && values[0] === 1
  if (digits !== 10 && !withCountry) return null
  const skipped = withCountry && shape.length(0) === 1 ? 1 : 0
  const form = groups - skipped === 3 && isThreeThreeFour(shape, skipped)
  const area = values[withCountry ? 1 : 0]!
  const exchange = values[withCountry ? 4 : 3]!
  // Both begin with 2 or more. Behind a word, in brackets, or where it is what forms are filled with (555-123-4567,
  // 123-456-7890), the form is enough.
  const isAssignable = area > 1 && exchange > 1
  if (form && (isAssignable || told || isBracketed(candidate))) {
    return { score: isAssignable ? 0.85 : 0.7, reasons: ['nanp', 'form:3-3-4'] }
  }
  if (groups === 2 && isBracketed(candidate) && shape.length(0) === 3 && shape.length(1) === 7) {
    return { score: 0.75, reasons: ['nanp', 'form:3-7'] }
  }
  const isPlain =
    form && !vetoed && isSpacedAsOne(shape, 0, groups) && isFillingArea(values, withCountry ? 1 : 0)
  return isPlain ? { score: area === 1 ? 0.4 : 0.6, reasons: ['form:3-3-4'] } : null
}

/** 555, which no place has, or 123. */
function isFillingArea(values: Uint8Array, at: number): boolean {
  const area = values[at]! * 100 + values[at + 1]! * 10 + values[at + 2]!
  return area === 555 || area === 123
}

function isThreeThreeFour(shape: NumberShape, from: number): boolean {
  return shape.length(from) === 3 && shape.length(from + 1) === 3 && shape.length(from + 2) === 4
}

function isBracketed({ shape, open, groups }: PhoneCandidate): boolean {
  return open && groups > 1 && (shape.marks[0]! & separators.CLOSE) !== 0
}

function isSpacedAsOne(shape: NumberShape, from: number, groups: number): boolean {
  for (let group = from + 1; group < groups - 1; group++)
    if (shape.marks[group] !== shape.marks[from]) return false
  return true
}

/** National numbers that begin with the trunk prefix 0 (ITU-T E.164 annex A; most of the world), in groups. */
function judgeTrunk(candidate: PhoneCandidate, values: Uint8Array): PhoneJudgement | null {
  const { shape, groups, digits } = candidate
  if (values[0] !== 0 || values[1] === 0 || digits < 9 || digits > 12) return null
  if (shape.length(0) === 1 && groups === 4 && digits === 11 && (shape.marks[0]! & separators.OPEN) !== 0) {
    return { score: 0.75, reasons: ['trunk-zero', 'grouped'] }
  }
  // More groups behind it make it a piece of a longer number, an account for example.
  if (candidate.goesOn) return null
  if (groups === 1 && candidate.vetoed) return null
  if (groups === 1) {
    const isLikely = digits === 11 || (digits === 10 && !isBookNumber(values)) || isLongMobile(values, digits)
    return isLikely ? { score: 0.4, reasons: ['trunk-zero'] } : null
  }
  const first = shape.length(0)
  if (first < 2 || first > 5 || groups > 6 || isSocialSecurityForm(shape)) return null
  for (let group = 1; group < groups; group++) if (shape.length(group) < 2) return null
  // Nine digits in threes are written by tax offices and registers, too.
  const isThrees = digits === 9 && groups === 3 && shape.isThree(3, 3, 3)
  return { score: isBracketed(candidate) ? 0.85 : isThrees ? 0.5 : 0.75, reasons: ['trunk-zero', 'grouped'] }
}

/** Twelve digits: only Germany's 015 numbers are so long (Bundesnetzagentur, Nummernplan Mobile Dienste). */
function isLongMobile(values: Uint8Array, digits: number): boolean {
  return digits === 12 && values[1] === 1 && values[2] === 5
}

/** 078-05-1120 was never issued to anybody, yet it is no phone number: those are not written 3-2-4 with hyphens. */
function isSocialSecurityForm(shape: NumberShape): boolean {
  const [first, second] = shape.marks
  return (
    shape.isThree(3, 2, 4) && first === second && (first === separators.HYPHEN || first === separators.SPACE)
  )
}

/** Article numbers are filled with zeros to 13 or 14 digits. */
function isArticleNumber(values: Uint8Array, count: number): boolean {
  return (count === 13 || count === 14) && isArticle(values, 0, count)
}

/** ISO 2108: weighted by their place, the ten digits of an older book number sum up to a multiple of eleven. */
function isBookNumber(values: Uint8Array): boolean {
  let sum = 0
  for (let place = 0; place < 10; place++) sum += values[place]! * (10 - place)
  return sum % 11 === 0
}

/** Written as some country writes its numbers, or as fictional ones of North America are: 555-0123. */
function judgeNational({ shape, groups, goesOn }: PhoneCandidate): PhoneJudgement | null {
  if (goesOn) return null
  const isFictional =
    groups === 2 && shape.length(0) === 3 && shape.length(1) === 4 && shape.marks[0] === separators.HYPHEN
  if (isFictional) {
    const isReserved = shape.values[0] === 5 && shape.values[1] === 5 && shape.values[2] === 5
    return isReserved ? { score: 0.6, reasons: ['form:555'] } : null
  }
  const form = nationalForm(shape, groups)
  return form
    ? { score: form.score, reasons: [`form:${form.groups.join('-')}`, `plan:${form.country}`] }
    : null
}

/** The calling code without a plus, before a mobile number of that country; or a mobile number of China, of eleven digits. */
function judgeWithoutPlus(
  { shape, groups, digits, goesOn }: PhoneCandidate,
  values: Uint8Array,
): PhoneJudgement | null {
  if (values[0] === 0 || digits < 10 || digits > 14 || goesOn) return null
  // 48.858370123: a latitude.
  if (groups === 2 && shape.marks[0] === separators.DOT) return null
  const calling = callingCode(values, 0, digits)
  if (!calling || (groups > 1 && shape.length(0) !== calling.length)) return null
  const from = calling.length
  const count = digits - from
  const { code } = calling
  if (groups > 1 && digits > 10 && isPossibleLength(code, count) && values[from]! >= leastLead(code))
    return { score: 0.5, reasons: [`e164:${code}`] }
  if (groups === 1 && code !== 1 && isMobile(code, values, { from, count })) {
    return { score: 0.35, reasons: [`e164:${code}`, 'mobile'] }
  }
  const isChinese = groups === 1 && digits === 11 && isMobile(86, values, { from: 0, count: digits })
  return isChinese ? { score: 0.35, reasons: ['plan:CN', 'mobile'] } : null
}

/** National numbers begin with 2 or more in North America (ATIS-0300051), with 3 or more behind +7 (ITU, notice of Russia). */
function leastLead(code: number): number {
  return code === 1 ? 2 : code === 7 ? 3 : 0
}

/** Any number of a phone's length, when a word says that it is one. */
function judgeTold({ shape, groups, digits, told }: PhoneCandidate): PhoneJudgement | null {
  if (!told || digits > maxE164Digits) return null
  // 1234.56 is an amount, 1.299.000 too.
  if (groups > 1 && groups < 4 && shape.marks[0] === separators.DOT && !shape.isThree(3, 3, 4)) return null
  return { score: 0.8, reasons: ['length'] }
}
