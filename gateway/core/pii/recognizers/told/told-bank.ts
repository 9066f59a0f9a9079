/** Finds banks (BIC) and security codes of cards in free text, which mean something only behind the words that tell them. */
import { isAlphanumeric } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { blankAt, isWordAt } from '../../word-bytes.ts'
import { bicEnd } from '../bic.ts'
import { hashesOf, hashOf, type Prose, type Word, wordEndAt } from './prose-words.ts'
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
const COLON = 0x3a
const LINE_FEED = 0x0a
const RETURN = 0x0d

/** 1 for what such a word begins with: of most words around nothing more is looked at. */
const firstBytes = new Uint8Array(256)
for (const word of bankTelling) {
  firstBytes[word.charCodeAt(0)] = 1
  firstBytes[word.charCodeAt(0) & 0xdf] = 1
}

export function isBankTelling(hash: number): boolean {
  return bankWords.has(hash) || commonBankWords.has(hash) || codeWords.has(hash)
}

/** What stands right behind `word`, over marks and words such as `code`; null where it is nothing of a bank or card. */
export function toldBank(text: Prose, word: Word): Finding | null {
  return codeWords.has(word.hash) ? securityCode(text, word.end) : bank(text, word)
}

/** Whoever sends a card or an account hardly writes a sentence around it: so far beside it are such words looked at. */
const besideReach = 64

/** Adds to `found`, which is in its order, what words beside its cards and accounts tell. */
export function findBesideMoney(text: Prose, found: Finding[]): void {
  if (!found.some(isMoney)) return
  const more: Finding[] = []
  for (const [index, one] of found.entries()) {
    if (!isMoney(one)) continue
    const { start, end } = one
    // Nothing is looked at twice, however many of them stand close together.
    const before = Math.max(
      text.start,
      start - besideReach,
      found[index - 1]?.end ?? 0,
      more.at(-1)?.end ?? 0,
    )
    addTold(text, { from: before, to: start }, more)
    const after = Math.min(text.end, end + besideReach, found[index + 1]?.start ?? text.end)
    addTold(text, { from: end, to: after }, more)
  }
  if (more.length === 0) return
  let next = 0
  const free = more.filter((one) => {
    while (next < found.length && found[next]!.end <= one.start) next++
    return next === found.length || found[next]!.start >= one.end
  })
  for (const one of free) found.push(one)
  found.sort((one, other) => one.start - other.start)
}

function isMoney({ type }: Finding): boolean {
  return type === 'CREDIT_CARD' || type === 'IBAN'
}

function addTold(text: Prose, { from, to }: { from: number; to: number }, found: Finding[]): void {
  for (let at = from; at < to; at++) {
    if (!isWordAt(text.bytes, at)) continue
    const end = wordEndAt(text, at)
    const mayTell = firstBytes[text.bytes[at]!] === 1
    if (!mayTell) {
      at = end
      continue
    }
    const hash = hashOf(text.bytes, at, end)
    const one = isBankTelling(hash) ? toldBank(text, { start: at, end, hash }) : null
    if (one !== null) found.push(one)
    at = end
  }
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
  const { at: markEnd, overWords } = behindWords(text, wordEnd, bankFillers)
  const below = belowColon(bytes, markEnd, textEnd)
  const at = below > 0 ? below : markEnd
  const isMarked = at > wordEnd + Math.max(1, blankAt(bytes, wordEnd, textEnd))
  if (at === wordEnd || (commonBankWords.has(hash) && !overWords && !isMarked)) return null
  if (at >= textEnd || (bytes[at]! & 0x20) !== 0) return null
  const end = bicEnd({ byte: (index) => (index < textEnd ? bytes[index]! : 0) }, at)
  if (end < 0 || (end < textEnd && isAlphanumeric(bytes[end]!))) return null
  if (below > 0 && end < textEnd && bytes[end]! > 0x20) return null
  return { type: 'BIC', start: at, end, score: 0.85, reasons: ['word:bank', 'form:bic'] }
}

/** Where the line begins below a colon that ends one; 0 where none does. */
function belowColon(bytes: Uint8Array, markEnd: number, textEnd: number): number {
  let at = markEnd
  if (bytes[at - 1] !== COLON) return 0
  if (bytes[at] === RETURN) at++
  return at + 1 < textEnd && bytes[at] === LINE_FEED ? at + 1 : 0
}
