/** Sees labels that cannot be right: numbers whose own length or check digits are wrong, which nobody should find. */
import { ibanLength } from '../../../gateway/core/pii/recognizers/iban.ts'
import { ibanCheck, luhnDigit } from '../entities.ts'

/** Why the value cannot be of the type, or null. `type` is our name. */
export function wrongBecause(type: string, value: string): string | null {
  switch (type) {
    case 'IBAN':
      return isIban(value) ? null : 'length or check digits (ISO 13616-1)'
    case 'CREDIT_CARD':
      return isCard(value) ? null : 'length or check digit (ISO/IEC 7812-1)'
    case 'PHONE':
      return value.replace(/\D/g, '').length >= fewestPhoneDigits
        ? null
        : 'fewer digits than any number (E.164)'
    case 'US_SSN':
      return isIssuable(value) ? null : 'never issued (20 CFR §422.103)'
    case 'BANK_ROUTING':
      return isRouting(value) ? null : 'length or check digit (ABA)'
    case 'IN_AADHAAR':
      return isAadhaar(value) ? null : 'length or check digit (Verhoeff)'
    case 'PL_PESEL':
      return isWeighted(value, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1], 10) ? null : 'length or check digit (PESEL)'
    case 'PL_NIP':
      return isWeighted(value, [6, 5, 7, 2, 3, 4, 5, 6, 7, -1], 11) ? null : 'length or check digit (NIP)'
    default:
      return null
  }
}

/** Numbers whose digits times these weights add up to a multiple of the modulus. */
function isWeighted(value: string, weights: readonly number[], modulus: number): boolean {
  const digits = value.replace(/\D/g, '')
  if (digits.length !== weights.length) return false
  return [...digits].reduce((sum, digit, place) => sum + Number(digit) * weights[place]!, 0) % modulus === 0
}

/** A placeholder such as `[PHONE_1]`, or the words `phone number`, is none. Short codes have up to five digits. */
const fewestPhoneDigits = 6

function isIban(value: string): boolean {
  const iban = value.replace(/[^A-Za-z0-9]/g, '').toUpperCase()
  if (!/^[A-Z]{2}\d\d/.test(iban) || ibanLength(iban.charCodeAt(0), iban.charCodeAt(1)) !== iban.length)
    return false
  return ibanCheck(iban.slice(0, 2), iban.slice(4)) === iban.slice(2, 4)
}

function isCard(value: string): boolean {
  const digits = value.replace(/\D/g, '')
  return digits.length >= 12 && digits.length <= 19 && luhnDigit(digits.slice(0, -1)) === digits.slice(-1)
}

function isIssuable(value: string): boolean {
  const [, area, group, serial] = /^(\d{3})\D*(\d\d)\D*(\d{4})$/.exec(value.trim()) ?? []
  if (area === undefined || group === '00' || serial === '0000') return false
  return area !== '000' && area !== '666' && area < '900'
}

function isRouting(value: string): boolean {
  if (!/^\d{9}$/.test(value)) return false
  const weights = [3, 7, 1]
  const sum = [...value].reduce((total, digit, index) => total + Number(digit) * weights[index % 3]!, 0)
  return sum % 10 === 0
}

/** Verhoeff, "Error Detecting Decimal Codes" (1969): the dihedral group D5 and a permutation of the places. */
function isAadhaar(value: string): boolean {
  const digits = value.replace(/\D/g, '')
  if (digits.length !== 12) return false
  const places =
    '0123456789 1576283094 5803796142 8916043527 9453126870 4286573901 2793806415 7046913258'.split(' ')
  let check = 0
  for (let index = 0; index < 12; index++) {
    check = dihedral(check, Number(places[index % 8]![Number(digits[11 - index])]))
  }
  return check === 0
}

function dihedral(one: number, other: number): number {
  if (one < 5) return other < 5 ? (one + other) % 5 : 5 + ((one + other - 5) % 5)
  return other < 5 ? 5 + ((one - 5 - other + 5) % 5) : (one - other + 5) % 5
}
