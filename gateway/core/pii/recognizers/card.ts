/** Recognises payment card numbers: a scheme's leading digits, its length, its grouping, and the Luhn check digit. */
import { passesArticleCheck } from '../article-check.ts'
import { beginsCleanly, endsCleanlyBehind } from '../boundaries.ts'
import { isAlphanumeric, isDigit } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { precedesAt } from '../local-part.ts'
import { passesLuhn } from '../luhn.ts'
import { numberForms } from '../number-forms.ts'
import { type NumberShape, separators } from '../number-shape.ts'
import { type Meaning, wordBefore, wordRightBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { type CardScheme, cardScheme } from './card-schemes.ts'
import type { Recognizer } from './recognizer.ts'

export const card = {
  name: 'card',
  trigger: 'digits',
  forms: numberForms.TWELVE,
  source: 'ISO/IEC 7812-1 (issuer identification numbers, Luhn check digit in Annex B)',
  recognize: recognizeCard,
} as const satisfies Recognizer

const PLUS = 0x2b
const UNDERSCORE = 0x5f
const shortest = 12
const longest = 19
/** A GTIN-14. */
const longestArticle = 14

function recognizeCard(text: TextView, at: number): Finding | null {
  const shape = text.numberAt(at)
  // A plus makes it a phone number: +49 with eleven digits behind it passes for Visa one time in ten.
  if (shape.digits < shortest || text.byte(at - 1) === PLUS || !beginsCleanly(text, at)) return null
  let digits = shape.digits
  for (let groups = shape.groups; groups > 0; groups--) {
    if (digits >= shortest && digits <= longest && endsCleanlyBehind(text, shape, groups)) {
      const isEmbossed = isCardGrouping(shape, groups)
      const span = { start: at, end: shape.ends[groups - 1]!, digits, groups, isEmbossed }
      const found = isEmbossed || isOfFours(shape, groups, digits) ? judge(text, shape, span) : null
      if (found) return found
    }
    digits -= shape.length(groups - 1)
  }
  return null
}

/** Unbroken, or in the ways that cards are embossed and read out, with one kind of separator throughout. */
function isCardGrouping(shape: NumberShape, groups: number): boolean {
  if (groups === 1) return true
  const marks = shape.marks[0]!
  if (marks !== separators.SPACE && marks !== separators.HYPHEN && marks !== separators.DOT) return false
  for (let group = 1; group < groups - 1; group++) if (shape.marks[group] !== marks) return false
  const last = shape.length(groups - 1)
  if (groups === 2) return shape.length(0) === 6 && last === 13
  return (last <= 4 && isFours(shape, groups - 1)) || (groups === 3 && isThreePart(shape))
}

/** Sixteen digits with a space forgotten: 8-4-4, 4-8-4. Two numbers of eight digits look alike, so a word must tell. */
function isOfFours(shape: NumberShape, groups: number, digits: number): boolean {
  const marks = shape.marks[0]!
  if (digits !== 16 || (marks !== separators.SPACE && marks !== separators.HYPHEN)) return false
  for (let group = 0; group < groups; group++) {
    if (shape.length(group) % 4 !== 0 || (group < groups - 1 && shape.marks[group] !== marks)) return false
  }
  return true
}

function isFours(shape: NumberShape, groups: number): boolean {
  for (let group = 0; group < groups; group++) if (shape.length(group) !== 4) return false
  return true
}

/** 4-6-5 (American Express), 4-6-4 (Diners) and 4-4-5 (13 digits). */
function isThreePart(shape: NumberShape): boolean {
  return shape.isThree(4, 6, 5) || shape.isThree(4, 6, 4) || shape.isThree(4, 4, 5)
}

interface Span {
  start: number
  end: number
  digits: number
  groups: number
  isEmbossed: boolean
}

function judge(text: TextView, shape: NumberShape, span: Span): Finding | null {
  const { start, end, digits } = span
  if (!passesLuhn(text.bytes, start, end)) return null
  const scheme = cardScheme(leadingDigits(text, start), digits)
  if (!scheme) return null
  const reasons = ['luhn', `iin:${scheme.name}`]
  const told = wordBefore(text, start) === 'card'
  if (!told && !span.isEmbossed) return null
  // GS1 General Specifications §7.9: article numbers of 12 to 14 digits carry a check digit of their own; where it
  // fits too, only a word can tell a card from a product.
  if (!told && digits <= longestArticle && passesArticleCheck(text.bytes, start, end)) return null
  let score = 0.95
  if (told) reasons.push('word:card')
  else if (span.groups > 1) score = scoreGrouped(shape, span, reasons)
  else score = scoreUnbroken(text, { span, scheme, reasons })
  return { type: 'CREDIT_CARD', start, end, score, reasons }
}

/** Hardly any other number that passes Luhn is written as cards are embossed. Fours alone are a parcel's number as well. */
function scoreGrouped(shape: NumberShape, { digits, groups }: Span, reasons: string[]): number {
  const asEmbossed = shape.isThree(4, 6, 5) || shape.isThree(4, 6, 4)
  if (groups === 2 || (digits < 16 && !asEmbossed)) return weak
  reasons.push('grouped')
  return digits <= 16 ? 0.95 : 0.8
}

const weak = 0.3

/** Words right before a number by which it is no card's: an order, a customer, a meter, a device. */
const namesOthers: ReadonlySet<Meaning> = new Set(['id', 'party', 'device', 'vehicle', 'version', 'routing'])

/**
 * Of numbers of any length, some two in a hundred pass Luhn and begin as some scheme's cards do; what order, parcel and
 * trace numbers there are is far more than cards. So the length and the scheme must be those of nearly all cards.
 */
function scoreUnbroken(text: TextView, lead: { span: Span; scheme: CardScheme; reasons: string[] }): number {
  const { span, scheme, reasons } = lead
  const told = wordRightBefore(text, span.start)
  if (told !== null && namesOthers.has(told)) {
    reasons.push(`word:${told}`)
    return weak
  }
  // Programs name pictures by numbers: 12345678_4512345678901234_n.jpg.
  if (joinsName(text, span.start - 1, span.start - 2) || joinsName(text, span.end, span.end + 1)) return weak
  if (span.digits === scheme.commonLength) return 0.85
  return span.digits === 16 ? 0.5 : weak
}

/** True where an underscore at `mark` joins what is at `beyond`, and that is no address. */
function joinsName(text: TextView, mark: number, beyond: number): boolean {
  if (text.byte(mark) !== UNDERSCORE || !isAlphanumeric(text.byte(beyond))) return false
  return beyond < mark || !precedesAt(text, beyond)
}

function leadingDigits(text: TextView, start: number): number {
  let value = 0
  let taken = 0
  for (let index = start; taken < 6; index++) {
    const byte = text.bytes[index]!
    if (!isDigit(byte)) continue
    value = value * 10 + byte - 0x30
    taken++
  }
  return value
}
