/** Recognises US social security numbers: 123-45-6789, or nine bare digits behind a word that says so. */
import { beginsCleanly, endsCleanlyBehind } from '../boundaries.ts'
import type { Finding } from '../entity.ts'
import { meaningAbove } from '../label-line.ts'
import { numberForms } from '../number-forms.ts'
import { type NumberShape, separators } from '../number-shape.ts'
import { wordBefore, wordRightBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { isBehindPart } from './part-number.ts'
import type { Recognizer } from './recognizer.ts'

export const usSsn = {
  name: 'us-ssn',
  trigger: 'digits',
  forms: numberForms.NINE,
  source: '20 CFR §422.103; SSA, Randomization FAQ (areas 000, 666 and 900-999 are never issued)',
  recognize: recognizeSsn,
} as const satisfies Recognizer

const UNDERSCORE = 0x5f

/**
 * Printed on wallet inserts and in an advertisement, withdrawn since: SSA, "Misused SSNs"; what else was never given out is
 * in SSA, POMS RM 10201.035. 123-45-6789 is in no such list, is of an area that was given out, and is what people type who
 * try whether they are protected.
 */
const withdrawn = new Set([78_051_120, 219_099_999])

function recognizeSsn(text: TextView, at: number): Finding | null {
  const shape = text.numberAt(at)
  if (shape.digits < 9 || !beginsCleanly(text, at)) return null
  const groups = shape.isThree(3, 2, 4) ? 3 : shape.length(0) === 9 ? 1 : 0
  if (groups === 0 || !endsCleanlyBehind(text, shape, groups)) return null
  if (groups === 3 && !isPlain(shape)) return null
  const number = digitsOf(text, shape, groups)
  if (!isIssuableSsn(number)) return null
  const told = wordBefore(text, at) === 'ssn' || meaningAbove(text, at, shape.ends[groups - 1]!) === 'ssn'
  if (groups === 1 && !told) return null
  const reasons = ['ssn-areas', groups === 3 ? 'form:3-2-4' : 'form:9']
  const score = told ? 0.95 : scoreUntold(text, shape, reasons)
  if (told) reasons.push('word:ssn')
  return { type: 'US_SSN', start: at, end: shape.ends[groups - 1]!, score, reasons }
}

/** There is no check digit: nine of ten references that are written 123-45-6789 could be one, so the form alone says little. */
function scoreUntold(text: TextView, shape: NumberShape, reasons: string[]): number {
  if (shape.marks[0] !== separators.HYPHEN) return 0.3
  // part_123-45-6789.pdf
  if (text.byte(shape.at - 1) === UNDERSCORE && isBehindPart(text, shape.at)) return 0.3
  if (wordRightBefore(text, shape.at) !== 'id') return 0.5
  reasons.push('word:id')
  return 0.3
}

/** Over one mark throughout. */
function isPlain({ marks: [first, second] }: NumberShape): boolean {
  return (
    first === second &&
    (first === separators.HYPHEN || first === separators.SPACE || first === separators.DOT)
  )
}

function digitsOf(text: TextView, shape: NumberShape, groups: number): number {
  if (groups === 1) return shape.value(text, 0)
  return shape.value(text, 0) * 1_000_000 + shape.value(text, 1) * 10_000 + shape.value(text, 2)
}

/** True for nine digits, as a number, that were or may be given to somebody. */
export function isIssuableSsn(number: number): boolean {
  const area = Math.floor(number / 1_000_000)
  const group = Math.floor(number / 10_000) % 100
  const serial = number % 10_000
  if (area === 0 || area === 666 || area >= 900 || group === 0 || serial === 0) return false
  return !withdrawn.has(number)
}
