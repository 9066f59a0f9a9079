/** What a restored answer is put together from: bytes that stay, and places where a token's value may go. */
import { Buffer } from 'node:buffer'
import type { EntityType } from '../pii/entity.ts'
import type { FoundToken } from './find-tokens.ts'

/** A token in an answer. Whoever knows the value writes it; where nobody does, `raw` stays. */
export interface TokenSlot {
  readonly type: EntityType
  readonly code: string
  readonly raw: Uint8Array
  /** The value as it has to be written there. */
  write(value: Uint8Array): Uint8Array
}

export type RestorePiece = Uint8Array | TokenSlot

/** Reads an answer that passes; everything is handed on at once but what may be the beginning of a token. */
export interface Restorer {
  push(chunk: Uint8Array): readonly RestorePiece[]
  end(): readonly RestorePiece[]
  /** Bytes that were pushed and not handed on yet. */
  readonly held: Uint8Array
}

/** `depth`: how many JSON strings the token stands in. */
export function slotOf({ type, code, percent }: FoundToken, raw: Uint8Array, depth: number): TokenSlot {
  return {
    type,
    code,
    raw,
    write(value) {
      let written = percent ? percentEncoded(value) : value
      for (let level = 0; level < depth; level++) written = jsonEscaped(written)
      return written
    },
  }
}

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
      ? { ...piece, raw: write(piece.raw), write: (value: Uint8Array) => write(piece.write(value)) }
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

/** RFC 8259 §7: quotes, backslashes and controls; everything else stands for itself. */
export function jsonEscaped(bytes: Uint8Array): Uint8Array {
  if (!bytes.some(needsEscape)) return bytes
  const escaped: number[] = []
  for (const byte of bytes) {
    if (!needsEscape(byte)) escaped.push(byte)
    else for (const character of escapeOf(byte)) escaped.push(character.charCodeAt(0))
  }
  return Uint8Array.from(escaped)
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
