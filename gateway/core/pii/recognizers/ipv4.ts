/** Recognises IPv4 addresses, with a prefix length where one follows, and leaves version numbers alone. */
import { isAlphanumeric, isDigit, isLetter } from '../bytes.ts'
import { closesEmphasis, opensEmphasis } from '../emphasis.ts'
import type { Finding } from '../entity.ts'
import { isMoneyAndNoAddress } from '../money.ts'
import { numberForms } from '../number-forms.ts'
import { type NumberShape, separators } from '../number-shape.ts'
import { wordBefore } from '../telling-words.ts'
import type { TextView } from '../text-view.ts'
import type { Recognizer } from './recognizer.ts'

export const ipv4 = {
  name: 'ipv4',
  trigger: 'digits',
  forms: numberForms.DOTTED,
  source: 'RFC 3986 §3.2.2 (dotted decimal), RFC 4632 §3.1 (prefix notation)',
  recognize: recognizeIpv4,
} as const satisfies Recognizer

const DOT = 0x2e
const SLASH = 0x2f
const HYPHEN = 0x2d
const UNDERSCORE = 0x5f

function recognizeIpv4(text: TextView, at: number): Finding | null {
  const shape = text.numberAt(at)
  if (shape.groups < 4 || !isDottedQuad(text, shape) || !beginsAddress(text, at)) return null
  const end = endOfAddress(text, shape)
  if (end < 0 || isMoneyAndNoAddress(text, at, shape.ends[3]!)) return null
  if (wordBefore(text, at, 16) === 'version') return null
  return { type: 'IP_ADDRESS', start: at, end, score: 0.9, reasons: ['dotted-quad'] }
}

function isDottedQuad(text: TextView, shape: NumberShape): boolean {
  for (let group = 0; group < 4; group++) {
    const length = shape.length(group)
    if (length > 3 || (length > 1 && text.bytes[shape.starts[group]!] === 0x30)) return false
    if (shape.value(text, group) > 255) return false
    if (
      group < 3 &&
      (shape.marks[group] !== separators.DOT || shape.ends[group]! + 1 !== shape.starts[group + 1])
    ) {
      return false
    }
  }
  return true
}

/** Not behind a letter, a dot or a dash, nor in `Product/1.2.3.4`, the form of a User-Agent (RFC 9110 §10.1.5). */
function beginsAddress(text: TextView, at: number): boolean {
  const before = text.byte(at - 1)
  if (isAlphanumeric(before) || before === DOT) return false
  if (before === UNDERSCORE) return opensEmphasis(text, at)
  if (before === HYPHEN) return !isAlphanumeric(text.byte(at - 2)) || isBehindAddress(text, at - 1)
  return before !== SLASH || !isAlphanumeric(text.byte(at - 2))
}

/** True behind the first address of a range: up to three digits and a dot before them. */
function isBehindAddress(text: TextView, hyphen: number): boolean {
  let position = hyphen
  while (position > hyphen - 3 && isDigit(text.byte(position - 1))) position--
  return position < hyphen && text.byte(position - 1) === DOT
}

/** Where the address with its prefix length ends; -1 where more parts make it something else. */
function endOfAddress(text: TextView, shape: NumberShape): number {
  const end = shape.ends[3]!
  const after = text.byte(end)
  if (isAlphanumeric(after) || (after === UNDERSCORE && !closesEmphasis(text, end))) return -1
  const next = text.byte(end + 1)
  if (after === DOT && isAlphanumeric(next)) return -1
  if (after === HYPHEN && isLetter(next)) return -1
  if (after !== SLASH || !isDigit(next)) return end
  const prefixEnd = isDigit(text.byte(end + 2)) ? end + 3 : end + 2
  const prefix = prefixEnd === end + 2 ? next - 0x30 : (next - 0x30) * 10 + text.byte(end + 2) - 0x30
  return prefix <= 32 && !isAlphanumeric(text.byte(prefixEnd)) ? prefixEnd : end
}
