/** Checks the digit that ends card numbers, device numbers and many others. */

/** ISO/IEC 7812-1 Annex B: from the right, every second digit is doubled and its digits are summed. Skips separators. */
export function passesLuhn(bytes: Uint8Array, start: number, end: number): boolean {
  return sumOfText(bytes, start, end) % 10 === 0
}

/** The sum over values instead of characters: digits as 0 to 9. */
export const luhnSum = sumOver(0)
const sumOfText = sumOver(0x30)

/** The sum over the digits in `[start, end)` where a 0 is written as `zero`. */
function sumOver(zero: number): (bytes: Uint8Array, start: number, end: number) => number {
  return (bytes, start, end) => {
    let sum = 0
    let doubled = false
    for (let index = end - 1; index >= start; index--) {
      const digit = bytes[index]! - zero
      if (digit < 0 || digit > 9) continue
      sum += doubled ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit
      doubled = !doubled
    }
    return sum
  }
}
