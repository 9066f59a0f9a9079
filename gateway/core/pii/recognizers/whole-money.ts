/** Judges whole values of which a field's name says that they are cards, accounts or banks. */
import { isDigit } from '../bytes.ts'
import { passesLuhn } from '../luhn.ts'
import type { TextView } from '../text-view.ts'
import { passesAba } from './bank-checks.ts'
import { cardScheme } from './card-schemes.ts'
import { dateEnd } from './date-forms.ts'
import { iban } from './iban.ts'
import { ibanLength } from './iban-countries.ts'
import { is, isDecimal, recognizedWhole, type WholeJudgement, type WholeText } from './whole-text.ts'

export function judgeCard({ text, from, to, digits, letters, others }: WholeText): WholeJudgement | null {
  if (letters + others > 0 || digits < 12 || digits > 19) return null
  if (!passesLuhn(text.bytes, from, to)) return null
  const scheme = cardScheme(leading(text, from, 6), digits)
  return scheme ? is(0.99, 'luhn', `iin:${scheme.name}`) : is(0.8, 'luhn')
}

function leading(text: TextView, from: number, count: number): number {
  let value = 0
  let taken = 0
  for (let index = from; taken < count; index++) {
    if (!isDigit(text.byte(index))) continue
    value = value * 10 + text.byte(index) - 0x30
    taken++
  }
  return value
}

/** A mistyped account is still somebody's: its country and length say enough where the name says the rest. */
export function judgeIban(value: WholeText): WholeJudgement | null {
  const { text, from, digits, letters } = value
  const sure = recognizedWhole(iban, value, from + 2)
  if (sure) return sure
  const length = ibanLength(text.byte(from), text.byte(from + 1))
  if (length === 0 || !isDigit(text.byte(from + 2)) || !isDigit(text.byte(from + 3))) return null
  return digits + letters === length ? is(0.7, 'country-length') : null
}

const longestAccount = 34

export function judgeAccount(value: WholeText): WholeJudgement | null {
  const { text, from, to, digits, letters, others } = value
  const account = judgeIban(value)
  if (account) return account
  if (others > 0 || digits < 4 || digits + letters > longestAccount || letters > digits) return null
  if (isDecimal(value) || (dateEnd(text, from) === to && value.separators > 0)) return null
  return is(digits > 5 ? 0.8 : 0.6, 'length')
}

/** ABA numbers, sort codes (12-34-56), BSB (123-456), transit numbers (12345-678), IFSC, German BLZ. */
export function judgeRouting(value: WholeText): WholeJudgement | null {
  const { text, from, to, digits, letters, others, separators: marks } = value
  if (letters === 4 && digits >= 1 && digits + letters === 11 && text.byte(from + 4) === 0x30) {
    return is(0.95, 'form:ifsc')
  }
  if (letters + others > 0 || digits < 4 || digits > 12) return null
  if (digits === 9 && marks === 0 && passesAba(text.bytes, from)) return is(0.95, 'aba-check')
  const isGrouped = marks > 0 && (digits === 6 || digits === 8 || digits === 9)
  if (isGrouped && dateEnd(text, from) !== to) return is(0.85, 'form:grouped')
  return to - from === digits ? is(digits === 9 || digits === 8 || digits === 6 ? 0.7 : 0.5, 'length') : null
}
