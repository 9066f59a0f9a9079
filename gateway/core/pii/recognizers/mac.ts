/** Recognises hardware addresses (MAC): six pairs over colons or hyphens, or three fours over dots. */
import { isAlphanumeric, isDigit, isHex } from '../bytes.ts'
import { closesEmphasis, opensEmphasis } from '../emphasis.ts'
import type { Finding } from '../entity.ts'
import { numberForms } from '../number-forms.ts'
import type { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

const source = 'IEEE 802-2014 §8.1 (hyphens), common use (colons), Cisco IOS (dotted fours)'

/** Anchored at the first colon, or at any digit of the first pair that has one. */
export const macRecognizers: readonly Recognizer[] = [
  { name: 'mac', trigger: 'colon', source, recognize: recognizeColons },
  { name: 'mac-digits', trigger: 'digits', forms: numberForms.PAIRED, source, recognize: recognizeOthers },
  { name: 'mac-mixed', trigger: 'mixed', source, recognize: recognizeOthers },
]

const COLON = 0x3a
const HYPHEN = 0x2d
const DOT = 0x2e
const UNDERSCORE = 0x5f
/** Of an IPv6 address. */
const longestPiece = 4

interface Form {
  separator: number
  groups: number
  size: number
}
const colons: Form = { separator: COLON, groups: 6, size: 2 }
const longColons: Form = { separator: COLON, groups: 8, size: 2 }
const hyphens: Form = { separator: HYPHEN, groups: 6, size: 2 }
const dots: Form = { separator: DOT, groups: 3, size: 4 }

function recognizeColons(text: TextView, at: number): Finding | null {
  return found(text, at - colons.size, colons) ?? found(text, at - colons.size, longColons)
}

function recognizeOthers(text: TextView, at: number): Finding | null {
  return found(text, firstGroup(text, at, hyphens), hyphens) ?? found(text, firstGroup(text, at, dots), dots)
}

/** Where an address of this form would start whose first digit is at `at`; -1 where it has an earlier one. */
function firstGroup(text: TextView, at: number, { separator, groups, size }: Form): number {
  let start = at
  while (start > at - size && isHex(text.byte(start - 1))) start--
  for (let group = 1; group < groups; group++) {
    if (text.byte(start - 1) !== separator || !isGroup(text, start - 1 - size, size)) break
    // With a digit further left, the address is found there.
    for (let index = start - 1 - size; index < start - 1; index++) if (isDigit(text.byte(index))) return -1
    start -= size + 1
  }
  return start
}

function isGroup(text: TextView, start: number, size: number): boolean {
  for (let index = start; index < start + size; index++) if (!isHex(text.byte(index))) return false
  return !isAlphanumeric(text.byte(start - 1))
}

function found(text: TextView, start: number, form: Form): Finding | null {
  if (start < text.floor) return null
  const end = macEnd(text, start, form)
  if (end < 0) return null
  const before = text.byte(start - 1)
  if (isAlphanumeric(before) || (before === UNDERSCORE && !opensEmphasis(text, start))) return null
  if (before === form.separator && !isLabel(text, start - 1)) return null
  const reasons = [`form:${form.groups}x${form.size}`]
  return { type: 'MAC_ADDRESS', start, end, score: 0.9, reasons }
}

/** True where the colon at `colon` stands behind a word such as `mac:` or `eth0:`, and not behind a piece of a longer address. */
function isLabel(text: TextView, colon: number): boolean {
  if (text.byte(colon) !== COLON) return false
  for (let at = colon - 1; at >= colon - longestPiece; at--) {
    const byte = text.byte(at)
    if (!isHex(byte)) return isAlphanumeric(byte)
  }
  return isAlphanumeric(text.byte(colon - longestPiece - 1))
}

/** Where the address ends that starts at `start`; -1 where none does. Nothing but zeros or Fs is nobody's. */
function macEnd(text: TextView, start: number, { separator, groups, size }: Form): number {
  let position = start
  let digits = 0
  let seen = 0
  for (let group = 0; group < groups; group++) {
    if (group > 0 && text.byte(position++) !== separator) return -1
    for (const groupEnd = position + size; position < groupEnd; position++) {
      const byte = text.byte(position)
      if (!isHex(byte)) return -1
      if (isDigit(byte)) digits++
      if (byte !== 0x30) seen |= (byte | 0x20) === 0x66 ? 1 : 2
    }
  }
  const after = text.byte(position)
  if (isAlphanumeric(after) || (after === UNDERSCORE && !closesEmphasis(text, position))) return -1
  // A fingerprint goes on; a full stop may follow.
  if (after === separator && isAlphanumeric(text.byte(position + 1))) return -1
  return (digits > 0 || separator !== DOT) && seen > 1 ? position : -1
}
