/** Recognises dates of birth: any date that a word about birth stands before. */
import { isAlphanumeric, isWordByte } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { hasWordBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import { dateEnd } from './date-forms.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the first digit of the date, or of the day behind a month's name. */
export const dateOfBirth = {
  name: 'date-of-birth',
  trigger: 'date',
  source: 'ISO 8601-1:2019 §5.2; Unicode CLDR 48 (names of months, order of day and month)',
  recognize: recognizeBirth,
} as const satisfies Recognizer

const SPACE = 0x20
const DOT = 0x2e
const longestMonth = 16

function recognizeBirth(text: TextView, at: number): Finding | null {
  if (isAlphanumeric(text.byte(at - 1))) return null
  let start = at
  let end = dateEnd(text, at)
  if (end < 0) {
    start = monthBefore(text, at)
    end = start < 0 ? -1 : dateEnd(text, start)
  }
  if (end <= at || start < text.floor || isAlphanumeric(text.byte(end))) return null
  if (!hasWordBefore(text, start, 'birth')) return null
  return { type: 'DATE_OF_BIRTH', start, end, score: 0.9, reasons: ['date', 'word:birth'] }
}

/** Where the word starts that stands before the day, over a space or a full stop and a space; -1 where none does. */
function monthBefore(text: TextView, at: number): number {
  let end = at
  while (end > at - 2 && (text.byte(end - 1) === SPACE || text.byte(end - 1) === DOT)) end--
  let start = end
  while (start > end - longestMonth && isWordByte(text.byte(start - 1))) start--
  return end < at && start < end ? start : -1
}
