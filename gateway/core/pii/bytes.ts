/** Tells what kind of character a byte stands for, so that every recognizer means the same by "letter" and "digit". */

// Indexed by a byte; -1 falls on the last entry.
const kinds = new Uint8Array(512)
const DIGIT = 1
const UPPER = 2
const LOWER = 4
const HEX_LETTER = 8
const BASE64_MARK = 16
for (let byte = 0x30; byte <= 0x39; byte++) kinds[byte] = DIGIT
for (let byte = 0x41; byte <= 0x5a; byte++) kinds[byte] = UPPER
for (let byte = 0x61; byte <= 0x7a; byte++) kinds[byte] = LOWER
for (let byte = 0; byte < 6; byte++) {
  kinds[0x41 + byte] = UPPER | HEX_LETTER
  kinds[0x61 + byte] = LOWER | HEX_LETTER
}
for (const mark of '+/=') kinds[mark.charCodeAt(0)] = BASE64_MARK

/** Every function takes a byte, or -1 for "outside of the text", which is of no kind. */
export function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}

export function isLetter(byte: number): boolean {
  return (kinds[byte & 0x1ff]! & (UPPER | LOWER)) !== 0
}

export function isAlphanumeric(byte: number): boolean {
  return (kinds[byte & 0x1ff]! & (DIGIT | UPPER | LOWER)) !== 0
}

export function isHex(byte: number): boolean {
  return (kinds[byte & 0x1ff]! & (DIGIT | HEX_LETTER)) !== 0
}

export function isBase64(byte: number): boolean {
  return (kinds[byte & 0x1ff]! & (DIGIT | UPPER | LOWER | BASE64_MARK)) !== 0
}

export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0))
}
