/** Tells free text from what programs write, by a look at its beginning. */

/** Shorter texts are values. */
export const leastProse = 24
const sampleBytes = 512
const leastWords = 4
/** A field that people write in by its name needs fewer. */
const leastToldWords = 2

/** True where `bytes[start, end)` reads like sentences: words of letters with single spaces between them. */
export function looksLikeProse(
  bytes: Uint8Array,
  span: { start: number; end: number },
  isTold: boolean,
): boolean {
  const { start } = span
  const end = Math.min(span.end, start + sampleBytes)
  if (end - start < (isTold ? 4 : leastProse)) return false
  let letters = 0
  let words = 0
  let inWord = 0
  let spaces = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    const small = byte | 0x20
    if ((small >= 0x61 && small <= 0x7a) || byte >= 0x80) {
      letters++
      inWord++
      continue
    }
    const isSpace = byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
    if (isSpace) spaces++
    if (
      inWord > 1 &&
      (isSpace || byte === 0x2c || byte === 0x2e || byte === 0x3b || byte === 0x3a || byte === 0x27)
    )
      words++
    inWord = 0
  }
  if (inWord > 1) words++
  // Scripts that write no spaces between words have three bytes a character.
  if (words < (isTold ? leastToldWords : leastWords))
    return isTold && letters >= 18 && spaces === 0 && isBeyond(bytes, start)
  const length = end - start
  return letters + spaces >= (isTold ? 0.5 : 0.7) * length && spaces * 20 >= length
}

function isBeyond(bytes: Uint8Array, at: number): boolean {
  return bytes[at]! >= 0xe0
}
