/** Decides whether a comma between digits is one of decimals or thousands, or parts entries of a list and cells of a row. */
import { isAlphanumeric, isDigit } from './bytes.ts'
import type { TextView } from './text-view.ts'

const SPACE = 0x20
const CLOSE = 0x29
const PLUS = 0x2b
const COMMA = 0x2c
const HYPHEN = 0x2d
const DOT = 0x2e
const SLASH = 0x2f
const ZERO = 0x30
const COLON = 0x3a

/** Longer ones are counted as so long. */
const longestRun = 12
/** Digits before a decimal comma: amounts are no longer where nothing groups them. */
const longestWhole = 8
const perGroup = 3
const yearDigits = 4
const cents = 2
/** Of what is dialled behind an area without a zero; a code of a place has fewer. */
const fewestDialled = 7
/** `+1 234 567,89`; behind a plus, more is a phone number: `+34 612 345 678`. */
const longestSigned = 12
/** Amounts have no more. */
const mostGroups = 7

/**
 * True where the comma at `at`, between two digits, makes one number of them: `1,234.50`, `17,5`. False where it parts
 * entries of a list or cells of a row: `+49 171 2345678,42`, `Becker,17,44051401359`.
 */
export function isDecimalComma(text: TextView, at: number): boolean {
  const left = digitsBefore(text, at)
  const right = digitsBehind(text, at + 1)
  if (left === 0 || right === 0) return false
  const before = text.byte(at - left - 1)
  const after = text.byte(at + 1 + right)
  const isGrouped = left <= perGroup && right === perGroup && !isAlphanumeric(before)
  if (isGrouped && endsThousands(text, at) && endsGroup(text, at + 1 + right)) return true
  // No number's whole part is so long, or begins with a zero before others.
  if (left > longestWhole || (left > 1 && text.byte(at - left) === ZERO)) return false
  if (before === COMMA || after === COMMA || isAlphanumeric(before) || isBehindArea(text, at - left))
    return false
  const isDigitBefore = isDigit(text.byte(at - left - 2))
  const isDigitBehind = isDigit(text.byte(at + 2 + right))
  // On one side stands a date, a time, or a number with a decimal point of its own.
  if ((isJoint(before) && isDigitBefore) || (isJoint(after) && isDigitBehind)) return false
  const goesOn = after === SPACE && isDigitBehind
  if (goesOn && right === cents && isAmount(text, at + 2 + right)) return true
  const goesOnAsDecimals = goesOn && right >= perGroup && goesOnInThrees(text, at + 1)
  // 1,0171 2345678: no decimals begin with a zero and go on otherwise.
  if (goesOn && right >= perGroup && text.byte(at + 1) === ZERO && !goesOnAsDecimals) return false
  if (before === SPACE && isDigitBefore) return left === perGroup && endsThousands(text, at)
  return !goesOn || (right === perGroup && goesOnAsDecimals)
}

/**
 * True where the digits that end at `end` may end the thousands of an amount: `1 234 567`, `1.234.567`. False where they
 * end a longer number: `0171 23 45 678`, `06 12 34 56 78`, `529.982.247-25`.
 */
function endsThousands(text: TextView, end: number): boolean {
  let size = digitsBefore(text, end)
  let start = end - size
  const mark = text.byte(start - 1)
  if (mark === SPACE || mark === DOT) {
    for (let groups = 1; groups < mostGroups && isMarkBetween(text, start - 1, mark); groups++) {
      // A longer one ahead of the thousands is a number of its own, such as a year.
      if (size !== perGroup) return size > perGroup && text.byte(start) !== ZERO
      size = digitsBefore(text, start - 1)
      start -= 1 + size
    }
    if (start + size < end && size > 1 && text.byte(start) === ZERO) return false
  }
  if (text.byte(start - 1) === PLUS && end - start > longestSigned) return false
  if (isMarkBetween(text, start - 1, HYPHEN) || isMarkBetween(text, start - 1, SLASH)) return false
  return !isBehindArea(text, start)
}

/** True behind digits in brackets, as areas are written: `(030) 1234567`; one digit there counts something. */
function isBehindArea(text: TextView, start: number): boolean {
  const close = text.byte(start - 1) === SPACE ? start - 2 : start - 1
  return text.byte(close) === CLOSE && digitsBefore(text, close) > 1
}

/** False where digits go on behind a group of three that ends at `end`, other than as one decimal part: `1,234.50`. */
function endsGroup(text: TextView, end: number): boolean {
  if (!isDigit(text.byte(end + 1))) return true
  const mark = text.byte(end)
  if (mark !== DOT) return !isJoint(mark) && mark !== SPACE
  const behind = end + 1 + digitsBehind(text, end + 1)
  return !(isJoint(text.byte(behind)) && isDigit(text.byte(behind + 1)))
}

/**
 * True where digits from `start` go on over spaces as decimals do, in threes (`3,141 592 65`), or another number stands
 * behind them (`1,234 2026`). False for phone numbers: `044 668 18 00`, `943 476 5919`, `030 1234567`, `212 5550147`.
 */
function goesOnInThrees(text: TextView, start: number): boolean {
  const isDialled = text.byte(start) === ZERO
  for (let groups = 1, at = start; groups < mostGroups; groups++) {
    const size = digitsBehind(text, at)
    const isLast = !isMarkBetween(text, at + size, SPACE)
    if (isLast)
      return (
        size <= perGroup || (groups === 2 && (size <= yearDigits || (!isDialled && size < fewestDialled)))
      )
    if (size !== perGroup) return size > perGroup && !isDialled
    at += size + 1
  }
  return true
}

/** True where thousands over spaces and two decimals stand at `start`, as in the next of two columns: `6 720 621 211,10`. */
function isAmount(text: TextView, start: number): boolean {
  let size = digitsBehind(text, start)
  if (size > perGroup || text.byte(start) === ZERO) return false
  let end = start + size
  for (let groups = 1; groups < mostGroups && isMarkBetween(text, end, SPACE); groups++) {
    size = digitsBehind(text, end + 1)
    if (size !== perGroup) return false
    end += 1 + size
  }
  return end - start > perGroup && text.byte(end) === COMMA && digitsBehind(text, end + 1) === cents
}

function isMarkBetween(text: TextView, at: number, mark: number): boolean {
  return text.byte(at) === mark && isDigit(text.byte(at - 1)) && isDigit(text.byte(at + 1))
}

function isJoint(byte: number): boolean {
  return byte === HYPHEN || byte === SLASH || byte === COLON || byte === DOT
}

function digitsBefore(text: TextView, at: number): number {
  let count = 0
  while (count < longestRun && isDigit(text.byte(at - 1 - count))) count++
  return count
}

function digitsBehind(text: TextView, at: number): number {
  let count = 0
  while (count < longestRun && isDigit(text.byte(at + count))) count++
  return count
}
