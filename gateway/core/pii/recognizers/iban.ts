/** Recognises bank accounts (IBAN): the country's length and the check digits, spaced in fours or not. */
import { endsEscape } from '../boundaries.ts'
import { isAlphanumeric, isDigit, isLetter } from '../bytes.ts'
import type { Finding } from '../entity.ts'
import type { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

/** Anchored at the two check digits, which stand behind the two letters of the country. */
export const iban = {
  name: 'iban',
  trigger: 'mixed',
  source: 'ISO 13616-1; SWIFT IBAN Registry, release 99 (lengths by country)',
  recognize: recognizeIban,
} as const satisfies Recognizer

const lengthTable =
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 ' +
  'FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 ' +
  'LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 ' +
  'RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'

/** Length by the country's two letters as one index. */
const lengths = new Uint8Array(26 * 26)
for (const entry of lengthTable.split(' ')) {
  lengths[(entry.charCodeAt(0) - 0x41) * 26 + entry.charCodeAt(1) - 0x41] = Number(entry.slice(2))
}

/** Countries whose bank codes begin with a letter; elsewhere they may begin with either. */
const lettersFirst = new Set(
  'AZ BG BH GB GE GI IE IQ IT JO KW LC LV MT MU NI NL PK PS QA RO SC SM SV VG'.split(' '),
)

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

/** How many characters an account has behind these two letters of its country; 0 where no country has them. */
export function ibanLength(first: number, second: number): number {
  return lengths[((first & 0x1f) - 1) * 26 + (second & 0x1f) - 1]!
}

/** Where the account ends when it has exactly `length` characters, else -1. One separator may follow every fourth. */
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

/** A space, a hyphen, or a no-break space (C2 A0). */
function separatorLength(text: TextView, position: number): number {
  const byte = text.byte(position)
  if (byte === 0x20 || byte === 0x2d) return 1
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

function isInsideWord(text: TextView, start: number): boolean {
  return isAlphanumeric(text.byte(start - 1)) && !endsEscape(text, start - 1)
}
