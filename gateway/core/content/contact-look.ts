/** Tells which lines of a text are somebody's contact data: a name beside an address for mail, a phone or an account. */
import type { EntityType, Finding, TextWindow } from '../pii/entity.ts'
import type { Span } from './prose-look.ts'

const contacts: ReadonlySet<EntityType> = new Set(['EMAIL', 'PHONE', 'IBAN', 'ADDRESS'])
/** From here on rules act. */
const leastScore = 0.6
/** Longer lines are rows of programs, in which contact data stands between much else. */
const longestLine = 512

const none: readonly Span[] = []

/**
 * The lines of `view` in which contact data was found, each with the one before and behind it, as far as two words with
 * capitals stand side by side there; `found` is in order.
 */
export function contactLines(view: TextWindow, found: readonly Finding[]): readonly Span[] {
  const lines: { start: number; end: number }[] = []
  /** Where a line ends that is too long: a list of numbers is asked about once, and not at each of them. */
  let tooLong = view.start
  for (const { type, start, score } of found) {
    if (start < tooLong || score < leastScore || !contacts.has(type)) continue
    const last = lines[lines.length - 1]
    if (last !== undefined && start < last.end) continue
    const line = around(view, start)
    if (line === null) tooLong = lineEnd(view, start)
    else if (last !== undefined && line.start <= last.end) last.end = line.end
    else lines.push(line)
  }
  if (lines.length === 0) return none
  return lines.filter((line) => hasNames(view.bytes, line, found))
}

/** The line in which `at` stands and those beside it; null where one is too long. */
function around({ bytes, start, end }: TextWindow, at: number): { start: number; end: number } | null {
  let from = at
  let to = at
  for (let lines = 0; from > start; from--) if (bytes[from - 1] === 0x0a && ++lines === 2) break
  for (let lines = 0; to < end; to++) if (bytes[to] === 0x0a && ++lines === 2) break
  return to - from > 3 * longestLine ? null : { start: from, end: to }
}

function lineEnd({ bytes, end }: TextWindow, at: number): number {
  let to = at
  while (to < end && bytes[to] !== 0x0a) to++
  return to
}

/** True where outside what was found a word with a capital stands right behind another one. */
function hasNames(bytes: Uint8Array, { start, end }: Span, found: readonly Finding[]): boolean {
  let before = false
  let next = 0
  for (let at = start; at < end; ) {
    if (!isLetter(bytes[at]!)) {
      if (bytes[at] !== 0x20) before = false
      at++
      continue
    }
    const word = at
    while (at < end && (isLetter(bytes[at]!) || bytes[at] === 0x2d || bytes[at] === 0x27)) at++
    if (at - word < 2 || !isCapital(bytes[word]!)) {
      before = false
      continue
    }
    while (next < found.length && found[next]!.end <= word) next++
    const isName = next === found.length || found[next]!.start > word
    if (isName && before) return true
    before = isName
  }
  return false
}

function isLetter(byte: number): boolean {
  const small = byte | 0x20
  return (small >= 0x61 && small <= 0x7a) || byte >= 0x80
}

function isCapital(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || byte >= 0x80
}
