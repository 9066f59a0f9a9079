/** Tells letters, digits and marks of a UTF-8 text apart, and folds capital letters, without making strings. */

/** What a character is to a reader of prose. `LETTER`: of a script without capital letters. */
export const SPACE = 0
export const LINE = 1
export const DIGIT = 2
export const LOWER = 3
export const UPPER = 4
export const LETTER = 5
export const MARK = 6

/** Kinds of the characters of one byte. */
export const asciiKinds: Uint8Array = new Uint8Array(128).fill(MARK)
asciiKinds.fill(SPACE, 0x00, 0x21)
asciiKinds[0x0a] = LINE
asciiKinds[0x0d] = LINE
asciiKinds.fill(DIGIT, 0x30, 0x3a)
asciiKinds.fill(UPPER, 0x41, 0x5b)
asciiKinds.fill(LOWER, 0x61, 0x7b)

/**
 * The kind of the character that begins at `at`, and its length in bytes: `kind | length << 3`. A byte that begins no
 * character is a mark of its own, so that any bytes can be read.
 */
export function characterAt(bytes: Uint8Array, at: number, end: number): number {
  const lead = bytes[at]!
  if (lead < 0x80) return asciiKinds[lead]! | (1 << 3)
  if (lead < 0xc2 || lead > 0xf4) return MARK | (1 << 3)
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  if (at + length > end) return MARK | (1 << 3)
  for (let index = at + 1; index < at + length; index++) {
    if ((bytes[index]! & 0xc0) !== 0x80) return MARK | (1 << 3)
  }
  if (length === 2) return kindOfTwo(((lead & 0x1f) << 6) | (bytes[at + 1]! & 0x3f)) | (2 << 3)
  if (length === 4) return (lead === 0xf0 && bytes[at + 1] === 0x9f ? MARK : LETTER) | (4 << 3)
  return (
    kindOfThree(((lead & 0x0f) << 12) | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f)) | (3 << 3)
  )
}

function kindOfTwo(point: number): number {
  if (point === 0xa0) return SPACE
  if (point < 0xc0) return point === 0xaa || point === 0xb5 || point === 0xba ? LETTER : MARK
  if (point < 0x100) {
    if (point === 0xd7 || point === 0xf7) return MARK
    return point < 0xdf ? UPPER : LOWER
  }
  if (point < 0x250) return isUpperExtended(point) ? UPPER : LOWER
  if (point < 0x300) return LOWER
  if (point < 0x370) return LETTER // combining marks belong to the letter before
  if (point < 0x400)
    return point >= 0x386 && point <= 0x3ab && point !== 0x390 && point !== 0x387 ? UPPER : LOWER
  if (point < 0x430) return UPPER
  if (point < 0x460) return LOWER
  if (point < 0x530) return (point & 1) === 0 ? UPPER : LOWER
  return LETTER
}

/** Unicode, Latin Extended-A and -B: capitals have even numbers, but in U+0139–0148 and U+0179–017E odd ones. */
function isUpperExtended(point: number): boolean {
  const oddIsUpper = (point >= 0x139 && point <= 0x148) || (point >= 0x179 && point <= 0x17e)
  return ((point & 1) === 1) === oddIsUpper && point !== 0x138
}

function kindOfThree(point: number): number {
  if (point >= 0x1e00 && point < 0x1f00) return (point & 1) === 0 ? UPPER : LOWER
  if (point < 0x2000) return LETTER
  if (point <= 0x200a || point === 0x202f || point === 0x205f || point === 0x3000 || point === 0xfeff)
    return SPACE
  if (point === 0x2028 || point === 0x2029) return LINE
  if (point >= 0x200b && point <= 0x200f) return LETTER // joiners and marks of direction stay with their word
  if (point < 0x2c00) return MARK
  if (point >= 0x3001 && point <= 0x3020) return MARK
  if (point >= 0xff00 && point < 0xff21) return point >= 0xff10 && point <= 0xff19 ? DIGIT : MARK
  return LETTER
}

/**
 * Writes the small form of the character at `at` to `out` and returns its length, which is that of the character.
 * Covers ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic; others stay as they are.
 */
export function foldInto(bytes: Uint8Array, at: number, length: number, out: Uint8Array, to: number): void {
  const lead = bytes[at]!
  if (length === 1) {
    out[to] = lead >= 0x41 && lead <= 0x5a ? lead | 0x20 : lead
    return
  }
  if (length !== 2) {
    for (let index = 0; index < length; index++) out[to + index] = bytes[at + index]!
    return
  }
  const point = ((lead & 0x1f) << 6) | (bytes[at + 1]! & 0x3f)
  const small = kindOfTwo(point) === UPPER ? smallOf(point) : point
  out[to] = 0xc0 | (small >> 6)
  out[to + 1] = 0x80 | (small & 0x3f)
}

function smallOf(point: number): number {
  if (point < 0x100) return point + 0x20
  if (point < 0x370) return point + 1
  if (point >= 0x391 && point <= 0x3ab) return point + 0x20
  if (point >= 0x400 && point < 0x410) return point + 0x50
  if (point >= 0x410 && point < 0x430) return point + 0x20
  return point >= 0x460 ? point + 1 : point
}
