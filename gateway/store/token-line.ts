/** The line of tokens that wait to be written: whoever asks in one turn shares a sync, and what is being deleted holds its own up. */
import type { IssuedToken } from '../core/ports.ts'
import type { TokenFilter } from './token-register.ts'

export interface WaitingTokens<Exchange> {
  exchange: Exchange
  /** In order of their codes, so that neighbours in the index are written together. */
  tokens: readonly IssuedToken[]
}

/** What is written with one sync. */
export type TokenPart<Exchange> = WaitingTokens<Exchange>

export interface TokenLineOptions<Exchange> {
  /** Whether each part was kept; throws where nothing was. */
  write(parts: readonly TokenPart<Exchange>[]): readonly boolean[]
  /** All of them are on the disk, or they never will be. */
  ended(waiting: WaitingTokens<Exchange>, isKept: boolean): void
  /** What `write` threw. */
  fault(error: unknown): void
}

interface Place<Exchange> extends WaitingTokens<Exchange> {
  /** So many of them are on the disk. */
  written: number
  resolve(isKept: boolean): void
}

interface Taken<Exchange> extends TokenPart<Exchange> {
  of: Place<Exchange>
}

/** A longer list is written in parts: each holds everybody else up for less than a tenth of a second. */
const writtenAtOnce = 2000

export class TokenLine<Exchange extends { destinationGroup: string }> {
  readonly #options: TokenLineOptions<Exchange>
  #places: Place<Exchange>[] = []
  #isDue = false
  /** What is being deleted of. */
  readonly #erased = new Set<TokenFilter>()

  constructor(options: TokenLineOptions<Exchange>) {
    this.#options = options
  }

  get isErasing(): boolean {
    return this.#erased.size > 0
  }

  /** Resolves to whether all of them are on the disk. */
  join(waiting: WaitingTokens<Exchange>): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    this.#places.push({ ...waiting, written: 0, resolve })
    this.#writeSoon()
    return promise
  }

  /** What the filter is about waits until the function that it gives is called. */
  holdUp(filter: TokenFilter): () => void {
    this.#erased.add(filter)
    return () => {
      this.#erased.delete(filter)
      // What was written of a list before may have gone with the rest.
      for (const place of this.#places) place.written = 0
      this.#writeSoon()
    }
  }

  #writeSoon(): void {
    if (this.#isDue) return
    this.#isDue = true
    setImmediate(() => this.#write())
  }

  #write(): void {
    this.#isDue = false
    const parts = this.#nextParts()
    if (parts.length === 0) return
    const results = this.#attempt(parts)
    for (const [at, part] of parts.entries()) this.#wrote(part, results[at] === true)
    this.#places = this.#places.filter(({ tokens, written }) => written < tokens.length)
    if (this.#places.some((place) => !this.#isHeldUp(place))) this.#writeSoon()
  }

  #attempt(parts: readonly TokenPart<Exchange>[]): readonly boolean[] {
    try {
      return this.#options.write(parts)
    } catch (error) {
      this.#options.fault(error)
      return []
    }
  }

  /** What is written next, in the order in which it was asked. */
  #nextParts(): Taken<Exchange>[] {
    const parts: Taken<Exchange>[] = []
    let room = writtenAtOnce
    for (const place of this.#places) {
      if (room === 0) break
      if (this.#isHeldUp(place)) continue
      const tokens = place.tokens.slice(place.written, place.written + room)
      parts.push({ of: place, exchange: place.exchange, tokens })
      room -= tokens.length
    }
    return parts
  }

  #wrote({ of, tokens }: Taken<Exchange>, isKept: boolean): void {
    of.written = isKept ? of.written + tokens.length : of.tokens.length
    if (isKept && of.written < of.tokens.length) return
    this.#options.ended(of, isKept)
    of.resolve(isKept)
  }

  #isHeldUp({ exchange, tokens }: WaitingTokens<Exchange>): boolean {
    return [...this.#erased].some(
      ({ period, destinationGroup }) =>
        (destinationGroup === undefined || destinationGroup === exchange.destinationGroup) &&
        (period === undefined || tokens.some((token) => token.period === period)),
    )
  }
}
