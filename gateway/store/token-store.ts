/** Keeps tokens before they leave, and gives their values back to whoever caused them, for the exchange that asks. */
import type { EntityType } from '../core/pii/entity.ts'
import type { Clock, IssuedToken, RestoredToken, TokenExchange, Tokens } from '../core/ports.ts'
import { RememberedTokens } from './remembered-tokens.ts'
import { TokenGuesses } from './token-guesses.ts'
import { TokenLine, type TokenPart, type WaitingTokens } from './token-line.ts'
import type { TokenFilter, TokenRegister, TokenRow } from './token-register.ts'
import type { TokenSeal } from './token-seal.ts'

export interface TokenStoreOptions {
  register: TokenRegister
  seal: TokenSeal
  clock: Clock
  /** Whose tokens a client is given; what it causes is the first one's: its group's where it is in one, else its own. */
  ownersOf(client: string): Owners
  watch?: TokenWatch
  /** Something failed; carries no value. */
  fault(where: string, error: unknown): void
}

export type Owners = readonly [string, ...string[]]

/** Counts what was done for a destination group; null: nobody knows for which. Is told no value and no token. */
export interface TokenWatch {
  counted(what: TokenEvent, times: number, destinationGroup: string | null): void
  /** The store took what it was given, or did not. */
  written(isDurable: boolean): void
}

/** `made`: kept before they left. `unknown`: looked like a token and was none of this client's. `failed`: a write. */
export type TokenEvent = 'made' | 'restored' | 'unknown' | 'failed'

export interface TokenStore extends Tokens {
  /** Deletes rows: what is kept of the same month and group meanwhile waits, so that it is kept for good afterwards. */
  erasing: Erasing
}

/** `filter`: of what rows are deleted, at most. */
export type Erasing = <Result>(filter: TokenFilter, work: () => Promise<Result>) => Promise<Result>

const maxExchanges = 20_000
const mostCodesAtOnce = 20_000

interface Registered extends TokenExchange {
  /** As they were when it began: what it causes is the first one's. */
  owners: Owners
  /** Codes that this very exchange kept, the first of them: it may ask for them whatever else it guessed. */
  own: Set<string>
}

interface Reading {
  exchange: Registered
  owners: Owners
  codes: readonly string[]
  found: Map<string, RestoredToken>
}

export function createTokenStore(options: TokenStoreOptions): TokenStore {
  return new RunningTokenStore(options)
}

class RunningTokenStore implements TokenStore {
  readonly #options: TokenStoreOptions
  readonly #exchanges = new Map<string, Registered>()
  readonly #remembered = new RememberedTokens()
  /** The keys' generation in which that was. */
  #generation: number
  readonly #guesses = new TokenGuesses()
  readonly #line: TokenLine<Registered>

  constructor(options: TokenStoreOptions) {
    this.#options = options
    this.#generation = options.seal.generation
    this.#line = new TokenLine({
      write: (parts) => this.#write(parts),
      ended: (waiting, isKept) => this.#ended(waiting, isKept),
      fault(error) {
        options.fault('tokens', error)
        options.watch?.written(false)
      },
    })
  }

  register(exchange: TokenExchange): void {
    if (this.#exchanges.size >= maxExchanges) return
    const owners = this.#options.ownersOf(exchange.client)
    this.#exchanges.set(exchange.id, { ...exchange, owners, own: new Set() })
  }

  release(exchangeId: string): void {
    this.#exchanges.delete(exchangeId)
  }

  keep(exchangeId: string, tokens: readonly IssuedToken[]): Promise<boolean> {
    const exchange = this.#exchanges.get(exchangeId)
    if (exchange === undefined) {
      if (tokens.length > 0) this.#count('failed', 1, null)
      return Promise.resolve(tokens.length === 0)
    }
    const fresh: IssuedToken[] = []
    for (const token of tokens) {
      if (!this.#known().isKept(exchange.owners[0], exchange.destinationGroup, token)) fresh.push(token)
      else if (exchange.own.size < mostCodesAtOnce) exchange.own.add(token.code)
    }
    this.#count('made', tokens.length - fresh.length, exchange)
    if (fresh.length === 0) return Promise.resolve(true)
    fresh.sort((one, other) => (one.code < other.code ? -1 : 1))
    return this.#line.join({ exchange, tokens: fresh })
  }

  restore(exchangeId: string, codes: readonly string[]): ReadonlyMap<string, RestoredToken> {
    const exchange = this.#exchanges.get(exchangeId)
    const found = new Map<string, RestoredToken>()
    if (exchange === undefined) return found
    // Rights may have changed since it began.
    const owners = this.#options.ownersOf(exchange.client)
    const now = this.#options.clock.monotonic()
    const bucket = this.#guesses.of(exchange, now)
    const mayGuess = bucket.waitMs(now) === 0
    const different = new Set(codes)
    const asked = [...different]
      .filter((code) => mayGuess || exchange.own.has(code))
      .slice(0, mostCodesAtOnce)
    const unread: string[] = []
    for (const code of asked) {
      const known = this.#known().find(owners, exchange.destinationGroup, code)
      if (known === null) unread.push(code)
      else found.set(code, known)
    }
    if (unread.length > 0) this.#read({ exchange, owners, codes: unread, found })
    bucket.spend(asked.length - found.size, now)
    this.#count('restored', found.size, exchange)
    this.#count('unknown', different.size - found.size, exchange)
    return found
  }

  /** From the disk. */
  #read({ exchange, owners, codes, found }: Reading): void {
    const { register, seal, fault } = this.#options
    const { destinationGroup } = exchange
    try {
      for (const row of register.ownedBy(owners, destinationGroup, codes)) {
        const opened = seal.open(row)
        if (opened === null) continue
        const token = { type: row.type as EntityType, ...opened }
        found.set(row.code, token)
        this.#known().give(owners, destinationGroup, { ...token, code: row.code })
      }
    } catch (error) {
      fault('tokens', error)
    }
  }

  /** What is remembered: nothing of a key that was destroyed, nor of rows that are being deleted. */
  #known(): RememberedTokens {
    const { generation } = this.#options.seal
    if (generation !== this.#generation || this.#line.isErasing) this.#remembered.clear()
    this.#generation = generation
    return this.#remembered
  }

  async erasing<Result>(filter: TokenFilter, work: () => Promise<Result>): Promise<Result> {
    const letGo = this.#line.holdUp(filter)
    // A row that is remembered may be gone in a moment.
    this.#remembered.clear()
    try {
      return await work()
    } finally {
      this.#remembered.clear()
      letGo()
    }
  }

  #write(parts: readonly TokenPart<Registered>[]): boolean[] {
    const { register, watch } = this.#options
    const results = register.writing(() => parts.map((part) => this.#writePart(part)))
    watch?.written(true)
    return results
  }

  #ended({ exchange, tokens }: WaitingTokens<Registered>, isKept: boolean): void {
    if (isKept) this.#remember(exchange, tokens)
    this.#count(isKept ? 'made' : 'failed', isKept ? tokens.length : 1, exchange)
  }

  #count(what: TokenEvent, times: number, exchange: Pick<TokenExchange, 'destinationGroup'> | null): void {
    if (times > 0) this.#options.watch?.counted(what, times, exchange?.destinationGroup ?? null)
  }

  /** False where a code is another value's. */
  #writePart({ exchange, tokens }: TokenPart<Registered>): boolean {
    const { register, seal, clock } = this.#options
    for (const { code, type, period, value, undone } of tokens) {
      const known = register.find(code)
      if (known !== null && !this.#isSame(known, { exchange, type, value })) return false
      const row = { code, type, destination_group: exchange.destinationGroup, period, issued_at: clock.now() }
      const seq = known?.seq ?? register.add({ ...row, sealed: seal.seal({ value, undone }, row) })
      register.own(seq, exchange.owners[0])
    }
    return true
  }

  #isSame(
    row: TokenRow,
    { exchange, type, value }: { exchange: Registered; type: EntityType; value: Uint8Array },
  ): boolean {
    if (row.type !== type || row.destination_group !== exchange.destinationGroup) return false
    return this.#options.seal.open(row)?.value.equals(value) === true
  }

  #remember(exchange: Registered, tokens: readonly IssuedToken[]): void {
    for (const token of tokens) {
      if (exchange.own.size < mostCodesAtOnce) exchange.own.add(token.code)
      this.#known().keep(exchange.owners[0], exchange.destinationGroup, token)
    }
  }
}
