/** Finds the numbers that practices give to patients: of no form that anything knows, and told by the words before them. */
import { isAlphanumeric, isDigit } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
import { blankAt } from '../../word-bytes.ts'
import { hashesOf, hashOf, type Prose, type Word, wordEndAt } from './prose-words.ts'

/** Say it all by themselves: `Patientennummer 88123`. */
const wholes = 'mrn patientennummer patientennr patientnummer versichertennummer'
const wholeWords = hashesOf(wholes)
/** Only with a word for a number behind: `patient id 8812`. */
const halves = 'patient patients paciente paziente patiënt'
const halfWords = hashesOf(halves)
const numberWords = hashesOf('id no nr number nummer numero número numéro record file is ist')
/** Only behind one of these words something is told. */
export const numberTelling: readonly string[] = [...wholes.split(' '), ...halves.split(' ')]
const shortest = 4
const longest = 12
const mostWords = 3

export function isNumberTelling(hash: number): boolean {
  return wholeWords.has(hash) || halfWords.has(hash)
}

/** The number behind `word`, over words for a number and marks; null where none stands right there. */
export function toldNumber(text: Prose, word: Word): Finding | null {
  const told = { numberWords, shortest, longest }
  const found = digitsBehind(text, word.end, told)
  if (found === null || !(wholeWords.has(word.hash) || found.overWords)) return null
  const { start, end } = found
  return { type: 'HEALTH_ID', start, end, score: 0.6, reasons: ['word:patient', 'form:unknown'] }
}

interface ToldDigits {
  /** May stand between the telling word and the digits. */
  readonly numberWords: ReadonlySet<number>
  readonly shortest: number
  readonly longest: number
}

/** The digits that stand alone behind a word that ends at `from`, over marks and `numberWords`; null where none do. */
export function digitsBehind(
  text: Prose,
  from: number,
  { numberWords, shortest, longest }: ToldDigits,
): { start: number; end: number; overWords: boolean } | null {
  const { bytes, end: textEnd } = text
  const start = behindWords(text, from, numberWords)
  let end = start.at
  while (end < textEnd && end <= start.at + longest && isDigit(bytes[end]!)) end++
  const length = end - start.at
  if (start.at === from || length < shortest || length > longest || !standsAlone(text, end)) return null
  return { start: start.at, end, overWords: start.overWords }
}

/** Behind marks, and behind up to three of `words` with marks behind each. */
export function behindWords(
  text: Prose,
  from: number,
  words: ReadonlySet<number>,
): { at: number; overWords: boolean } {
  let at = behindMarks(text, from)
  let overWords = false
  for (let count = 0; count < mostWords; count++) {
    const next = wordEndAt(text, at)
    if (next === at || !words.has(hashOf(text.bytes, at, next))) break
    overWords = true
    at = behindMarks(text, next)
  }
  return { at, overWords }
}

/** No date, share, price or part of a longer number. */
function standsAlone({ bytes, end }: Prose, at: number): boolean {
  const next = at < end ? bytes[at]! : 0x20
  if (isAlphanumeric(next) || next === 0x25) return false
  const isJoint = next === 0x2d || next === 0x2f || next === 0x2e || next === 0x2c || next === 0x3a
  return !(isJoint && at + 1 < end && isDigit(bytes[at + 1]!))
}

/** Behind blanks and at most one of `: . = #`. */
function behindMarks({ bytes, end }: Prose, from: number): number {
  let at = from
  let marks = 0
  for (let passed = 0; passed < 4 && at < end; passed++) {
    const byte = bytes[at]!
    const blank = blankAt(bytes, at, end)
    if (byte === 0x3a || byte === 0x2e || byte === 0x3d || byte === 0x23) marks++
    else if (blank === 0) break
    if (marks > 1) break
    at += blank || 1
  }
  return at
}
