/** Passes over what stands in brackets behind a label: `Passport (new): …`, `Passwort (alt) …`. */
import { blankAt, blankBefore, isWordAt } from './word-bytes.ts'

const OPEN = 0x28
const CLOSE = 0x29
/** One word of a label, not an aside. */
const longest = 16

/** Behind the bracketed word at `at`, over the blank before it; `at` itself where none stands there. */
export function behindQualifier(bytes: Uint8Array, at: number, end: number): number {
  const open = at + blankAt(bytes, at, end)
  if (open >= end || bytes[open] !== OPEN) return at
  let close = open + 1
  while (close < end && close <= open + longest && isWordAt(bytes, close)) close++
  return close > open + 1 && close < end && bytes[close] === CLOSE ? close + 1 : at
}

/** Where the label ends before the bracketed word that ends at `end`; `end` itself where none stands there. */
export function beforeQualifier(bytes: Uint8Array, end: number, start: number): number {
  if (end <= start || bytes[end - 1] !== CLOSE) return end
  let open = end - 2
  while (open >= start && open >= end - longest - 2 && isWordAt(bytes, open)) open--
  if (open < start || open === end - 2 || bytes[open] !== OPEN) return end
  return open - blankBefore(bytes, open, start)
}
