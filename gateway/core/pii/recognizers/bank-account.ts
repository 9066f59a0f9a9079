/** Recognises bank accounts and the numbers of banks, where a word says what the digits are. */
import { beginsCleanly, endsCleanly } from '../boundaries.ts'
import { isAlphanumeric, isDigit } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { meaningAbove } from '../label-line.ts'
import { numberForms } from '../number-forms.ts'
import { goesOnFromDigits } from '../number-joints.ts'
import { type NumberShape, separators } from '../number-shape.ts'
import { hasWordBefore, type Meaning, wordBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { passesAba } from './bank-checks.ts'
import { dateEnd } from './date-forms.ts'
import type { Recognizer } from './recognizer.ts'

export const bankAccount = {
  name: 'bank-account',
  trigger: 'digits',
  forms: numberForms.SIX,
  source:
    'ABA Routing Number policy (check digit); UK sort codes (Pay.UK, 6 digits and accounts of 8); AU BSB (AusPayNet, ' +
    '3-3); CA transit numbers (Payments Canada, 5-3); DE Bankleitzahl (Deutsche Bundesbank, 8)',
  recognize: recognizeAccount,
} as const satisfies Recognizer

const shortestAccount = 7
const shortestRouting = 6
const longestAccount = 18

function recognizeAccount(text: TextView, at: number): Finding | null {
  const shape = text.numberAt(at)
  if (shape.digits < shortestRouting || !beginsCleanly(text, at)) return null
  // Behind another group the account began there, or these digits are none.
  if (goesOnFromDigits(text, at)) return null
  const told = toldOf(text, shape)
  if (told !== 'routing' && told !== 'account') return null
  const groups = groupsOf(shape, told)
  const end = groups === 0 ? -1 : shape.ends[groups - 1]!
  if (end < 0 || !endsCleanly(text, end)) return null
  // 20-01-12 may be a day as well as the sort code that the word says; `in transit 2026-01-12` is a day.
  const isSortCode = told === 'routing' && groups === 3 && shape.isThree(2, 2, 2)
  if (!isSortCode && dateEnd(text, at) > 0) return null
  if (isSortCode && isList(shape)) return null
  // The word tells of the number behind it; six digits that stand behind that one may be anything.
  if (told === 'routing' && shape.digitsIn(groups) === 6 && groups === 1 && followsNumber(text, at))
    return null
  if (told === 'routing') return judgeRouting(text, shape, { end, groups })
  const digits = shape.digitsIn(groups)
  if (digits < shortestAccount || digits > longestAccount) return null
  return { type: 'BANK_ACCOUNT', start: at, end, score: 0.8, reasons: ['length', 'word:account'] }
}

/** `Sort code / account: 40-47-84 / 70872490`: of two words the form of a sort code says which it is. */
function toldOf(text: TextView, shape: NumberShape): Meaning | null {
  const { at } = shape
  const told = wordBefore(text, at) ?? meaningAbove(text, at, shape.ends[shape.groups - 1]!)
  const isSortCode = told === 'account' && shape.isThree(2, 2, 2)
  return isSortCode && hasWordBefore(text, at, 'routing') ? 'routing' : told
}

function judgeRouting(
  text: TextView,
  shape: NumberShape,
  { end, groups }: { end: number; groups: number },
): Finding | null {
  const digits = shape.digitsIn(groups)
  const finding = { type: 'BANK_ROUTING', start: shape.at, end } as const
  if (groups === 1 && digits === 9 && passesAba(text.bytes, shape.at)) {
    return { ...finding, score: 0.95, reasons: ['aba-check', 'word:routing'] }
  }
  if (digits !== 6 && digits !== 8 && digits !== 9) return null
  return { ...finding, score: groups > 1 ? 0.85 : 0.7, reasons: ['length', 'word:routing'] }
}

/** `sort by 40 47 84 90` */
function isList({ groups, starts, ends, marks }: NumberShape): boolean {
  return groups > 3 && marks[2] === marks[1] && ends[3]! - starts[3]! === 2
}

/** Bytes of marks between two numbers of a list. */
const longestGap = 8

function followsNumber(text: TextView, at: number): boolean {
  for (let before = at - 1; before >= at - longestGap; before--) {
    const byte = text.byte(before)
    if (isAlphanumeric(byte)) return isDigit(byte)
  }
  return false
}

/** How many groups over single spaces or hyphens belong together; 0 where other marks stand between them. */
function groupsOf(shape: NumberShape, told: Meaning): number {
  const most = told === 'routing' ? 3 : 6
  let groups = 1
  while (groups < shape.groups && groups < most) {
    const marks = shape.marks[groups - 1]!
    if (marks !== separators.SPACE && marks !== separators.HYPHEN) break
    if (shape.starts[groups]! - shape.ends[groups - 1]! !== 1) break
    groups++
  }
  return groups
}
