/** Recognises account numbers that begin with a bank's letters, where `account number` stands right before them. */
import { endsCleanly } from '../boundaries.ts'
import { isAlphanumeric, isDigit, isLetter } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { wordRightBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { isWordIn } from '../word-bytes.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the first digit; the bank's letters stand before it. */
export const letteredAccount = {
  name: 'lettered-account',
  trigger: 'mixed',
  source:
    'no standard: banks and software choose such numbers themselves; the longest are those of ISO 13616-1 without its country',
  recognize: recognizeLettered,
} as const satisfies Recognizer

const mostLetters = 8
const fewestDigits = 5
const mostDigits = 18
/** A longer word is no number of a person or an account (`anchor-words.ts`). */
const longest = 20
const mostMarks = 4
const longestWord = 24

function recognizeLettered(text: TextView, at: number): Finding | null {
  let end = at
  while (end < at + mostDigits + 1 && isDigit(text.byte(end))) end++
  const digits = end - at
  if (digits < fewestDigits || digits > mostDigits || !endsCleanly(text, end)) return null
  let start = at
  while (start > at - mostLetters && isLetter(text.byte(start - 1))) start--
  if (start < text.floor || end - start > longest || isAlphanumeric(text.byte(start - 1))) return null
  if (!isNumberTold(text, start)) return null
  return { type: 'BANK_ACCOUNT', start, end, score: 0.7, reasons: ['length', 'word:account'] }
}

/** `account number`, `Kontonummer`, `account no. is`; after a mere `account` may follow what it is charged with: `INV12345`. */
function isNumberTold(text: TextView, start: number): boolean {
  if (wordRightBefore(text, start) !== 'account') return false
  let end = start
  while (end > start - mostMarks && end > text.start && !isWordIn(text, end - 1)) end--
  let word = end
  while (word > end - longestWord && isWordIn(text, word - 1)) word--
  const isCompound = text.byte(end - 1) === 0x72 && text.byte(end - 2) === 0x65
  return isCompound || wordRightBefore(text, word) === 'account'
}
