/** Finds codes of health in prose: diagnoses (ICD-10), medicines (ATC, doses) and teeth, where words of health stand near. */
import { CODE, NUMBER, PUNCTUATION } from '../prose/forms.ts'
import { hashOfEnd } from '../prose/hash.ts'
import { hashWord, type Tokens } from '../prose/tokens.ts'
import { WordTable } from '../prose/word-table.ts'
import { doseUnits, medicineStems, ofNobody, toothWords } from './health.ts'
import { cues } from './lexicon.ts'
import type { Surroundings } from './surroundings.ts'

export interface CodeFound {
  from: number
  to: number
  reason: string
  score: number
}

const tableOf = (hashes: readonly number[]): WordTable =>
  new WordTable(hashes.map((hash) => [hash, 1] as const))
const wordsOf = (words: string): WordTable => tableOf(words.split(', ').map(hashWord))
const teeth = wordsOf(toothWords)
const units = wordsOf(doseUnits)
const icdWords = wordsOf('icd, icd10, icd-10, icd10gm, cim, cim10, cie, cie10')
const stems = tableOf(
  medicineStems
    .split(' ')
    .filter((stem) => stem.length >= 4)
    .map((stem) => hashOfEnd(stem, 4)),
)
const reach = { before: 12, after: 12 }

/** Calls `onCode` for each code that stands in the stretch, one behind the other; all of them have a number. */
export function findCodes(
  around: Surroundings,
  stretch: { bytes: Uint8Array; count: number },
  onCode: (found: CodeFound) => void,
): void {
  const { marks, markCount, tokens } = around.sight
  const { form } = tokens
  let next = 0
  for (let mark = 0; mark < markCount; mark++) {
    const index = marks[mark]!
    if (index >= stretch.count) return
    if (form[index] !== CODE && form[index] !== NUMBER) continue
    const dose = index > next ? doseAt(around, stretch, index - 1) : null
    const found = dose ?? (index < next ? null : codeAt(around, stretch, index))
    if (found === null) continue
    onCode(found)
    next = Math.max(next, found.to)
  }
}

function codeAt(
  around: Surroundings,
  stretch: { bytes: Uint8Array; count: number },
  index: number,
): CodeFound | null {
  if (around.sight.tokens.form[index] === NUMBER) return toothAt(around, stretch, index)
  return diagnosisAt(around, stretch, index) ?? medicineCodeAt(around, stretch, index)
}

/**
 * ICD-10 (WHO, 5th ed., vol. 2 §2.4): a letter, two digits, and after a point up to two more. Order numbers look so too, so
 * a word of health or `ICD` must stand near.
 */
function diagnosisAt(
  around: Surroundings,
  { bytes, count }: { bytes: Uint8Array; count: number },
  index: number,
): CodeFound | null {
  const { start, end, gap, form } = around.sight.tokens
  const from = start[index]!
  if (
    end[index]! - from !== 3 ||
    !isUpper(bytes[from]!) ||
    !isDigit(bytes[from + 1]!) ||
    !isDigit(bytes[from + 2]!)
  )
    return null
  let to = index + 1
  if (
    to + 1 < count &&
    form[to] === PUNCTUATION &&
    gap[to] === 0 &&
    bytes[start[to]!] === 0x2e &&
    form[to + 1] === NUMBER &&
    gap[to + 1] === 0
  ) {
    if (end[to + 1]! - start[to + 1]! > 2) return null
    to += 2
  }
  const named = wordNear(around, index, 4, icdWords)
  const cue = around.around(bytes, { from: index, to, count }, reach) | around.labelAt(bytes, index)
  if (!named && (cue & cues.health) === 0) return null
  return { from: index, to, reason: 'code:icd-10', score: named ? 0.8 : to > index + 1 ? 0.65 : 0.5 }
}

/** ATC (WHO Collaborating Centre for Drug Statistics): letter, two digits, two letters, two digits. */
function medicineCodeAt(
  around: Surroundings,
  { bytes, count }: { bytes: Uint8Array; count: number },
  index: number,
): CodeFound | null {
  const { start, end } = around.sight.tokens
  const from = start[index]!
  if (end[index]! - from !== 7) return null
  const main = 'ABCDGHJLMNPRSV'.includes(String.fromCharCode(bytes[from]!))
  const whole =
    main &&
    isDigit(bytes[from + 1]!) &&
    isDigit(bytes[from + 2]!) &&
    isUpper(bytes[from + 3]!) &&
    isUpper(bytes[from + 4]!) &&
    isDigit(bytes[from + 5]!) &&
    isDigit(bytes[from + 6]!)
  if (!whole) return null
  const near = around.around(bytes, { from: index, to: index + 1, count }, reach)
  if ((near & cues.health) === 0) return null
  const score = (near & cues.person) === 0 ? ofNobody : 0.7
  return { from: index, to: index + 1, reason: 'code:atc', score }
}

/** ISO 3950: quadrant 1–4 with tooth 1–8, or of milk teeth quadrant 5–8 with tooth 1–5, behind a word for tooth. */
function toothAt(
  around: Surroundings,
  { bytes }: { bytes: Uint8Array; count: number },
  index: number,
): CodeFound | null {
  const { start, end, hash, form } = around.sight.tokens
  const from = start[index]!
  if (end[index]! - from !== 2) return null
  const quadrant = bytes[from]! - 0x30
  const tooth = bytes[from + 1]! - 0x30
  if (quadrant < 1 || quadrant > 8 || tooth < 1 || tooth > (quadrant < 5 ? 8 : 5)) return null
  let word = index - 1
  while (word >= 0 && word > index - 3 && form[word] === PUNCTUATION) word--
  if (word < 0 || teeth.get(hash[word]!) === 0) return null
  return { from: word, to: index + 1, reason: 'code:tooth', score: 0.55 }
}

/** A word that ends as medicines do, with its dose: `Candesartan 8 mg`. */
function doseAt(
  around: Surroundings,
  { bytes, count }: { bytes: Uint8Array; count: number },
  index: number,
): CodeFound | null {
  const { tokens } = around.sight
  const { form, start, end } = tokens
  if (form[index] === PUNCTUATION || form[index] === CODE || form[index] === NUMBER) return null
  if (end[index]! - start[index]! < 7 || stems.get(tokens.suffix(index, 4)) === 0) return null
  const to = doseEnd(tokens, bytes, index + 1, count)
  if (to === 0) return null
  const near = around.around(bytes, { from: index, to, count }, reach)
  const isNobody = (near & cues.person) === 0
  if (isNobody && around.asks(bytes, index, count)) return null
  return { from: index, to, reason: 'stem:medicine', score: isNobody ? ofNobody : 0.65 }
}

/** Behind the dose that begins at `at`: `20 mg` or `20mg`; 0 where none does. */
function doseEnd({ form, hash, start, end }: Tokens, bytes: Uint8Array, at: number, count: number): number {
  if (form[at] === NUMBER) return at + 1 < count && units.get(hash[at + 1]!) !== 0 ? at + 2 : 0
  if (form[at] !== CODE) return 0
  const last = end[at]!
  const unit = bytes[last - 1] === 0x67 && bytes[last - 2] === 0x6d
  return unit && isDigit(bytes[start[at]!]!) ? at + 1 : 0
}

function wordNear({ sight }: Surroundings, index: number, before: number, words: WordTable): boolean {
  for (let at = index - 1; at >= 0 && at >= index - before; at--)
    if (words.get(sight.tokens.hash[at]!) !== 0) return true
  return false
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}
