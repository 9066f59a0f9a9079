/** Bounds how many codes a client may guess. */
import type { TokenExchange } from '../core/ports.ts'
import { TokenBucket } from '../core/telemetry/token-bucket.ts'

/**
 * A code that nobody issued is a guess: so many at once, and so many a second, by one client toward one group. One answer
 * full of them, which a hostile destination may write, takes a minute at most.
 */
const guesses = { burst: 1000, perSecond: 10, mostDebt: 600 }
const maxBuckets = 4096

/** A flood of clients forgets whoever came first. */
export class TokenGuesses {
  readonly #buckets = new Map<string, TokenBucket>()

  of(
    { client, destinationGroup }: Pick<TokenExchange, 'client' | 'destinationGroup'>,
    now: number,
  ): TokenBucket {
    const id = `${client} ${destinationGroup}`
    const known = this.#buckets.get(id)
    if (known !== undefined) return known
    const oldest = this.#buckets.size < maxBuckets ? undefined : this.#buckets.keys().next().value
    if (oldest !== undefined) this.#buckets.delete(oldest)
    const bucket = new TokenBucket({ ...guesses, now })
    this.#buckets.set(id, bucket)
    return bucket
  }
}
