/** Finds the tokens of one text that comes in chunks, JSON or not, and says how a value is written in each place. */
import { Buffer } from 'node:buffer'
import { findTokens } from './find-tokens.ts'
import { type RestorePiece, type Restorer, slotOf } from './pieces.ts'
import { TextDepth, type TextKind } from './text-depth.ts'

const none = new Uint8Array(0)

/** Holds back what may begin a token, at most `longestToken` bytes, until more of the text is there. */
export class TextRestorer implements Restorer {
  readonly #kind: TextKind
  readonly #depth: TextDepth
  #held: Uint8Array = none

  /** `depth`: where the text begins, if that is not its beginning. */
  constructor(kind: TextKind, depth: TextDepth = new TextDepth(kind)) {
    this.#kind = kind
    this.#depth = depth
  }

  /** What waits for the rest of the text. */
  get held(): Uint8Array {
    return this.#held
  }

  push(chunk: Uint8Array): RestorePiece[] {
    return this.#read(this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]), false)
  }

  /** What is said here goes on elsewhere, unchanged. Nothing may be held. */
  pass(text: Uint8Array): void {
    this.#depth.read(text, 0, text.length)
  }

  end(): RestorePiece[] {
    return this.#read(this.#held, true)
  }

  #read(bytes: Uint8Array, final: boolean): RestorePiece[] {
    const { tokens, rest } = findTokens(bytes, final)
    const pieces: RestorePiece[] = []
    let at = 0
    for (const token of tokens) {
      if (token.start > at) pieces.push(bytes.subarray(at, token.start))
      this.#depth.read(bytes, at, token.start)
      const { depth, isKnown, mayBeSingleQuoted } = this.#depth
      const place = { depth, isKnown, kind: this.#kind, mayBeSingleQuoted }
      pieces.push(slotOf(token, bytes.subarray(token.start, token.end), place))
      this.#depth.read(bytes, token.start, token.end)
      at = token.end
    }
    if (rest > at) pieces.push(bytes.subarray(at, rest))
    this.#depth.read(bytes, at, rest)
    this.#held = rest === bytes.length ? none : bytes.slice(rest)
    return pieces
  }
}

/** A text that is at hand as a whole. */
export function restoreText(text: Uint8Array, kind: TextKind, depth?: TextDepth): RestorePiece[] {
  const restorer = new TextRestorer(kind, depth)
  return [...restorer.push(text), ...restorer.end()]
}
