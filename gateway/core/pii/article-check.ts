/** Checks the digit that ends numbers of articles, so that they are told from numbers of persons. */

/** GS1 General Specifications §7.9: from the right, weights 1 and 3 in turn. Skips separators. */
export const passesArticleCheck = checkOver(0x30)
/** The same over values instead of characters: digits as 0 to 9. */
export const isArticle = checkOver(0)

/** For digits where a 0 is written as `zero`. */
function checkOver(zero: number): (bytes: Uint8Array, start: number, end: number) => boolean {
  return (bytes, start, end) => {
    let sum = 0
    let weight = 1
    for (let index = end - 1; index >= start; index--) {
      const digit = bytes[index]! - zero
      if (digit < 0 || digit > 9) continue
      sum += digit * weight
      weight = 4 - weight
    }
    return sum % 10 === 0
  }
}
