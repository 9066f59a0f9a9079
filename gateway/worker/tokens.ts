/** Has tokens kept and given back by control, which alone has a store. */
import type { IssuedToken, RestoredToken, TokenExchange, Tokens } from '../core/ports.ts'
import { fromBase64, toBase64 } from '../core/worker/bytes.ts'
import type { ControlLink } from './link.ts'

const mostAtOnce = 5000
const mostBytesAtOnce = 2 * 1024 * 1024
const longestValue = 1024 * 1024

/**
 * Where control is away, what would leave with tokens waits for it; where it does not come back in time, the exchange does what its
 * rule says of that. Nothing is given back meanwhile: an answer that runs is not held up.
 */
export class WorkerTokens implements Tokens {
  readonly #link: Pick<ControlLink, 'ask' | 'askPatiently' | 'send'>
  readonly #running = new Map<string, TokenExchange>()

  constructor(link: Pick<ControlLink, 'ask' | 'askPatiently' | 'send'>) {
    this.#link = link
  }

  register(exchange: TokenExchange): void {
    this.#running.set(exchange.id, exchange)
    this.#link.send({ kind: 'register', exchange })
  }

  release(id: string): void {
    if (this.#running.delete(id)) this.#link.send({ kind: 'release', id })
  }

  /** Control came back, and may be another one. */
  registerAgain(): void {
    for (const exchange of this.#running.values()) this.#link.send({ kind: 'register', exchange })
  }

  async keep(id: string, tokens: readonly IssuedToken[]): Promise<boolean> {
    for (const part of inParts(tokens, ({ value }) => value.length)) {
      if (part.some(({ value }) => value.length > longestValue)) return false
      const answer = await this.#link.askPatiently((ask) => ({
        kind: 'keep',
        ask,
        id,
        tokens: part.map((token) => ({ ...token, value: toBase64(token.value) })),
      }))
      if (answer?.kind !== 'kept' || !answer.durable) return false
    }
    return true
  }

  async restore(id: string, codes: readonly string[]): Promise<ReadonlyMap<string, RestoredToken>> {
    const found = new Map<string, RestoredToken>()
    for (const part of inParts(codes, ({ length }) => length)) {
      const answer = await this.#link.ask((ask) => ({ kind: 'restore', ask, id, codes: part }))
      if (answer?.kind !== 'restored') return found
      for (const { code, type, value, undone } of answer.values)
        found.set(code, { type, value: fromBase64(value), undone })
    }
    return found
  }
}

/** So that each part fits in a frame. */
function* inParts<Item>(items: readonly Item[], bytesOf: (item: Item) => number): Generator<Item[]> {
  let part: Item[] = []
  let bytes = 0
  for (const item of items) {
    if (part.length >= mostAtOnce || bytes >= mostBytesAtOnce) {
      yield part
      part = []
      bytes = 0
    }
    part.push(item)
    bytes += bytesOf(item)
  }
  if (part.length > 0) yield part
}
