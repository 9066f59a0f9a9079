/** Recognises bank accounts (IBAN): the country's length and the check digits, spaced in fours or not. */
import { endsEscape } from '../boundaries.ts'
import { isAlphanumeric, isDigit, isLetter } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import type { TextView } from '../text-view.ts'
import { ibanLength } from './iban-countries.ts'
import type { Recognizer } from './recognizer.ts'

export { ibanLength } from './iban-countries.ts'

/** Anchored at the two check digits, which stand behind the two letters of the country. */
export const iban = {
  name: 'iban',
  trigger: 'mixed',
  source: 'ISO 13616-1; SWIFT IBAN Registry, release 99 (lengths by country)',
  recognize: recognizeIban,
} as const satisfies Recognizer

/** Countries whose bank codes begin with a letter; elsewhere they may begin with either. */
const lettersFirst = new Set(
  'AZ BG BH GB GE GI IE IQ IT JO KW LC LV MT MU NI NL PK PS QA RO SC SM SV VG'.split(' '),
)

const name = 'iban'

function recognizeIban(text: TextView, at: number): Finding | null {
  const start = at - 2
  if (start < text.floor) return null
  const first = text.byte(start)
  const second = text.byte(start + 1)
  if (!isLetter(first) || !isLetter(second) || isInsideWord(text, start)) return null
  if (!isDigit(text.byte(at + 1))) return null
  const length = ibanLength(first, second)
  if (length === 0) return null
  const end = accountEnd(text, at, length)
  if (end < 0 || remainder(text, start, end) !== 1) return null
  const country = String.fromCharCode(first & 0xdf, second & 0xdf)
  if (lettersFirst.has(country) && !isLetter(bankStart(text, at + 2))) return null
  return { type: 'IBAN', start, end, score: 0.99, reasons: ['mod97', `country-length:${country}`] }
}

/** Where the account ends when it has exactly `length` characters, else -1. A separator, or two blanks, may follow every fourth. */
function accountEnd(text: TextView, checkDigits: number, length: number): number {
  let position = checkDigits + 2
  let taken = 4
  while (taken < length) {
    if (taken % 4 === 0) position += separatorLength(text, position)
    if (!isAlphanumeric(text.byte(position))) return -1
    position++
    taken++
  }
  return isAlphanumeric(text.byte(position)) ? -1 : position
}

function bankStart(text: TextView, position: number): number {
  return text.byte(position + separatorLength(text, position))
}

/** One or two spaces, a hyphen, a dot; a space may be a no-break space (C2 A0). */
function separatorLength(text: TextView, position: number): number {
  const byte = text.byte(position)
  if (byte === 0x2d || byte === 0x2e) return 1
  const first = spaceLength(text, position)
  return first === 0 ? 0 : first + spaceLength(text, position + first)
}

function spaceLength(text: TextView, position: number): number {
  const byte = text.byte(position)
  if (byte === 0x20) return 1
  return byte === 0xc2 && text.byte(position + 1) === 0xa0 ? 2 : 0
}

/** ISO 7064 MOD 97-10 with the first four characters moved to the end and letters as 10 to 35. */
function remainder(text: TextView, start: number, end: number): number {
  const bank = fold(text, 0, { from: start + 4, to: end })
  return fold(text, bank, { from: start, to: start + 4 })
}

function fold(text: TextView, initial: number, span: { from: number; to: number }): number {
  let value = initial
  for (let index = span.from; index < span.to; index++) {
    const byte = text.bytes[index]!
    if (isDigit(byte)) value = (value * 10 + byte - 0x30) % 97
    else if (isLetter(byte)) value = (value * 100 + (byte & 0x1f) + 9) % 97
  }
  return value
}

/** What an account's name is stuck to (`IBANDE89…`, as forms are copied) is none of its word. */
function isInsideWord(text: TextView, start: number): boolean {
  const from = start - (isNamed(text, start) ? name.length : 0)
  return isAlphanumeric(text.byte(from - 1)) && !endsEscape(text, from - 1)
}

function isNamed(text: TextView, start: number): boolean {
  for (let place = 0; place < name.length; place++) {
    if ((text.byte(start - name.length + place) | 0x20) !== name.charCodeAt(place)) return false
  }
  return true
}
