/** Reads how a provider writes its tokens, and follows such a token through a text. */
import { asciiBytes, isAlphanumeric } from '../../bytes.ts'
import type { TextView } from '../../text-view.ts'

/** One way in which a provider writes a secret. */
export interface TokenFormat {
  /** Stable, for reports: `github-pat`. */
  readonly name: string
  /** What follows one another: literal bytes, or so many characters of an alphabet. */
  readonly pieces: readonly Piece[]
  readonly check: Check | null
  /** Likelihood by form alone. */
  readonly score: number
}

/** What a format's characters are checked against beside their alphabet and number. */
export type Check = 'crc32-base62' | 'crc32-hex'

type Piece = Uint8Array | { readonly alphabet: number; readonly min: number; readonly max: number }

/** Alphabets by the letter under which the tables name them. */
const alphabets: Readonly<Record<string, string>> = {
  d: '0-9',
  h: '0-9a-f',
  H: '0-9a-fA-F',
  l: '0-9a-z',
  u: '0-9A-Z',
  w: '0-9a-zA-Z',
  s: '0-9a-zA-Z_-',
  b: '0-9a-zA-Z+/',
}
/** Bit n: the byte is in alphabet n. */
const members = new Uint16Array(256)
const alphabetBits = new Map<string, number>()
for (const [letter, ranges] of Object.entries(alphabets)) {
  const bit = 1 << alphabetBits.size
  alphabetBits.set(letter, bit)
  const isMember = new RegExp(`[${ranges}]`)
  for (let byte = 0; byte < 0x80; byte++) {
    if (isMember.test(String.fromCharCode(byte))) members[byte]! |= bit
  }
}

/** The characters of an alphabet that a piece names. */
export function membersOf(alphabet: number): string {
  return [...members.keys()]
    .filter((byte) => (members[byte]! & alphabet) !== 0)
    .map((byte) => String.fromCharCode(byte))
    .join('')
}

/** No secret in use is longer; a longer run is something else. */
const longest = 4096
/** A placeholder such as `ghp_xxxxxxxxxxxx` has fewer different characters. */
const fewestDifferent = 6

/**
 * One line of a table: a name, then the form. In it `{w36}` stands for 36 characters of the alphabet `w`, `{w20-40}` for
 * 20 to 40, `{w20+}` for 20 or more; all else is literal.
 */
export function tokenFormat(line: string, check: Check | null = null, score = 0.95): TokenFormat {
  const [name, form] = line.trim().split(/\s+/)
  if (name === undefined || form === undefined) throw new TypeError(`no token format: ${line}`)
  const pieces = form.split(/(\{[^}]*\})/).filter((piece) => piece !== '')
  return { name, pieces: pieces.map(pieceOf), check, score }
}

function pieceOf(written: string): Piece {
  const [, letter, min, rest] = /^\{([a-zA-Z])(\d+)(\+|-\d+)?\}$/.exec(written) ?? []
  if (letter === undefined) return asciiBytes(written)
  const alphabet = alphabetBits.get(letter)
  if (alphabet === undefined) throw new TypeError(`no alphabet: ${written}`)
  const max = rest === undefined ? Number(min) : rest === '+' ? longest : Number(rest.slice(1))
  return { alphabet, min: Number(min), max }
}

/** Where a token of this form that begins at `at` ends; -1 where none stands there. */
export function tokenEnd(text: TextView, at: number, { pieces }: TokenFormat): number {
  let position = at
  for (const piece of pieces) {
    if (piece instanceof Uint8Array) {
      if (!text.matches(position, piece)) return -1
      position += piece.length
      continue
    }
    const start = position
    while (position - start < piece.max && isOf(piece.alphabet, text.byte(position))) position++
    if (position - start < piece.min) return -1
  }
  while (text.byte(position) === 0x3d) position++
  if (goesOn(text, position)) return -1
  return differentBytes(text, at, position) >= fewestDifferent ? position : -1
}

function isOf(alphabet: number, byte: number): boolean {
  return byte >= 0 && (members[byte]! & alphabet) !== 0
}

/** True where a letter, a digit or an underscore makes what was read a piece of something longer. */
function goesOn(text: TextView, end: number): boolean {
  const byte = text.byte(end)
  return isAlphanumeric(byte) || (byte === 0x5f && isAlphanumeric(text.byte(end + 1)))
}

const seen = new Uint8Array(256)

function differentBytes(text: TextView, from: number, end: number): number {
  seen.fill(0)
  let different = 0
  for (let index = from; index < end; index++) {
    const byte = text.bytes[index]!
    if (seen[byte] === 0) different++
    seen[byte] = 1
  }
  return different
}

/** The literal bytes with which every token of the form begins. */
export function prefixOf({ pieces }: TokenFormat): Uint8Array {
  const first = pieces[0]
  return first instanceof Uint8Array ? first : new Uint8Array(0)
}

/** True where all tokens of the form have the same number of characters. */
export function hasExactLength({ pieces }: TokenFormat): boolean {
  return pieces.every((piece) => piece instanceof Uint8Array || piece.min === piece.max)
}
