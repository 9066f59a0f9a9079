/** What a restored answer is put together from: bytes that stay, and places where a token's value may go. */
import { Buffer } from 'node:buffer'
import type { EntityType } from '../pii/entity.ts'
import type { RestoredToken } from '../ports.ts'
import type { FoundToken } from './find-tokens.ts'
import type { TextKind } from './text-depth.ts'

/** A token in an answer. Whoever knows the value writes it; where nobody does, `raw` stays. */
export interface TokenSlot {
  readonly type: EntityType
  readonly code: string
  readonly raw: Uint8Array
  /** The value as it has to be written there. */
  write(token: Pick<RestoredToken, 'value' | 'undone'>): Uint8Array
}

export type RestorePiece = Uint8Array | TokenSlot

/** Reads an answer that passes; everything is handed on at once but what may be the beginning of a token. */
export interface Restorer {
  push(chunk: Uint8Array): readonly RestorePiece[]
  end(): readonly RestorePiece[]
  /** Bytes that were pushed and not handed on yet. */
  readonly held: Uint8Array
}

/** Where a token stands: how many JSON strings it is in, whether there are no more, and whether the first is the body's own. */
export interface TokenPlace {
  depth: number
  isKnown: boolean
  kind: TextKind
  /** True where an apostrophe may end a string, too. */
  mayBeSingleQuoted: boolean
}

/**
 * A value is escaped for each JSON string that it stands in, so that it can end none of them. Where that many are not known,
 * one that needs escapes stays a token.
 */
export function slotOf(
  { type, code, percent }: FoundToken,
  raw: Uint8Array,
  { depth, isKnown, kind, mayBeSingleQuoted }: TokenPlace,
): TokenSlot {
  return {
    type,
    code,
    raw,
    write({ value, undone }) {
      if (percent) return percentEncoded(value)
      const within = kind === 'json' ? depth - 1 : depth
      // What was read no deeper than it stands here goes back as it came, quotes of the text around it included.
      const isBack = isKnown || (undone === within && kind !== 'unknown')
      if (!isBack && needsEscapes(value)) return raw
      if (mayBeSingleQuoted && value.includes(APOSTROPHE)) return raw
      let levels = undone === null ? depth : depth - escapesLeft(value, within - undone)
      // A text that is no JSON has no way to say half of a surrogate pair.
      let written = depth === 0 ? wellFormed(value) : value
      for (; levels > 0; levels--) written = jsonEscaped(written)
      return written
    },
  }
}

/** How many layers of escapes a value holds that was read in `most` strings fewer than it is put into. */
function escapesLeft(value: Uint8Array, most: number): number {
  let text = decoder.decode(value)
  for (let layer = 0; layer < most; layer++) {
    try {
      text = String(JSON.parse(`"${text}"`))
    } catch {
      // It could not have stood there: it means what it says.
      return 0
    }
  }
  return Math.max(most, 0)
}

const APOSTROPHE = 0x27
const decoder = new TextDecoder()

export function isSlot(piece: RestorePiece): piece is TokenSlot {
  return !(piece instanceof Uint8Array)
}

/** The same pieces, each written anew: what goes in, and what a value becomes. */
export function rewritten(
  pieces: readonly RestorePiece[],
  write: (bytes: Uint8Array) => Uint8Array,
): RestorePiece[] {
  return pieces.map((piece) =>
    isSlot(piece)
      ? {
          ...piece,
          raw: write(piece.raw),
          write: (token: Parameters<TokenSlot['write']>[0]) => write(piece.write(token)),
        }
      : write(piece),
  )
}

const shortEscapes: Readonly<Record<number, string>> = {
  8: '\\b',
  9: '\\t',
  10: '\\n',
  12: '\\f',
  13: '\\r',
  34: '\\"',
  92: '\\\\',
}

/** RFC 8259 §7: quotes, backslashes and controls, and §8.2: halves of surrogate pairs; everything else stands for itself. */
export function jsonEscaped(bytes: Uint8Array): Uint8Array {
  if (!needsEscapes(bytes)) return bytes
  const escaped: number[] = []
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!
    if (!needsEscape(byte) && !isHalf(bytes, at)) {
      escaped.push(byte)
      continue
    }
    for (const character of isHalf(bytes, at) ? halfAt(bytes, at) : escapeOf(byte))
      escaped.push(character.charCodeAt(0))
    if (isHalf(bytes, at)) at += 2
  }
  return Uint8Array.from(escaped)
}

function needsEscapes(bytes: Uint8Array): boolean {
  return bytes.some((byte, at) => needsEscape(byte) || isHalf(bytes, at))
}

/** True where half of a surrogate pair begins, in three bytes (`core/content/decoded-text.ts`). No UTF-8 has such bytes. */
function isHalf(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0xed && (bytes[at + 1] ?? 0) >= 0xa0 && at + 2 < bytes.length
}

function halfAt(bytes: Uint8Array, at: number): string {
  const code = 0xd000 | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f)
  return `\\u${code.toString(16)}`
}

/** The same with U+FFFD for each half. */
function wellFormed(bytes: Uint8Array): Uint8Array {
  if (!bytes.some((_, at) => isHalf(bytes, at))) return bytes
  const written = Uint8Array.from(bytes)
  for (let at = 0; at < bytes.length; at++) if (isHalf(bytes, at)) written.set([0xef, 0xbf, 0xbd], at)
  return written
}

function needsEscape(byte: number): boolean {
  return byte < 0x20 || byte === 0x22 || byte === 0x5c
}

function escapeOf(byte: number): string {
  return shortEscapes[byte] ?? `\\u${byte.toString(16).padStart(4, '0')}`
}

/** RFC 3986 §2.3: unreserved characters stand for themselves. */
function percentEncoded(bytes: Uint8Array): Uint8Array {
  let encoded = ''
  for (const byte of bytes) {
    const character = String.fromCharCode(byte)
    encoded += /[A-Za-z0-9._~-]/.test(character)
      ? character
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return Buffer.from(encoded, 'latin1')
}
