/** Reads a coded body once and remembers how it began, so that what cannot be decoded can still be dealt with as it came. */
import { GatewayError } from '../core/errors.ts'
import { KiB } from '../core/units.ts'
import { NoRoom } from './cut-short.ts'
import { Gathering } from './gathering.ts'
import type { HeldShare } from './held-budget.ts'

/** Read ahead by a decoder before it has given out anything that could tell its reader to stop. */
const readAheadBytes = 128 * KiB

export interface TapeBounds {
  maxKeptBytes: number
  share: HeldShare
}

/** One reader at a time; `replay` takes over from a reader that gave up, without losing or doubling a chunk. */
export class Tape implements AsyncIterable<Buffer> {
  readonly #source: AsyncIterator<Buffer>
  readonly #bounds: TapeBounds
  #kept: Gathering | null
  #pending: Promise<unknown> | null = null
  #replaying = false

  /**
   * Reading throws CONTENT_LIMIT where more than `maxKeptBytes` would have to be remembered, and NoRoom where the
   * share is used up by a coding of which nothing comes out.
   */
  constructor(source: AsyncIterator<Buffer>, bounds: TapeBounds) {
    this.#source = source
    this.#bounds = bounds
    this.#kept = new Gathering(bounds.maxKeptBytes)
  }

  /** No `return`: a decoder that gives up must not end the source, which `replay` reads on. */
  [Symbol.asyncIterator](): AsyncIterator<Buffer> {
    return {
      next: () => (this.#replaying ? Promise.resolve({ done: true, value: undefined }) : this.#next()),
    }
  }

  /** Everything that was read so far. */
  get whole(): Buffer {
    return this.#kept?.whole() ?? Buffer.alloc(0)
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
    const kept = this.#kept?.chunks() ?? []
    this.#kept = null
    for (let chunk = kept.shift(); chunk !== undefined; chunk = kept.shift()) yield chunk
    this.#bounds.share.giveBack()
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
    const kept = this.#kept
    if (kept === null) return
    const { maxKeptBytes, share } = this.#bounds
    if (kept.bytes + chunk.length > maxKeptBytes) throw new GatewayError('CONTENT_LIMIT')
    kept.add(chunk)
    if (!share.take(chunk.length) && kept.bytes > readAheadBytes) throw new NoRoom()
  }
}
