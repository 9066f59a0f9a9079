/** Recognises vehicle identification numbers (VIN), which lead to a vehicle's keeper. */
import { isAlphanumeric, isDigit, isLetter } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { meaningAbove } from '../label-line.ts'
import { numberForms } from '../number-forms.ts'
import { wordBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

const source = 'ISO 3779:2009 (form), ISO 3780:2009 (makers), 49 CFR §565.15 (check digit in North America)'

/** Anchored at its first digit, whether letters stand before that or not. */
export const vinRecognizers: readonly Recognizer[] = [
  { name: 'vin', trigger: 'digits', forms: numberForms.LETTERED, source, recognize: recognizeVin },
  { name: 'vin-mixed', trigger: 'mixed', source, recognize: recognizeVin },
]

const length = 17
const checkPlace = 8
/** 49 CFR §565.15 table IV; no weight for the check digit itself. */
const weights = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2]
/** 49 CFR §565.15 table III: values of A to Z; I, O and Q are not used. */
const letterValues = [1, 2, 3, 4, 5, 6, 7, 8, -1, 1, 2, 3, 4, 5, -1, 7, -1, 9, 2, 3, 4, 5, 6, 7, 8, 9]
const maxLead = 8
const serialDigits = 4

export type VinForm = 'checked' | 'shaped'

/** What the seventeen characters from `start` on are as a VIN; null where they are none. */
export function vinForm(text: TextView, start: number): VinForm | null {
  let sum = 0
  let digits = 0
  for (let place = 0; place < length; place++) {
    const value = characterValue(text.byte(start + place))
    if (value < 0) return null
    if (isDigit(text.byte(start + place))) digits++
    sum += value * weights[place]!
  }
  // Every maker's serial number ends in digits (ISO 3779 §6: the last four are numeric).
  for (let back = 1; back <= serialDigits; back++) if (!isDigit(text.byte(start + length - back))) return null
  if (digits === length) return null
  const check = text.byte(start + checkPlace) | 0x20
  const remainder = sum % 11
  const isChecked = remainder === 10 ? check === 0x78 : check === (0x30 | remainder | 0x20)
  return isChecked ? 'checked' : 'shaped'
}

function recognizeVin(text: TextView, at: number): Finding | null {
  let start = at
  while (start > at - maxLead && isLetter(text.byte(start - 1))) start--
  if (start < text.floor || isAlphanumeric(text.byte(start - 1))) return null
  const form = vinForm(text, start)
  const end = start + length
  if (form === null || isAlphanumeric(text.byte(end))) return null
  const told = wordBefore(text, start) === 'vehicle' || meaningAbove(text, start, end) === 'vehicle'
  const first = text.byte(start)
  // Makers in North America (1 to 5) and China (L) must give the check digit: there it speaks as well by being wrong.
  const needsCheck = (first >= 0x31 && first <= 0x35) || (first | 0x20) === 0x6c
  if (!told && (needsCheck || isDigit(first)) && form !== 'checked') return null
  const reasons = [form === 'checked' ? 'check-digit' : 'form:vin']
  if (told) reasons.push('word:vehicle')
  return { type: 'VEHICLE_ID', start, end, score: scoreOf(form, told), reasons }
}

function scoreOf(form: VinForm, told: boolean): number {
  if (told) return 0.95
  return form === 'checked' ? 0.85 : 0.4
}

function characterValue(byte: number): number {
  if (isDigit(byte)) return byte - 0x30
  return isLetter(byte) ? letterValues[(byte | 0x20) - 0x61]! : -1
}
