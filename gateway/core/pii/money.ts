/** Tells an amount of money from other numbers: thousands in threes, and a currency right beside them. */
import { isDigit, isLetter } from './bytes.ts'
import type { TextView } from './text-view.ts'

const SPACE = 0x20
const DOLLAR = 0x24
const PLUS = 0x2b
const COMMA = 0x2c
const HYPHEN = 0x2d
const DOT = 0x2e
const ZERO = 0x30
const perGroup = 3
const codeLength = 3

// ISO 4217, of the countries whose packs there are and those they trade with most; but no words, such as COP and TRY.
const codes = new Set(
  'EUR USD GBP CHF SEK NOK DKK ISK PLN CZK HUF RON BGN JPY CNY INR BRL CAD AUD NZD MXN ZAR KRW SGD HKD ILS ARS CLP IDR'
    .split(' ')
    .map((code) => (code.charCodeAt(0) << 16) | (code.charCodeAt(1) << 8) | code.charCodeAt(2)),
)

/** True where the digits from `start` to `end` are an amount: `EUR 636 372 684`, `$9.188.164.230`, `+383.958.029,36 EUR`. */
export function isMoney(text: TextView, start: number, end: number): boolean {
  if (!isInThrees(text, start, end)) return false
  const signed = text.byte(start - 1) === PLUS ? start - 1 : start
  return isBehindCurrency(text, signed) || isBeforeCurrency(text, end)
}

/** The same of digits that are an IPv4 address as well: a code alone says too little there, a sign or decimals behind say enough. */
export function isMoneyAndNoAddress(text: TextView, start: number, end: number): boolean {
  const hasDecimals = text.byte(end) === COMMA && isDigit(text.byte(end + 1))
  const hasSign =
    signBefore(text, start) > 0 ||
    signBefore(text, start - 1) > 0 ||
    signAt(text, end) > 0 ||
    signAt(text, end + 1) > 0
  return (hasDecimals || hasSign) && isMoney(text, start, end)
}

/**
 * True where an amount begins behind the space at `at - 1`: `100 EUR`, `1.200,00 €`. Three digits behind up to three others may be
 * thousands of a longer one: `636 372 684 EUR`.
 */
export function beginsAmount(text: TextView, at: number): boolean {
  let end = at
  while (end < at + longestRun && isDigit(text.byte(end))) end++
  if (end - at === perGroup && !isDigit(text.byte(at - 2 - perGroup))) return false
  const isMarked = (text.byte(end) === DOT || text.byte(end) === COMMA) && isDigit(text.byte(end + 1))
  if (!isMarked && !mayBeginBehind(text, at, end - at)) return false
  while ((text.byte(end) === DOT || text.byte(end) === COMMA) && isThree(text, end + 1)) end += 1 + perGroup
  return end > at && isBeforeCurrency(text, end)
}

/**
 * True where so many plain digits at `at` are no last group of a number in groups alike: `2345671 100`, `212-555-0147 50`, `18 00 100`, and
 * neither `1111 1111` of a card nor `56 78` of a phone number.
 */
function mayBeginBehind(text: TextView, at: number, count: number): boolean {
  let start = at - 1
  while (start > at - 1 - longestRun && isDigit(text.byte(start - 1))) start--
  const before = at - 1 - start
  if (text.byte(start - 1) === HYPHEN || (before === 2 && count === perGroup)) return true
  return before >= longGroup && count < longGroup
}

/** More digits than a number in groups of one length has in each. */
const longGroup = 5

/** True where an amount with decimals ends right before the space at `at - 1`: `$100.00`, `EUR 1.200,00`. */
export function endsAmount(text: TextView, at: number): boolean {
  const end = at - 1
  const mark = text.byte(end - 3)
  if ((mark !== DOT && mark !== COMMA) || text.byte(end) !== SPACE) return false
  if (!isDigit(text.byte(end - 1)) || !isDigit(text.byte(end - 2))) return false
  let start = end - 3
  while (start > end - longestAmount && isAmountByte(text.byte(start - 1))) start--
  return start < end - 3 && isDigit(text.byte(start)) && isBehindCurrency(text, start)
}

const longestRun = 8
const longestAmount = 14

function isAmountByte(byte: number): boolean {
  return isDigit(byte) || byte === DOT || byte === COMMA
}

function isThree(text: TextView, at: number): boolean {
  for (let place = 0; place < perGroup; place++) if (!isDigit(text.byte(at + place))) return false
  return !isDigit(text.byte(at + perGroup))
}

/** One to three digits, no zero first, and threes behind one kind of mark. */
function isInThrees(text: TextView, start: number, end: number): boolean {
  let at = start
  while (isDigit(text.byte(at)) && at <= start + perGroup) at++
  const mark = text.byte(at)
  if (
    at > start + perGroup ||
    text.byte(start) === ZERO ||
    (mark !== SPACE && mark !== DOT && mark !== COMMA)
  )
    return false
  for (; at < end; at += 1 + perGroup) {
    if (text.byte(at) !== mark) return false
    for (let place = 1; place <= perGroup; place++) if (!isDigit(text.byte(at + place))) return false
  }
  return at === end
}

/** A sign or a code that no number stands before: in `20 EUR 601 123 456` it belongs to another amount. */
function isBehindCurrency(text: TextView, start: number): boolean {
  const end = text.byte(start - 1) === SPACE ? start - 1 : start
  const sign = signBefore(text, end)
  const first = sign > 0 ? sign : codeAt(text, end - codeLength) && !isLetter(text.byte(end)) ? codeLength : 0
  if (first === 0 || isLetter(text.byte(end - first - 1))) return false
  return !isDigit(text.byte(end - first - 1)) && !isDigit(text.byte(end - first - 2))
}

/** A sign or a code behind the number and its decimals that no other amount follows. */
function isBeforeCurrency(text: TextView, end: number): boolean {
  let at = end
  const mark = text.byte(at)
  if ((mark === COMMA || mark === DOT) && isDigit(text.byte(at + 1))) {
    at += isDigit(text.byte(at + 2)) ? 3 : 2
  }
  if (text.byte(at) === SPACE) at++
  const size =
    signAt(text, at) || (codeAt(text, at) && !isLetter(text.byte(at + codeLength)) ? codeLength : 0)
  if (size === 0) return false
  const behind = text.byte(at + size) === SPACE ? at + size + 1 : at + size
  return !isDigit(text.byte(behind))
}

function codeAt(text: TextView, at: number): boolean {
  return codes.has((text.byte(at) << 16) | (text.byte(at + 1) << 8) | text.byte(at + 2))
}

/** How many bytes the sign of a currency at `at` has; 0 where none is. In UTF-8, £ is C2 A3, ¥ is C2 A5, € is E2 82 AC. */
function signAt(text: TextView, at: number): number {
  const first = text.byte(at)
  if (first === DOLLAR) return 1
  const second = text.byte(at + 1)
  if (first === 0xc2) return second === 0xa3 || second === 0xa5 ? 2 : 0
  return first === 0xe2 && second === 0x82 && text.byte(at + 2) === 0xac ? 3 : 0
}

function signBefore(text: TextView, end: number): number {
  for (let size = 1; size <= 3; size++) if (signAt(text, end - size) === size) return size
  return 0
}
