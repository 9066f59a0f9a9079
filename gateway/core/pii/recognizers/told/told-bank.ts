/** Finds banks (BIC) and security codes of cards in free text, which mean something only behind the words that tell them. */
import { isAlphanumeric } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { bicEnd } from '../bic.ts'
import { hashesOf, type Prose, type Word } from './prose-words.ts'
import { behindWords, digitsBehind } from './told-number.ts'

/** ISO 9362: the bank. `swift` is a common word too, and needs another one or a mark behind it. */
const banks = 'bic'
const commonBanks = 'swift'
const bankWords = hashesOf(banks)
const commonBankWords = hashesOf(commonBanks)
const bankFillers = hashesOf('code codes bic swift number no is ist est es è ban e nummer numero número')
/** EMV and the schemes' names for the three or four digits beside the number: CVV2 (Visa), CVC2 (Mastercard). */
const codes = 'cvv cvc kartenprüfnummer'
const codeWords = hashesOf(codes)
const codeFillers = hashesOf('code number no is was ist est es è nummer numero número')
/** Only behind one of these words something is told. */
export const bankTelling: readonly string[] = [banks, commonBanks, ...codes.split(' ')]

const shortestCode = 3
const longestCode = 4
const DIGIT_TWO = 0x32

export function isBankTelling(hash: number): boolean {
  return bankWords.has(hash) || commonBankWords.has(hash) || codeWords.has(hash)
}

/** What stands right behind `word`, over marks and words such as `code`; null where it is nothing of a bank or card. */
export function toldBank(text: Prose, word: Word): Finding | null {
  return codeWords.has(word.hash) ? securityCode(text, word.end) : bank(text, word)
}

function securityCode(text: Prose, wordEnd: number): Finding | null {
  const { bytes, end: textEnd } = text
  // CVV2, CVC2.
  const from = wordEnd < textEnd && bytes[wordEnd] === DIGIT_TWO ? wordEnd + 1 : wordEnd
  const told = { numberWords: codeFillers, shortest: shortestCode, longest: longestCode }
  const found = digitsBehind(text, from, told)
  if (found === null) return null
  const { start, end } = found
  return { type: 'CARD_SECURITY_CODE', start, end, score: 0.85, reasons: ['word:card'] }
}

/** In capitals, as it is printed: in small letters every tenth word of eight letters would be one. */
function bank(text: Prose, { end: wordEnd, hash }: Word): Finding | null {
  const { bytes, end: textEnd } = text
  const { at, overWords } = behindWords(text, wordEnd, bankFillers)
  const isMarked = at > wordEnd + 1
  if (at === wordEnd || (commonBankWords.has(hash) && !overWords && !isMarked)) return null
  if (at >= textEnd || (bytes[at]! & 0x20) !== 0) return null
  const end = bicEnd({ byte: (index) => (index < textEnd ? bytes[index]! : 0) }, at)
  if (end < 0 || (end < textEnd && isAlphanumeric(bytes[end]!))) return null
  return { type: 'BIC', start: at, end, score: 0.85, reasons: ['word:bank', 'form:bic'] }
}
