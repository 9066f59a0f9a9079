/** Recognises the numbers of mobile phones (IMEI): fifteen digits with a Luhn digit, begun by a type allocation code. */
import { beginsCleanly, endsCleanlyBehind } from '../boundaries.ts'
import type { Finding } from '../entity.ts'
import { meaningAbove } from '../label-line.ts'
import { passesLuhn } from '../luhn.ts'
import { numberForms } from '../number-forms.ts'
import { goesOnFromDigits } from '../number-joints.ts'
import type { NumberShape } from '../number-shape.ts'
import { wordBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

export const imei = {
  name: 'imei',
  trigger: 'digits',
  forms: numberForms.FIFTEEN,
  source: '3GPP TS 23.003 §6.2 and annex B (check digit); GSMA TS.06 (reporting body identifiers)',
  recognize: recognizeImei,
} as const satisfies Recognizer

const length = 15
/** The two digits of the bodies that give or gave out allocation codes (GSMA TS.06 §3); 00 is for tests. */
const bodies = new Set([1, 33, 35, 44, 45, 49, 50, 51, 52, 53, 54, 86, 91, 98, 99])

function recognizeImei(text: TextView, at: number): Finding | null {
  const shape = text.numberAt(at)
  if (shape.digits < length || !beginsCleanly(text, at)) return null
  const groups = groupsOf(shape)
  if (groups === 0 || !endsCleanlyBehind(text, shape, groups)) return null
  // Two digits behind another group begin nothing.
  if (groups > 1 && goesOnFromDigits(text, at)) return null
  const end = shape.ends[groups - 1]!
  if (!passesLuhn(text.bytes, at, end)) return null
  const told = wordBefore(text, at) === 'device' || meaningAbove(text, at, end) === 'device'
  if (!told && !bodies.has(shape.values[0]! * 10 + shape.values[1]!)) return null
  const reasons = ['luhn', told ? 'word:device' : 'tac']
  return { type: 'IMEI', start: at, end, score: scoreOf(told, groups), reasons }
}

/** Behind the word that says so it is sure; written 2-6-6-1 it is likely; fifteen bare digits are often something else. */
function scoreOf(told: boolean, groups: number): number {
  if (told) return 0.95
  return groups === 1 ? 0.3 : 0.8
}

/** How many groups an unbroken number or one of 2-6-6-1 (also 6-2-6-1) has; 0 for other forms. */
function groupsOf(shape: NumberShape): number {
  if (shape.length(0) === length) return 1
  const isFour = shape.length(3) === 1 && (shape.isThree(2, 6, 6) || shape.isThree(6, 2, 6))
  return isFour ? 4 : 0
}
