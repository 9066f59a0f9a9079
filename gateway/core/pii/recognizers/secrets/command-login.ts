/** Finds the password in a command that logs in: `curl -u name:password`, `curl --user name:password`. */
import type { Finding } from '../../entity.ts'
import type { Prose } from '../told/prose-words.ts'

/** The options are those of curl(1): `-u, --user <user:password>` and `-U, --proxy-user <user:password>`. */
export const commandTelling = 'curl'

const longOptions = ['--user', '--proxy-user'].map((option) => new TextEncoder().encode(option))
/** A command is no longer, or nobody reads it. */
const longestCommand = 400
const longestUser = 64
const longest = 128
const shortest = 4

const LINE = 0x0a
const SPACE = 0x20
const COLON = 0x3a
const DASH = 0x2d
const EQUALS = 0x3d
const BACKSLASH = 0x5c

/** What the command whose name ends at `from` logs in with; null where it names no password. */
export function loginBehind({ bytes, end }: Pick<Prose, 'bytes' | 'end'>, from: number): Finding | null {
  const limit = Math.min(end, from + longestCommand)
  for (let at = from; at + 2 < limit; at++) {
    if (bytes[at] === LINE && bytes[at - 1] !== BACKSLASH) return null
    if (bytes[at] !== DASH || bytes[at - 1]! > SPACE) continue
    const value = behindOption(bytes, at, limit)
    const found = value === 0 ? null : passwordAt(bytes, value, end)
    if (found !== null) return found
  }
  return null
}

/** Where the value begins of the option at `at`; 0 where it is another option. */
function behindOption(bytes: Uint8Array, at: number, limit: number): number {
  let position = at + 1
  if (bytes[position] === DASH) {
    const option = longOptions.find((one) => one.every((byte, place) => bytes[at + place] === byte))
    if (option === undefined) return 0
    position = at + option.length
    if (bytes[position] !== SPACE && bytes[position] !== EQUALS) return 0
  } else {
    // Short options without a value may stand before it: `-su`.
    while (position < limit && isSmall(bytes[position]!) && (bytes[position]! | 0x20) !== 0x75) position++
    if ((bytes[position]! | 0x20) !== 0x75) return 0
    position++
  }
  while (position < limit && (bytes[position] === SPACE || bytes[position] === EQUALS)) position++
  return isQuote(bytes[position]!) ? position + 1 : position
}

/** Behind the colon, where a user's name stands before it, up to a blank or a quotation mark. */
function passwordAt(bytes: Uint8Array, from: number, end: number): Finding | null {
  let colon = from
  while (colon < end && colon < from + longestUser && isPart(bytes[colon]!) && bytes[colon] !== COLON) colon++
  if (bytes[colon] !== COLON || colon === from) return null
  const start = colon + 1
  let to = start
  while (to < end && to < start + longest && isPart(bytes[to]!)) to++
  if (to - start < shortest || isVariable(bytes[start]!)) return null
  return { type: 'PASSWORD', start, end: to, score: 0.85, reasons: ['word:password', 'form:command'] }
}

function isPart(byte: number): boolean {
  return byte > SPACE && !isQuote(byte)
}

function isQuote(byte: number): boolean {
  return byte === 0x22 || byte === 0x27 || byte === 0x60
}

function isSmall(byte: number): boolean {
  return (byte >= 0x61 && byte <= 0x7a) || (byte >= 0x41 && byte <= 0x5a)
}

/** `$PASS`, `<password>`, `{password}`, `%PASS%`, `***`: what stands for a password. */
function isVariable(byte: number): boolean {
  return byte === 0x24 || byte === 0x3c || byte === 0x7b || byte === 0x25 || byte === 0x2a || byte === 0x5b
}
