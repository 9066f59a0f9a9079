/** Tells free text from what programs write, by how its beginning and its lines look. */

/** Shorter texts are values. */
export const leastProse = 24
const sampleBytes = 512
const leastWords = 4
/** A field that people write in by its name needs fewer. */
const leastToldWords = 2

interface Span {
  readonly start: number
  readonly end: number
}

/**
 * What of `bytes[start, end)` reads like sentences: all of it where its beginning does, else its lines that do, together
 * with short ones beside them, as under a letter. Of a log or of code the lines stay out that are neither. `isTold` as in
 * `looksLikeProse`, of the beginning; what is pasted into such a field is told by nothing.
 */
export function proseStretches(bytes: Uint8Array, span: Span, isTold: boolean): Span[] {
  if (looksLikeProse(bytes, span, isTold)) return [{ start: span.start, end: span.end }]
  const stretches: Span[] = []
  let from = span.start
  let hasProse = false
  const close = (to: number) => {
    if (hasProse) stretches.push({ start: from, end: to })
    hasProse = false
  }
  for (let at = span.start; at < span.end; ) {
    const end = lineEnd(bytes, at, span.end)
    const isProse = looksLikeProse(bytes, { start: at, end }, false)
    if (isProse) hasProse = true
    else if (end - at >= leastProse) {
      close(at)
      from = end
    }
    at = end
  }
  close(span.end)
  return stretches
}

/** Index behind the line that begins at `start`; of a long one, behind a word of it. */
function lineEnd(bytes: Uint8Array, start: number, end: number): number {
  const limit = Math.min(end, start + sampleBytes)
  let word = limit
  for (let at = start; at < limit; at++) {
    if (bytes[at] === 0x0a) return at + 1
    if (bytes[at] === 0x20) word = at + 1
  }
  return limit === end ? end : word
}

/** True where `bytes[start, end)` reads like sentences: words of letters with single spaces between them. */
export function looksLikeProse(bytes: Uint8Array, span: Span, isTold: boolean): boolean {
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
