/** What one exchange has to do with tokens: those it makes are kept before they leave, those in its answer come back. */
import { Buffer } from 'node:buffer'
import { tokenText } from '../core/pii/tokens/form.ts'
import { KeyedStandIns } from '../core/pii/tokens/keyed-stand-ins.ts'
import type { IssuedToken, Restored, TokenExchange, TokenKeys, Tokens } from '../core/ports.ts'
import { findTokens } from '../core/restore/find-tokens.ts'
import { isSlot, type RestorePiece } from '../core/restore/pieces.ts'

/** Who plays the roles of keys and store. */
export interface TokenPorts {
  keys: TokenKeys
  store: Tokens
}

export class WayTokens {
  readonly standIns: KeyedStandIns
  readonly #store: Tokens
  readonly #id: string
  /** The write that runs: a piece with the same tokens waits for it too. */
  #keeping: Promise<boolean> | null = null

  constructor({ keys, store }: TokenPorts, exchange: TokenExchange) {
    this.#store = store
    this.#id = exchange.id
    this.standIns = new KeyedStandIns({ keys, destinationGroup: exchange.destinationGroup })
    store.register(exchange)
  }

  /**
   * True once every token made so far is durable. Where it is false, none of them may leave as one; the next call tries
   * again, since a later piece may have them too.
   */
  keep(): boolean | Promise<boolean> {
    const before = this.#keeping
    if (before !== null) return before.then(() => this.keep())
    const tokens = this.standIns.takeUnkept()
    if (tokens.length === 0) return true
    this.#keeping = this.#kept(tokens)
    return this.#keeping
  }

  async #kept(tokens: readonly IssuedToken[]): Promise<boolean> {
    let isKept = false
    try {
      isKept = await this.#store.keep(this.#id, tokens)
    } finally {
      this.#keeping = null
      if (isKept) this.standIns.forgetMasks(tokens)
      else this.standIns.putBack(tokens)
    }
    return isKept
  }

  /** The same bytes with masks where tokens stood: where they could not be kept. */
  masked(bytes: Buffer): Buffer {
    const { masks } = this.standIns
    const pieces: Uint8Array[] = []
    let done = 0
    for (const { start, end, type, code, percent } of findTokens(bytes, true).tokens) {
      const mask = masks.get(tokenText(type, code))
      if (mask === undefined) continue
      const written = Buffer.from(percent ? encodeURIComponent(mask) : mask, 'latin1')
      pieces.push(bytes.subarray(done, start), written)
      done = end
    }
    return done === 0 ? bytes : Buffer.concat([...pieces, bytes.subarray(done)])
  }

  maskedText(text: string): string {
    return this.masked(Buffer.from(text, 'latin1')).toString('latin1')
  }

  /**
   * The bytes of these pieces, as one: each token that may be given back is its value, each other stays. At once where nothing
   * has to be asked for, so that an event leaves in the turn in which it came.
   */
  filled(pieces: readonly RestorePiece[]): Uint8Array | Promise<Uint8Array> {
    const codes = pieces.filter(isSlot).map(({ code }) => code)
    const known = codes.length === 0 ? noTokens : this.#store.restore(this.#id, codes)
    return known instanceof Promise ? known.then((found) => fill(pieces, found)) : fill(pieces, known)
  }

  release(): void {
    this.#store.release(this.#id)
  }
}

const noTokens: Restored = new Map()

function fill(pieces: readonly RestorePiece[], known: Restored): Uint8Array {
  const bytes = pieces.map((piece) => {
    if (!isSlot(piece)) return piece
    const found = known.get(piece.code)
    return found === undefined || found.type !== piece.type ? piece.raw : piece.write(found)
  })
  return bytes.length === 1 ? (bytes[0] as Uint8Array) : Buffer.concat(bytes)
}
