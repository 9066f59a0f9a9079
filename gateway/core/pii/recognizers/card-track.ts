/** Recognises the card number on the first track of a magnetic stripe, as readers and tills write it. */
import { isDigit } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import { passesLuhn } from '../luhn.ts'
import type { TextView } from '../text-view.ts'
import { cardScheme } from './card-schemes.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the number's first digit, behind the start sentinel and the format code of financial cards. */
export const cardTrack = {
  name: 'card-track',
  trigger: 'mixed',
  source:
    'ISO/IEC 7813 §5.2 (track 1: `%B`, number, `^`, name, `^`), ISO/IEC 7812-1 (Luhn check digit in Annex B)',
  recognize: recognizeTrack,
} as const satisfies Recognizer

const PERCENT = 0x25
const SMALL_B = 0x62
const SEPARATOR = 0x5e
const shortest = 12
const longest = 19
const iinDigits = 6

function recognizeTrack(text: TextView, at: number): Finding | null {
  if ((text.byte(at - 1) | 0x20) !== SMALL_B || text.byte(at - 2) !== PERCENT) return null
  let end = at
  let lead = 0
  while (end <= at + longest && isDigit(text.byte(end))) {
    if (end < at + iinDigits) lead = lead * 10 + text.byte(end) - 0x30
    end++
  }
  const digits = end - at
  if (digits < shortest || digits > longest || text.byte(end) !== SEPARATOR) return null
  const scheme = cardScheme(lead, digits)
  if (!scheme || !passesLuhn(text.bytes, at, end)) return null
  return {
    type: 'CREDIT_CARD',
    start: at,
    end,
    score: 0.95,
    reasons: ['luhn', `iin:${scheme.name}`, 'form:track-1'],
  }
}
