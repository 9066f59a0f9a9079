/** Checks the digit that ends card numbers, device numbers and many others. */
import { isDigit } from './bytes.ts'

/** ISO/IEC 7812-1 Annex B: from the right, every second digit is doubled and its digits are summed. Skips separators. */
export function passesLuhn(bytes: Uint8Array, start: number, end: number): boolean {
  let sum = 0
  let doubled = false
  for (let index = end - 1; index >= start; index--) {
    const byte = bytes[index]!
    if (!isDigit(byte)) continue
    const digit = byte - 0x30
    sum += doubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
    doubled = !doubled
  }
  return sum % 10 === 0
}
