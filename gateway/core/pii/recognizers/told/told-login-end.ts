/** Tells whether a line, or what is said, ends where a name behind `user:` ends. */
import { isWordAt } from '../../word-bytes.ts'
import { hashesOf, hashOf, type Prose } from './prose-words.ts'

/** Line ends between a label and the name below it. */
const farthestBelow = 4
const COLON = 0x3a
const EQUALS = 0x3d
const LESS = 0x3c
const SPACE = 0x20
const LINE = 0x0a
const RETURN = 0x0d

/** Where the next line begins with more than a blank, if one ends at `at`; else `at`. */
export function behindLineEnd({ bytes, end }: Prose, at: number): number {
  let next = at
  while (next < end && next < at + farthestBelow && (bytes[next] === LINE || bytes[next] === RETURN)) next++
  return next
}

export function endsLine({ bytes, end: textEnd }: Prose, end: number): boolean {
  return end >= textEnd || bytes[end] === LINE || bytes[end] === RETURN
}

/** Behind it the line ends, or another thing begins: `user=bob action=login`, `user: bob, role: x`. */
export function endsItem({ bytes, end: textEnd }: Prose, end: number, isEqual: boolean): boolean {
  if (end >= textEnd) return true
  const byte = bytes[end]!
  if (byte === SPACE && isEqual) return true
  if (
    byte < SPACE ||
    byte === 0x2c ||
    byte === 0x3b ||
    byte === 0x29 ||
    byte === 0x5d ||
    byte === 0x7c ||
    byte === LESS
  )
    return true
  if (byte === 0x26) return isEqual
  if (byte === 0x2e) return end + 1 >= textEnd || bytes[end + 1]! <= SPACE
  if (byte !== SPACE) return false
  // `login: bob password: x`
  let at = end
  while (at < textEnd && bytes[at] === SPACE) at++
  while (at < textEnd && isWordAt(bytes, at)) at++
  return at >= textEnd ? false : bytes[at] === COLON || bytes[at] === EQUALS || bytes[end + 1] === 0x28
}

/** A line of a key and a value, and no `assistant:` or `bot:` on the next one. */
export function isAloneOnLine(
  { bytes, start: textStart, end: textEnd }: Prose,
  start: number,
  end: number,
): boolean {
  for (let at = start; at < end; at++) if (isUpper(bytes[at]!)) return false
  let at = end
  while (at < textEnd && bytes[at]! <= SPACE) at++
  if (at < textEnd && bytes.subarray(end, at).indexOf(0x0a) < 0) return false
  let line = start
  while (line > textStart && bytes[line - 1] !== 0x0a) line--
  while (line < start && (bytes[line]! <= SPACE || bytes[line] === 0x2d)) line++
  // `User: thanks` is said by somebody.
  return !isUpper(bytes[line]!) && !speaks({ bytes, start: at, end: textEnd })
}

const speakers = hashesOf(
  'assistant bot ai agent system model gpt claude tool support operator advisor human helper ' +
    'assistent assistentin berater mitarbeiter conseiller conseillère assistante opérateur asistente agente operador soporte ' +
    'assistente operatore supporto medewerker',
)

function speaks({ bytes, start, end }: Prose): boolean {
  let at = start
  while (at < end && isWordAt(bytes, at)) at++
  return speakers.has(hashOf(bytes, start, at))
}

function isUpper(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a
}
