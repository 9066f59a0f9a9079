/** Finds the numbers that practices give to patients: of no form that anything knows, and told by the words before them. */
import { isAlphanumeric, isDigit } from '../../bytes.ts'
import type { Finding } from '../../entity.ts'
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
  const { bytes, end } = text
  let at = word.end
  let isNumbered = wholeWords.has(word.hash)
  for (let words = 0; words < mostWords; words++) {
    at = behindMarks(text, at)
    const next = wordEndAt(text, at)
    if (next === at || !numberWords.has(hashOf(bytes, at, next))) break
    isNumbered = true
    at = next
  }
  if (!isNumbered || at === word.end) return null
  let stop = at
  while (stop < end && stop <= at + longest && isDigit(bytes[stop]!)) stop++
  if (stop - at < shortest || stop - at > longest || !standsAlone(text, stop)) return null
  return { type: 'HEALTH_ID', start: at, end: stop, score: 0.6, reasons: ['word:patient', 'form:unknown'] }
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
  while (at < end && at < from + 4) {
    const byte = bytes[at]!
    if (byte === 0x3a || byte === 0x2e || byte === 0x3d || byte === 0x23) marks++
    else if (byte !== 0x20) break
    if (marks > 1) break
    at++
  }
  return at
}
