/** Puts a letter and the accent that is written behind it together, as Unicode's normalization form C does. */

/** Unicode, Combining Diacritical Marks: U+0300–U+036F, in UTF-8 from CC 80 to CD AF. */
const firstMark = 0x300
const marks = 0x70

/** By letter and mark: the letter with its accent, of two bytes in UTF-8; 0 where there is none. */
export const wholes: Uint16Array = new Uint16Array(26 * marks)
// Latin-1 Supplement and Latin Extended-A and -B hold all of them.
for (let point = 0xe0; point < 0x250; point++) {
  const [letter, mark, more] = [...String.fromCharCode(point).normalize('NFD')]
  if (letter === undefined || mark === undefined || more !== undefined || !/^[a-z]$/.test(letter)) continue
  wholes[(letter.charCodeAt(0) - 0x61) * marks + mark.charCodeAt(0) - firstMark] = point
}

/** True for the first byte of a combining mark. */
export function beginsAccent(byte: number): boolean {
  return byte === 0xcc || byte === 0xcd
}

/** The code point of a small letter with the mark of the bytes `first` and `second` on it; 0 where it has none of two bytes. */
export function composed(letter: number, first: number, second: number): number {
  const mark = (((first & 0x1f) << 6) | (second & 0x3f)) - firstMark
  if (letter < 0x61 || letter > 0x7a || mark < 0 || mark >= marks) return 0
  return wholes[(letter - 0x61) * marks + mark]!
}
