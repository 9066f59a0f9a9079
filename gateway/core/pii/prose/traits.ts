/** Tells by one look at a byte what a reader of words does with it: one table of kinds and small letters. */
import { asciiKinds, characterAt, DIGIT, LOWER, UPPER } from './characters.ts'
import { HAS_DIGIT, HAS_LOWER, HAS_OTHER, HAS_UPPER } from './forms.ts'

/** Any of these bits: the byte belongs to a word. */
export const IS_WORD: number = HAS_DIGIT | HAS_UPPER | HAS_LOWER | HAS_OTHER
export const IS_SPACE = 0x1000
export const IS_LINE = 0x2000
export const IS_MARK = 0x4000
/** `@`, `_`, `\`, `/`: perhaps of an address of the net. */
export const IS_JOINT = 0x8000
/** Not ASCII: only the whole character tells. */
export const IS_HIGH = 0x1_0000
/** The small form of an ASCII letter or digit. */
export const SMALL_BYTE = 0xff

/** By kind of character. */
export const traitsOfKind: readonly number[] = [
  IS_SPACE,
  IS_SPACE | IS_LINE,
  HAS_DIGIT,
  HAS_LOWER,
  HAS_UPPER,
  HAS_OTHER,
  IS_MARK,
]

/** By byte. */
export const traits: Int32Array = new Int32Array(256).fill(IS_HIGH)
for (let byte = 0; byte < 128; byte++) {
  const kind = asciiKinds[byte]!
  const small = kind === UPPER ? byte | 0x20 : kind === LOWER || kind === DIGIT ? byte : 0
  traits[byte] = traitsOfKind[kind]! | small
}
for (const mark of '@_\\/') traits[mark.charCodeAt(0)] = IS_MARK | IS_JOINT

/** The same of the character beyond ASCII that begins at `at`. */
export function traitsOfHigh(bytes: Uint8Array, at: number, end: number): number {
  return traitsOfKind[characterAt(bytes, at, end) & 7]! | IS_HIGH
}

/** A slash joins only where another one follows. */
export function isJoint(bytes: Uint8Array, at: number): boolean {
  return bytes[at] !== 0x2f || bytes[at + 1] === 0x2f
}
