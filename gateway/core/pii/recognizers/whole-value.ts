/** Judges a whole value of which a field's name says what it is: what the form alone leaves open, the name has told. */
import { isDigit } from '../bytes.ts'
import type { EntityType } from '../entity.ts'
import { bicEnd } from './bic.ts'
import { dateEnd } from './date-forms.ts'
import { judgeAccount, judgeCard, judgeIban, judgeRouting } from './whole-money.ts'
import { judgeImei, judgeIp, judgeMac, judgePhone, judgeSsn, judgeVin } from './whole-numbers.ts'
import { is, openWhole, type WholeJudgement, type WholeText } from './whole-text.ts'

/**
 * What speaks for `bytes[start, end)` being of this type as a whole, or null where its form rules that out, or where
 * nothing is known of the type's form. Spaces around it do not matter; digits and marks of other scripts count as ASCII.
 */
export function wholeValue(
  type: EntityType,
  bytes: Uint8Array,
  span: { start: number; end: number },
): WholeJudgement | null {
  const judge = judges[type]
  const value = judge ? openWhole(bytes, span) : null
  return judge && value ? judge(value) : null
}

const judges: Partial<Record<EntityType, (value: WholeText) => WholeJudgement | null>> = {
  PHONE: judgePhone,
  CREDIT_CARD: judgeCard,
  CARD_SECURITY_CODE: judgeSecurityCode,
  IBAN: judgeIban,
  BIC: ({ text, from, to }) => (bicEnd(text, from) === to ? is(0.95, 'form:bic', 'country') : null),
  BANK_ACCOUNT: judgeAccount,
  BANK_ROUTING: judgeRouting,
  US_SSN: judgeSsn,
  IP_ADDRESS: judgeIp,
  MAC_ADDRESS: judgeMac,
  IMEI: judgeImei,
  VEHICLE_ID: judgeVin,
  DATE_OF_BIRTH: judgeDate,
}

function judgeSecurityCode({ from, to, digits }: WholeText): WholeJudgement | null {
  return digits === to - from && (digits === 3 || digits === 4) ? is(0.8, 'length') : null
}

const LETTER_T = 0x54
const SPACE = 0x20

/** A date, alone or before a time, as programs write days. */
function judgeDate({ text, from, to }: WholeText): WholeJudgement | null {
  const end = dateEnd(text, from)
  if (end < 0) return null
  if (end === to) return is(0.95, 'date')
  const isTimed = text.byte(end) === LETTER_T || text.byte(end) === SPACE
  return isTimed && isDigit(text.byte(end + 1)) ? is(0.9, 'date-time') : null
}
