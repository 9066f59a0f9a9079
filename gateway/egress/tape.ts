/** Reads a coded body once and remembers how it began, so that what cannot be decoded can still be dealt with as it came. */
import { GatewayError } from '../core/errors.ts'

/** One reader at a time; `replay` takes over from a reader that gave up, without losing or doubling a chunk. */
export class Tape implements AsyncIterable<Buffer> {
  readonly #source: AsyncIterator<Buffer>
  readonly #maxKeptBytes: number
  #kept: Buffer[] | null = []
  #bytes = 0
  #pending: Promise<unknown> | null = null
  #replaying = false

  /** Reading throws CONTENT_LIMIT where more than `maxKeptBytes` would have to be remembered. */
  constructor(source: AsyncIterator<Buffer>, maxKeptBytes: number) {
    this.#source = source
    this.#maxKeptBytes = maxKeptBytes
  }

  /** No `return`: a decoder that gives up must not end the source, which `replay` reads on. */
  [Symbol.asyncIterator](): AsyncIterator<Buffer> {
    return {
      next: () => (this.#replaying ? Promise.resolve({ done: true, value: undefined }) : this.#next()),
    }
  }

  /** Everything that was read so far. */
  get whole(): Buffer {
    return Buffer.concat(this.#kept ?? [])
  }

  /** From here on nothing is remembered: a body that streams must not grow in memory. */
  forget(): void {
    this.#kept = null
  }

  /** The body from its first byte, as it came. Call it before `forget`. */
  async *replay(): AsyncGenerator<Buffer> {
    this.#replaying = true
    // The reader that gave up may still be waiting for a chunk: it is remembered, or the source's failure is seen here.
    await this.#pending
    const kept = this.#kept ?? []
    this.#kept = null
    yield* kept
    for (;;) {
      const next = await this.#source.next()
      if (next.done) return
      yield next.value
    }
  }

  #next(): Promise<IteratorResult<Buffer>> {
    const next = this.#source.next().then((result) => {
      if (!result.done) this.#keep(result.value)
      return result
    })
    this.#pending = next
    return next
  }

  #keep(chunk: Buffer): void {
    if (this.#kept === null) return
    this.#bytes += chunk.length
    if (this.#bytes > this.#maxKeptBytes) throw new GatewayError('CONTENT_LIMIT')
    this.#kept.push(chunk)
  }
}
