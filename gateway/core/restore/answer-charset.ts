/** Writes restored values in the character set of the answer that they stand in. */
import { Buffer } from 'node:buffer'
import { windows1252 } from '../content/charset.ts'
import { isSlot, type RestorePiece, type Restorer } from './pieces.ts'

/** A value as the answer writes it; null where it cannot. `value`: as it is written in UTF-8. */
export type Writing = (value: Uint8Array) => Uint8Array | null

/** How values are written under a label; `utf-8`: as they are; null: nobody here knows. */
export function writingOf(label: string, isJson: boolean): Writing | 'utf-8' | null {
  switch (label.toLowerCase().replace(/[^a-z0-9]/g, '')) {
    case '':
    case 'utf8':
      return 'utf-8'
    case 'usascii':
    case 'ascii':
      return isJson ? inEscapes : (value) => single(value, 0x7f, noMore)
    case 'iso88591':
    case 'latin1':
      return isJson ? inEscapes : (value) => single(value, 0xff, noMore)
    case 'windows1252':
    case 'cp1252':
      return isJson ? inEscapes : (value) => single(value, 0xff, moreOfWindows)
    default:
      return null
  }
}

/** What finds tokens stays the same: in each of these sets they are written as in ASCII. */
export class InCharset implements Restorer {
  readonly #restorer: Restorer
  readonly #writing: Writing

  constructor(restorer: Restorer, writing: Writing) {
    this.#restorer = restorer
    this.#writing = writing
  }

  get held(): Uint8Array {
    return this.#restorer.held
  }

  push(chunk: Uint8Array): RestorePiece[] {
    return this.#restorer.push(chunk).map(this.#inCharset)
  }

  end(): RestorePiece[] {
    return this.#restorer.end().map(this.#inCharset)
  }

  readonly #inCharset = (piece: RestorePiece): RestorePiece => {
    if (!isSlot(piece)) return piece
    return { ...piece, write: (token) => this.#writing(piece.write(token)) ?? piece.raw }
  }
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(value: Uint8Array): string | null {
  try {
    return strict.decode(value)
  } catch {
    return null
  }
}

/**
 * RFC 8259 §8.1 knows UTF-8 alone, and some readers obey the label all the same: `\u00eb` says the same to both, at any
 * depth, since the outermost string is read first.
 */
function inEscapes(value: Uint8Array): Uint8Array {
  const text = textOf(value)
  if (text === null) return value
  const escaped = text.replace(
    /[^\0-\x7f]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return Buffer.from(escaped, 'latin1')
}

/** What is no UTF-8 came in such a set itself, and goes back as it came. */
function single(value: Uint8Array, last: number, more: ReadonlyMap<number, number>): Uint8Array | null {
  const text = textOf(value)
  if (text === null) return value
  const bytes: number[] = []
  for (const character of text) {
    const code = character.codePointAt(0) as number
    const isPlain = code < 0x80 || (code >= 0xa0 && code <= last)
    const byte = isPlain ? code : more.get(code)
    if (byte === undefined) return null
    bytes.push(byte)
  }
  return Uint8Array.from(bytes)
}

const noMore: ReadonlyMap<number, number> = new Map()

const moreOfWindows: ReadonlyMap<number, number> = new Map(
  windows1252.map((code, index) => [code, 0x80 + index]),
)
