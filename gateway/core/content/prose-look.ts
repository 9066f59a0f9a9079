/** Tells free text from what programs write, by how its beginning and its lines look. */

/** Shorter texts are values. */
export const leastProse = 16
const sampleBytes = 512
const leastWords = 4
/** A field that people write in by its name needs fewer. */
const leastToldWords = 2

export interface Span {
  readonly start: number
  readonly end: number
}

const none: readonly Span[] = []

/**
 * What of `bytes[start, end)` reads like sentences: all of it where its beginning does, else its lines that do. `isTold` as
 * in `looksLikeProse`, of the beginning; what is pasted into such a field is told by nothing.
 */
export function proseStretches(bytes: Uint8Array, span: Span, isTold: boolean): readonly Span[] {
  if (looksLikeProse(bytes, span, isTold) || (isTold && looksSoWithoutLinks(bytes, span)))
    return wholeOf(span)
  return proseLines(bytes, span)
}

/** `[Anna Weber](https://…)`: what somebody wrote may be little beside the address that stands behind it. */
function looksSoWithoutLinks(bytes: Uint8Array, { start, end }: Span): boolean {
  const sample = bytes.subarray(start, Math.min(end, start + sampleBytes))
  const written = new Uint8Array(sample.length)
  let length = 0
  let word = 0
  let hasLink = false
  let inLink = false
  for (let at = 0; at < sample.length; at++) {
    const byte = sample[at]!
    if (kinds[byte] === SPACE || byte === OPEN || byte === LESS) {
      inLink = false
      word = length
    } else if (byte === COLON && sample[at + 1] === SLASH && sample[at + 2] === SLASH) {
      hasLink = true
      inLink = true
      length = word
    }
    if (!inLink && byte !== BRACKET && byte !== CLOSE) written[length++] = byte
  }
  return hasLink && looksLikeProse(written, { start: 0, end: length }, true)
}

/** Shorter texts are values, whatever their words. */
const leastLetter = 40

/**
 * True where somebody wrote all of it: sentences with marks between or behind their words, or lines of which some read so.
 * The name of a thing is none, however many words it has.
 */
export function looksLikeLetter(bytes: Uint8Array, span: Span): boolean {
  if (span.end - span.start < leastLetter) return false
  return looksLikeProse(bytes, span, false) ? hasClause(bytes, span) : proseLines(bytes, span).length > 0
}

/** True where a comma, a full stop or another mark stands behind a word, or a line ends. */
function hasClause(bytes: Uint8Array, span: Span): boolean {
  const end = Math.min(span.end, span.start + sampleBytes)
  let last = OTHER
  for (let at = span.start; at < end; at++) {
    const byte = bytes[at]!
    if (byte === 0x0a) return true
    const endsClause = byte === 0x2c || byte === 0x2e || byte === 0x3a || byte === 0x21 || byte === 0x3f
    const isLast = at + 1 === span.end || kinds[bytes[at + 1]!] === SPACE
    if (endsClause && last === LETTER && isLast) return true
    last = kinds[byte]!
  }
  return false
}

export function wholeOf({ start, end }: Span): readonly Span[] {
  return [{ start, end }]
}

/**
 * Of a text whose beginning does not look like prose, and is not told to be, the lines that do, together with short ones
 * beside them, as under a letter. Of a log or of code the lines stay out that are neither.
 */
export function proseLines(bytes: Uint8Array, span: Span): readonly Span[] {
  // A text of one line was looked at already.
  if (span.end - span.start < leastProse || lineEnd(bytes, span.start, span.end) === span.end) return none
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

const OPEN = 0x28
const SLASH = 0x2f
const COLON = 0x3a
const LESS = 0x3c
const BRACKET = 0x5b
const CLOSE = 0x5d
const OTHER = 0
const LETTER = 1
const SPACE = 2
/** A mark that ends a word in a sentence. */
const STOP = 3

const kinds = new Uint8Array(256)
kinds.fill(LETTER, 0x41, 0x5b)
kinds.fill(LETTER, 0x61, 0x7b)
kinds.fill(LETTER, 0x80)
for (const space of ' \n\r\t') kinds[space.charCodeAt(0)] = SPACE
for (const stop of ",.;:'") kinds[stop.charCodeAt(0)] = STOP

/** The kinds of the last bytes, two bits each, the last one lowest. */
const lastThree = 0b11_11_11
const inWord = (LETTER << 2) | LETTER
/** Above what is counted in a sample. */
const most = 1024
/** What the last byte adds, by the last three: a letter, a space, and the end of a word of two letters or more. */
const worth = new Int32Array(lastThree + 1)
for (let last = 0; last <= lastThree; last++) {
  const kind = last & 3
  const endsWord = last >> 2 === inWord && kind !== LETTER && kind !== OTHER
  worth[last] = (kind === LETTER ? 1 : 0) + (kind === SPACE ? most : 0) + (endsWord ? most * most : 0)
}

/** True where `bytes[start, end)` reads like sentences: words of letters with single spaces between them. */
export function looksLikeProse(bytes: Uint8Array, span: Span, isTold: boolean): boolean {
  const { start } = span
  const end = Math.min(span.end, start + sampleBytes)
  if (end - start < (isTold ? 4 : leastProse)) return false
  // Three kinds side by side, so that no byte waits for what was reckoned of the one before.
  let first = 0
  let second = 0
  let last = 0
  let counts = 0
  for (let at = start; at < end; at++) {
    first = second
    second = last
    last = kinds[bytes[at]!]!
    counts += worth[(first << 4) | (second << 2) | last]!
  }
  const letters = counts % most
  const spaces = Math.floor(counts / most) % most
  // The end of the sample ends a word too.
  const words = Math.floor(counts / (most * most)) + (((second << 2) | last) === inWord ? 1 : 0)
  // Scripts that write no spaces between words have three bytes a character.
  if (words < (isTold ? leastToldWords : leastWords))
    return isTold && letters >= 18 && spaces === 0 && isBeyond(bytes, start)
  const length = end - start
  return letters + spaces >= (isTold ? 0.5 : 0.7) * length && spaces * 20 >= length
}

function isBeyond(bytes: Uint8Array, at: number): boolean {
  return bytes[at]! >= 0xe0
}
