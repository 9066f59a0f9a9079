/** Knows the words and marks with which tokens begin (`glpat-`, `figd_`, `AIza`), and tells where one may stand. */
import { isRunByte } from '../../anchor-words.ts'
import { isEscapeLetter } from '../../boundaries.ts'
import { isAlphanumeric } from '../../bytes.ts'
import type { TextWindow } from '../../entity.ts'
import { codeTokens } from './code-tokens.ts'
import { officeTokens } from './office-tokens.ts'
import { prefixOf, type TokenFormat } from './token-format.ts'

const DOT = 0x2e
const BACKSLASH = 0x5c
/** How far left of a mark or a digit a token is known to begin; farther, it has long pieces that tell. */
const longestLead = 64

/** The formats that begin with literal bytes, by the first two of them. */
const byBeginning = new Map<number, TokenFormat[]>()
/** 1 where a format begins with these two bytes. */
const begins = new Uint8Array(0x10000)
for (const format of [...codeTokens, ...officeTokens]) {
  const [first, second] = prefixOf(format)
  if (first === undefined || second === undefined) continue
  const key = (first << 8) | second
  begins[key] = 1
  byBeginning.set(key, [...(byBeginning.get(key) ?? []), format])
}
const none: readonly TokenFormat[] = []

/** The formats that a token may have whose first two bytes stand at `start`. */
export function formatsAt(bytes: Uint8Array, start: number): readonly TokenFormat[] {
  return byBeginning.get((bytes[start]! << 8) | bytes[start + 1]!) ?? none
}

/**
 * At the first `-` or `_` of a word: where a token begins with that word, or behind a dot in it, as far as the bytes at
 * hand tell; -1 where none does.
 */
export function leadBefore(window: TextWindow, at: number): number {
  const { bytes, start } = window
  const farthest = Math.max(start, at - longestLead)
  let position = at
  let lead = -1
  while (position > farthest && isLeadByte(bytes[position - 1]!)) {
    if (bytes[position - 1] === DOT && mayLead(window, position, at)) lead = position
    position--
  }
  if (isEscapeLetter(bytes[position]!) && position > start && bytes[position - 1] === BACKSLASH) position++
  return mayLead(window, position, at) ? position : lead
}

/** True where a token begins left of `at`, in the run of letters, digits and marks that `at` is in: `ya29.`, `1//0`, `glc_`. */
export function isBehindLead(window: TextWindow, at: number): boolean {
  const { bytes, start } = window
  const farthest = Math.max(start, at - longestLead)
  let position = at
  while (true) {
    const isInside = position > farthest && isRunByte(bytes[position - 1]!)
    const beginsWord = !isInside || !isAlphanumeric(bytes[position - 1]!)
    if (beginsWord && isAlphanumeric(bytes[position]!) && mayLead(window, position, at + 2)) return true
    if (!isInside) return false
    position--
  }
}

/** True where the literal bytes of a format stand from `from` on, and some of them before `at`. */
function mayLead({ bytes, end, final }: TextWindow, from: number, at: number): boolean {
  if (from > at - 2 || begins[(bytes[from]! << 8) | bytes[from + 1]!] === 0) return false
  for (const format of formatsAt(bytes, from)) {
    const prefix = prefixOf(format)
    let same = 0
    while (same < prefix.length && from + same < end && bytes[from + same] === prefix[same]) same++
    if (same === prefix.length || (from + same === end && !final)) return true
  }
  return false
}

function isLeadByte(byte: number): boolean {
  return isAlphanumeric(byte) || byte === DOT
}
