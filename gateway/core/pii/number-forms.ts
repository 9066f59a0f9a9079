/** Tells by one look at a number's digits and marks which recognizers can have anything to say of it. */
import { isHex, isLetter } from './bytes.ts'
import { type NumberShape, separators } from './number-shape.ts'
import type { TextView } from './text-view.ts'

/** What the digits at an anchor may look like, bit by bit. A number has several of these forms, or none. */
export const numberForms = {
  /** At least six, seven, twelve digits in all groups. */
  SIX: 1,
  SEVEN: 2,
  TWELVE: 4,
  /** Nine digits at first, or 3-2-4. */
  NINE: 8,
  /** Fifteen digits at first, or a fourth group of one digit. */
  FIFTEEN: 16,
  /** Four groups over dots. */
  DOTTED: 32,
  /** A letter stands right behind the first group, or before it. */
  LETTERED: 64,
  /** Pairs over hyphens or fours over dots, of digits and perhaps letters. */
  PAIRED: 128,
  /** A colon follows the first group, or a slash the first digit. */
  LABELLED: 256,
} as const

/** How many sets of forms there are. */
export const formSets = 512

const HYPHEN = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const COLON = 0x3a
/** A longer run of digits has no place for letters in a vehicle's number. */
const vehicleLength = 17

/** The forms of the number that begins at `shape.at`; bytes of it are asked for that may still come. */
export function formsOf(text: TextView, shape: NumberShape): number {
  const { at, digits, groups } = shape
  const length = shape.ends[0]! - at
  const after = text.byte(at + length)
  let forms = 0
  if (digits >= 6) forms |= numberForms.SIX
  if (digits >= 7) forms |= numberForms.SEVEN
  if (digits >= 12) forms |= numberForms.TWELVE
  if (length === 9 || shape.isThree(3, 2, 4)) forms |= numberForms.NINE
  if (length === 15 || shape.length(3) === 1) forms |= numberForms.FIFTEEN
  if (groups > 3 && isDotted(shape)) forms |= numberForms.DOTTED
  if (after === COLON || (after === SLASH && length === 1)) forms |= numberForms.LABELLED
  return forms | letteredForms(text, at, { length, after })
}

function isDotted({ marks }: NumberShape): boolean {
  return marks[0] === separators.DOT && marks[1] === separators.DOT && marks[2] === separators.DOT
}

/** Those in which letters may stand. Behind an escape's letter, anything is asked. */
function letteredForms(
  text: TextView,
  at: number,
  { length, after }: { length: number; after: number },
): number {
  const before = text.byte(at - 1)
  if (isLetter(before)) return numberForms.LETTERED | numberForms.PAIRED
  const isBehind = isLetter(after)
  const forms = isBehind && length < vehicleLength ? numberForms.LETTERED : 0
  const isPaired =
    (isBehind && isHex(after)) ||
    (length === 2 && (after === HYPHEN || before === HYPHEN)) ||
    (length === 4 && (after === DOT || before === DOT))
  return isPaired ? forms | numberForms.PAIRED : forms
}
