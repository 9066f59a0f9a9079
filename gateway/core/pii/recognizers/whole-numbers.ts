/** Judges whole values of which a field's name says that they reach a person or a thing of theirs. */
import { isDigit, isHex, isLetter } from '../bytes.ts'
import { passesLuhn } from '../luhn.ts'
import type { TextView } from '../text-view.ts'
import { dateEnd } from './date-forms.ts'
import { ipv4 } from './ipv4.ts'
import { ipv6 } from './ipv6.ts'
import { macRecognizers } from './mac.ts'
import { callingCode, isPossibleLength } from './phone-countries.ts'
import { isIssuableSsn } from './us-ssn.ts'
import { vinForm } from './vin.ts'
import { is, isDecimal, recognizedWhole, type WholeJudgement, type WholeText } from './whole-text.ts'

const PLUS = 0x2b
const COLON = 0x3a
const minPhoneDigits = 5
const maxPhoneDigits = 17

/** Any digits of a phone's length; sure where they are a possible number of a country. */
export function judgePhone(value: WholeText): WholeJudgement | null {
  const { text, from, to, digits, letters, others } = value
  const start = telUriEnd(text, from)
  const plus = text.byte(start) === PLUS || text.byte(start + 1) === PLUS
  const isExtended = letters > 0 && endsInExtension(text, start, to)
  if (letters > 0 && start === from && !isExtended) return null
  if (others > (plus ? 1 : 0) + (start > from ? 1 : 0) + (isExtended ? 1 : 0)) return null
  if (digits < minPhoneDigits || digits > maxPhoneDigits) return null
  const end = dateEnd(text, from)
  if (end === to && value.separators > 0) return null
  if (isDecimal(value)) return null
  if (!plus) return digits < 7 ? is(0.6, 'length') : digits <= 15 ? is(0.85, 'length') : null
  const values = new Uint8Array(digits)
  let count = 0
  for (let index = start; index < to; index++) {
    if (isDigit(text.byte(index))) values[count++] = text.byte(index) - 0x30
  }
  const calling = callingCode(values, 0, count)
  if (!calling) return is(0.6, 'plus')
  const national = count - calling.length
  const isPossible = isPossibleLength(calling.code, national) || isPossibleLength(calling.code, national - 1)
  return isPossible || isExtended
    ? is(0.95, `e164:${calling.code}`, `length:${national}`)
    : is(0.7, `e164:${calling.code}`)
}

/** Behind `tel:` (RFC 3966). */
function telUriEnd(text: TextView, from: number): number {
  return text.byte(from + 3) === COLON && (text.byte(from) | 0x20) === 0x74 ? from + 4 : from
}

/** `… x123`, `… ext. 12`: one word of up to nine letters between two runs of digits. */
function endsInExtension(text: TextView, start: number, to: number): boolean {
  let position = to
  while (position > start && isDigit(text.byte(position - 1))) position--
  if (position === to || to - position > 6) return false
  while (position > start && !isDigit(text.byte(position - 1)) && to - position < 20) position--
  for (let index = start; index < position; index++) if (isLetter(text.byte(index))) return false
  return position - start >= minPhoneDigits
}

export function judgeSsn({
  text,
  from,
  to,
  digits,
  letters,
  others,
  separators: marks,
  number,
}: WholeText): WholeJudgement | null {
  if (
    digits !== 9 ||
    letters + others > 0 ||
    !(marks === 0 || (marks === 2 && to - from === 11 && isThreeTwoFour(text, from)))
  ) {
    return null
  }
  const form = marks === 0 ? 'form:9' : 'form:3-2-4'
  return isIssuableSsn(number) ? is(0.95, 'ssn-areas', form) : number === 0 ? null : is(0.5, form)
}

function isThreeTwoFour(text: TextView, from: number): boolean {
  return !isDigit(text.byte(from + 3)) && !isDigit(text.byte(from + 6))
}

export function judgeIp(value: WholeText): WholeJudgement | null {
  const { text, from } = value
  const four = isDigit(text.byte(from)) ? recognizedWhole(ipv4, value, from) : null
  if (four) return four
  for (let index = from; index < from + 5; index++) {
    if (text.byte(index) === COLON) return recognizedWhole(ipv6, value, index)
  }
  return null
}

export function judgeMac(value: WholeText): WholeJudgement | null {
  const { text, from, to, digits, letters } = value
  if (to - from === 12 && digits + letters === 12) return isAllHex(text, from, to) ? is(0.9, 'form:12') : null
  if (to - from !== 17 && to - from !== 14) return null
  for (const recognizer of macRecognizers) {
    const anchor = recognizer.trigger === 'colon' ? from + 2 : from
    const found = recognizedWhole(recognizer, value, anchor)
    if (found) return found
  }
  return null
}

function isAllHex(text: TextView, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (!isHex(text.byte(index))) return false
  return true
}

export function judgeImei({ text, from, to, digits, letters, others }: WholeText): WholeJudgement | null {
  if (letters + others > 0) return null
  if (digits === 15) return passesLuhn(text.bytes, from, to) ? is(0.97, 'luhn') : is(0.6, 'length')
  return digits === 14 || digits === 16 ? is(0.8, 'length') : null
}

export function judgeVin({ text, from, to }: WholeText): WholeJudgement | null {
  if (to - from !== 17) return null
  const form = vinForm(text, from)
  if (form === null) return null
  return form === 'checked' ? is(0.98, 'check-digit') : is(0.85, 'form:vin')
}
