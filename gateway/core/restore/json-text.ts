/** Reads small JSON texts and the strings in them, and writes pieces so that they stand in such a string. */
import { Buffer } from 'node:buffer'
import { jsonEscaped, type RestorePiece, rewritten } from './pieces.ts'

const decoder = new TextDecoder()

/** undefined where it is no object, array or string. */
export function parsed(data: Uint8Array): unknown {
  const first = data.find((byte) => byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
  if (first !== 0x7b && first !== 0x5b && first !== 0x22) return undefined
  try {
    return JSON.parse(decoder.decode(data)) as unknown
  } catch {
    return undefined
  }
}

/** What a JSON string says; null where half a surrogate pair is in it. */
export function unescaped(raw: Uint8Array): Uint8Array | null {
  if (!raw.includes(0x5c)) return raw
  const text = String(JSON.parse(`"${decoder.decode(raw)}"`))
  return text.isWellFormed() ? Buffer.from(text) : null
}

/** The same with U+FFFD for each such half. */
export function unescapedLoosely(raw: Uint8Array): Uint8Array {
  return Buffer.from(String(JSON.parse(`"${decoder.decode(raw)}"`)))
}

export function escaped(pieces: readonly RestorePiece[]): RestorePiece[] {
  return rewritten(pieces, jsonEscaped)
}

/** OpenAI ends its streams with the bare word [DONE]. */
export function isDoneWord(data: Uint8Array): boolean {
  return data.length <= 16 && decoder.decode(data).trim() === '[DONE]'
}
