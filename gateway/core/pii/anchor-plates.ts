/** Tells where a number plate may stand that only a word before it tells: `plate AB12`, `Kennzeichen HH-B120`. */
import { isAlphanumeric, isDigit } from './bytes.ts'
import type { TextWindow } from './entity.ts'

/** `reg` is the shortest word that tells of a plate; something stands between the two. */
const shortestLead = 4
/** Of what the word tells (`recognizers/license-plate.ts`), its links included. */
const shortest = 4
const longest = 10
/** How many capitals may stand before a word's first digit. */
const mostLetters = 5

const SPACE = 0x20
const HYPHEN = 0x2d
const TIES = new Set([0x2b, 0x2f, 0x40, 0x5f])

/**
 * True where the digits from `at` to `runEnd` stand in a word of capitals and digits with words before it, and where that
 * word, or more such over single links, is as long as a plate and has a capital.
 */
export function mayBeToldPlate(window: TextWindow, at: number, runEnd: number): boolean {
  const { bytes, start, end, final } = window
  let from = at
  while (from > start && from > at - mostLetters && isUpper(bytes[from - 1]!)) from--
  if (from - start < shortestLead || isAlphanumeric(bytes[from - 1]!) || TIES.has(bytes[from - 1]!))
    return false
  let to = runEnd
  while (to < end && to - from <= longest && isUpperOrDigit(bytes[to]!)) to++
  if (to === end)
    return !final || (to - from >= shortest && hasUpper(bytes, from, to)) || isBehindUpper(window, from)
  if (isAlphanumeric(bytes[to]!)) return false
  const hasOwn = hasUpper(bytes, from, to)
  return (hasOwn && to - from >= shortest) || isBehindUpper(window, from) || goesOn(window, to, hasOwn)
}

/** More groups of capitals and digits follow, one of them with a capital, unless there was one already. */
function goesOn({ bytes, end, final }: TextWindow, from: number, hasCapital: boolean): boolean {
  let position = from
  while (position < from + longest) {
    position += linkAt(bytes, position, end)
    if (position >= end) return !final
    if (position === from || !isUpperOrDigit(bytes[position]!)) return false
    while (position < end && isDigit(bytes[position]!)) position++
    if (hasCapital || (position < end && isUpper(bytes[position]!))) return true
    if (linkAt(bytes, position, end) === 0) return position >= end && !final
  }
  return false
}

/** A capital stands before `from`, over one link. */
function isBehindUpper({ bytes, start }: TextWindow, from: number): boolean {
  const before = bytes[from - 1]
  const link = before === SPACE || before === HYPHEN ? 1 : before === 0xb7 && bytes[from - 2] === 0xc2 ? 2 : 0
  return link > 0 && from - link > start && isUpper(bytes[from - link - 1]!)
}

/** How many bytes a space, a hyphen or a middle dot takes at `at`, as far as they are at hand; 0 where none stands there. */
function linkAt(bytes: Uint8Array, at: number, end: number): number {
  if (at >= end) return 0
  if (bytes[at] === SPACE || bytes[at] === HYPHEN) return 1
  return bytes[at] === 0xc2 && (at + 1 >= end || bytes[at + 1] === 0xb7) ? 2 : 0
}

function hasUpper(bytes: Uint8Array, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (isUpper(bytes[index]!)) return true
  return false
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}

function isUpperOrDigit(byte: number): boolean {
  return isUpper(byte) || isDigit(byte)
}
