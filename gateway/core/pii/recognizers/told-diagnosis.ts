/** Recognises diagnoses by their code (ICD-10) behind a word that says so: `Diagnose: F32.1`, `ICD-10 F32.1`, lists of them. */
import { endsCleanly } from '../boundaries.ts'
import { isAlphanumeric, isDigit } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import type { TextView } from '../text-view.ts'
import { behindEscape, isWordIn } from '../word-bytes.ts'
import type { Recognizer } from './recognizer.ts'
import { hashesOf, hashOf } from './told/prose-words.ts'

/** Anchored at the first of its digits (`anchor-words.ts`). */
export const toldDiagnosis = {
  name: 'told-diagnosis',
  trigger: 'mixed',
  source: 'WHO, ICD-10, 5th ed., vol. 2 §2.4; BfArM, ICD-10-GM (marks of certainty and side); CDC, ICD-10-CM',
  recognize: recognizeDiagnosis,
} as const satisfies Recognizer

/** The classification itself; in French CIM, in Spanish CIE. */
const named = hashesOf('icd icdcode icd10 icd10cm icd10gm cim cim10 cie cie10')
const diagnoses = hashesOf(
  'diagnosis diagnoses dx diagnose diagnosen hauptdiagnose hauptdiagnosen nebendiagnose nebendiagnosen aufnahmediagnose ' +
    'entlassungsdiagnose diagnoseschlüssel diagnosecode diagnosekode diagnostic diagnóstico diagnósticos ' +
    'diagnosi hoofddiagnose nevendiagnose diagnosecodes diagnosticado diagnosticada diagnosed diagnostiqué diagnostiquée',
)
/** May stand between the word and its code; other codes may, too. */
const fillers = hashesOf(
  'code codes kode kodes codice codici código códigos nr no is ist est es è of der di de del gm cm primary secondary ' +
    'principal principale secondaire secundario secundaria secondaria hoofd main admitting and und et y e en with mit ' +
    'avec con met as als comme como come f g v z a r l b',
)

const DOT = 0x2e
const HYPHEN = 0x2d
/** Behind the point: ICD-10 has two, the modification of the US four, of which the last may be a letter. */
const longestRest = 4
/** Marks of certainty (G, V, Z, A) and of side (R, L, B), right behind the code. */
const marks = new Set(Array.from('GVZARLB', (mark) => mark.charCodeAt(0)))
const reach = 80
const mostWords = 12
/** ICD-10 has these letters for all but special purposes; behind them two digits. */
const digits = 2

function recognizeDiagnosis(text: TextView, at: number): Finding | null {
  const start = at - 1
  if (start < text.floor || !isCapital(text.byte(start)) || isAlphanumeric(text.byte(start - 1))) return null
  const end = codeEnd(text, start)
  if (end < 0) return null
  const word = wordFor(text, start)
  if (word === null) return null
  // `Diagnose A4`, `Diagnose B12-Mangel`: three characters alone are less.
  const isLong = end > start + 1 + digits
  const score = word === 'icd' ? 0.85 : isLong ? 0.8 : 0.6
  return { type: 'HEALTH', start, end, score, reasons: ['code:icd-10', `word:${word}`] }
}

/** Behind the code that begins at `start`; -1 where none does. */
function codeEnd(text: TextView, start: number): number {
  let end = start + 1 + digits
  for (let place = start + 1; place < end; place++) if (!isDigit(text.byte(place))) return -1
  if (text.byte(end) === DOT && isDigit(text.byte(end + 1))) {
    const rest = end + 1
    end = rest
    while (end < rest + longestRest && isDigit(text.byte(end))) end++
    if (end < rest + longestRest && isCapital(text.byte(end)) && end > rest + 1) end++
  }
  if (marks.has(text.byte(end)) && !isAlphanumeric(text.byte(end + 1))) end++
  const goesOn = text.byte(end) === HYPHEN && isAlphanumeric(text.byte(end + 1))
  return goesOn || !endsCleanly(text, end) ? -1 : end
}

/** What the words before it say, over other codes and small words; null where something else stands between. */
function wordFor(text: TextView, start: number): 'icd' | 'diagnosis' | null {
  let at = start
  for (let words = 0; words < mostWords; words++) {
    while (at > start - reach && isMark(text, at - 1)) at--
    const end = at
    while (at > start - reach && isWordOrDigit(text, at - 1)) at--
    if (at === end || at <= start - reach) return null
    if (isDigit(text.byte(at)) || isCode(text, at, end)) continue
    const hash = hashOf(text.bytes, at, end)
    const told = meaningOf(hash) ?? meaningOf(hashOf(text.bytes, behindEscape(text.bytes, at), end))
    if (told !== null) return told
    if (!fillers.has(hash)) return null
  }
  return null
}

function meaningOf(hash: number): 'icd' | 'diagnosis' | null {
  if (named.has(hash)) return 'icd'
  return diagnoses.has(hash) ? 'diagnosis' : null
}

/** The number of a year or an edition, or another code, whose point parts it in two. */
function isCode(text: TextView, start: number, end: number): boolean {
  return end - start >= 3 && end - start <= 4 && isCapital(text.byte(start)) && isDigit(text.byte(start + 1))
}

/** Blanks, line ends, and what stands in lists: `: , ; . - ( ) / = # " '`. */
function isMark(text: TextView, at: number): boolean {
  const byte = text.byte(at)
  if (byte >= 0x80) return !isWordIn(text, at)
  return byte > 0 && !isAlphanumeric(byte) && byte !== 0x5f && byte !== 0x40
}

function isWordOrDigit(text: TextView, at: number): boolean {
  return isDigit(text.byte(at)) || isWordIn(text, at)
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}
