/** Tells whether a value stands for itself where it is written, or is a part of something longer. */
import { isEscapeLetter } from '../boundaries.ts'
import { isAlphanumeric, isDigit } from '../bytes.ts'
import type { TextWindow } from '../entity.ts'

/** What a value may be glued to: nothing that makes a longer name or number of it, no digit beside a digit of its own, anything. */
export type Glue = 'none' | 'letters' | 'any'

type Text = Pick<TextWindow, 'bytes' | 'start' | 'end'>

const BACKSLASH = 0x5c
const HYPHEN = 0x2d
const DOT = 0x2e
const UNDERSCORE = 0x5f

export function mayBeGlued(glue: Glue, text: Text, { start, end }: { start: number; end: number }): boolean {
  if (glue === 'any') return true
  if (glue === 'none') return !isJoined(text, start - 1, -1) && !isJoined(text, end, 1)
  const { bytes } = text
  const isCutBefore = isDigit(byteOf(text, start - 1)) && isDigit(bytes[start]!)
  return !isCutBefore && !(isDigit(byteOf(text, end)) && isDigit(bytes[end - 1]!))
}

/** By a letter or digit, or by what joins one to it as in `img_12345678.png`. */
function isJoined(text: Text, beside: number, step: number): boolean {
  const byte = byteOf(text, beside)
  // The letter of an escape in code, as in `\n`.
  if (step < 0 && isEscapeLetter(byte) && byteOf(text, beside - 1) === BACKSLASH) return false
  const joins = byte === HYPHEN || byte === DOT || byte === UNDERSCORE
  return isAlphanumeric(joins ? byteOf(text, beside + step) : byte)
}

/** -1 outside of the text. */
function byteOf({ bytes, start, end }: Text, at: number): number {
  return at < start || at >= end ? -1 : bytes[at]!
}
