/** Checks what a plate's form leaves open: districts, provinces, years, and letters that are not given out. */
import type { TextView } from '../text-view.ts'
import { germanDistricts, indianStates, type PlateForm } from './plate-forms.ts'

/** True where the letters or digits of what stands at `start` are given out in the country of the form. */
export function passesPlateCheck(text: TextView, start: number, { check }: PlateForm): boolean {
  switch (check) {
    case 'district':
      return germanDistricts.has(lettersAt(text, start))
    case 'british':
      return isBritishAge(text, start) && hasNoOddLetter(text, start, 8)
    case 'prefix':
      return hasNoOddLetter(text, start, 8)
    case 'state':
      return indianStates.has(lettersAt(text, start).slice(0, 2))
    case 'province': {
      const province = (text.byte(start) - 0x30) * 10 + text.byte(start + 1) - 0x30
      return province >= 1 && province <= 81
    }
    case 'consonants':
      return hasNoVowel(text, start)
    case 'series':
    case null:
      return true
  }
}

function lettersAt(text: TextView, start: number): string {
  let letters = ''
  for (let index = start; index < start + 3 && text.byte(index) >= 0x41; index++) {
    letters += String.fromCharCode(text.byte(index))
  }
  return letters
}

/** The two digits say the half year since September 2001: 02 to 30 in spring, 51 to 80 in autumn. */
function isBritishAge(text: TextView, start: number): boolean {
  const age = (text.byte(start + 2) - 0x30) * 10 + text.byte(start + 3) - 0x30
  return (age >= 2 && age <= 30) || (age >= 51 && age <= 80)
}

/** I and Q are not given out: they look like 1 and O. */
function hasNoOddLetter(text: TextView, start: number, length: number): boolean {
  for (let index = start; index < start + length; index++) {
    if (text.byte(index) === 0x49 || text.byte(index) === 0x51) return false
  }
  return true
}

/** Spanish plates since 2000 have no vowels, and no Q. */
function hasNoVowel(text: TextView, start: number): boolean {
  for (let index = start + 4; index < start + 8; index++) {
    const byte = text.byte(index)
    if (byte === 0x41 || byte === 0x45 || byte === 0x49 || byte === 0x4f || byte === 0x55 || byte === 0x51)
      return false
  }
  return true
}

/** What people write digits behind that are no plate's: the security code of a card, a code sent to a phone, ICD-10. */
const codes = new Set(['CVV', 'CVC', 'CSC', 'PIN', 'OTP', 'ICD', 'CIM', 'CIE'])

/** True for what has a plate's form and is well known as something else. */
export function looksLikeOther(text: TextView, start: number, end: number): boolean {
  return (
    namesCode(text, start) ||
    isStateAndCode(text, start, end) ||
    isPaper(text, start, end) ||
    isSummit(text, start, end)
  )
}

/** True where such a word stands at `start`. */
function namesCode(text: TextView, start: number): boolean {
  return codes.has(lettersAt(text, start))
}

/** `DIN-A 4`: the sizes of paper are A to C, 0 to 10 (DIN 476, ISO 216). */
function isPaper(text: TextView, start: number, end: number): boolean {
  if (lettersAt(text, start) !== 'DIN' || text.byte(start + 3) !== HYPHEN) return false
  const series = text.byte(start + 4)
  const isTen = end === start + 8 && text.byte(end - 2) === 0x31 && text.byte(end - 1) === 0x30
  return series >= 0x41 && series <= 0x43 && text.byte(start + 5) === SPACE && (end === start + 7 || isTen)
}

/** `EU-US 2024`: two parties and a year. */
function isSummit(text: TextView, start: number, end: number): boolean {
  if (lettersAt(text, start) !== 'EU' || text.byte(start + 2) !== HYPHEN || end !== start + 10) return false
  if (text.byte(start + 5) !== SPACE || !partners.has(lettersAt(text, start + 3))) return false
  const century = (text.byte(start + 6) - 0x30) * 10 + text.byte(start + 7) - 0x30
  return century === 19 || century === 20
}

/** Whom the European Union has agreements or summits with, as they are written beside it. */
const partners = new Set('AU BR CA CH CN GB IN JP KR MX NZ RU TR UA UK US ZA'.split(' '))

const SPACE = 0x20
const HYPHEN = 0x2d

/** United States Postal Service, Publication 28, Appendix B: the states, and what is written in their place. */
const americanStates = new Set(
  (
    'AL AK AS AZ AR CA CO CT DE DC FL GA GU HI ID IL IN IA KS KY LA ME MD MH MA MI FM MN MS MO MT NE NV NH NJ NM NY NC ND MP ' +
    'OH OK OR PW PA PR RI SC SD TN TX UT VT VI VA WA WV WI WY AA AE AP'
  ).split(' '),
)

/** True for `OR 97205`, a state and its postcode behind a town: a part of an address. */
export function isStateAndCode(text: TextView, start: number, end: number): boolean {
  return end - start === 8 && text.byte(start + 2) === 0x20 && americanStates.has(lettersAt(text, start))
}
