/** Reads an answer below its content codings, and hands it on as it came where it is in none of them. */
import type { Buffer } from 'node:buffer'
import { GatewayError, isGatewayError } from '../core/errors.ts'
import { KiB } from '../core/units.ts'
import { type DecodeLimits, decoded, encodedAtOnce } from './coding.ts'

type Change = (plain: AsyncIterable<Buffer>) => AsyncIterable<Uint8Array>

/**
 * Nothing is held of what comes out, so a body that grows costs no memory; and it would have passed without restoring. What
 * stands behind the end of the coded data says nothing to a client.
 */
const lenient: DecodeLimits = {
  maxDecodedBytes: 0,
  maxDecodedRatio: Number.POSITIVE_INFINITY,
  ignoresRest: true,
}

/**
 * So much is held until a first byte comes out: a header of gzip, metadata of br or empty blocks of deflate may never end.
 * Nothing comes of a block of zstd before its last byte, and it may have 128 KiB (RFC 8878 §3.1.1.2.4), in each of two
 * codings.
 */
const maxHeldBytes = 384 * KiB
/** Decoders take pieces ahead of what they give, a few in each stage: small ones leave the bound to what was decoded. */
const pieceBytes = 4 * KiB

/**
 * The answer, changed, in its codings again. Where nothing of it could be decoded (a wrong label, `deflate` without the
 * frame of RFC 1950, a beginning that does not end) it is handed on as it came, and `passed` is told; where there is
 * nothing, nothing is.
 */
export async function* recoded(
  source: AsyncIterable<Buffer>,
  codings: readonly string[],
  { change, passed }: { change: Change; passed(): void },
): AsyncGenerator<Uint8Array> {
  const answer = new HeldAnswer(source)
  const plain = decoded(answer.read(), codings, lenient)
  let first: IteratorResult<Buffer>
  try {
    first = await plain.next()
  } catch (error) {
    if (!isGatewayError(error) || error.code !== 'CONTENT_MALFORMED') throw error
    if (!answer.isEmpty) passed()
    yield* answer.asItCame()
    return
  }
  const isEmpty = first.done === true && answer.isEmpty
  answer.letGo()
  if (!isEmpty) yield* encodedAtOnce(change(from(first, plain)), codings)
}

async function* from(first: IteratorResult<Buffer>, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  if (first.done === true) return
  yield first.value
  yield* rest
}

/** What was read of an answer until it is known that it can be decoded. */
class HeldAnswer {
  readonly #chunks: AsyncIterator<Buffer>
  #held: Buffer[] | null = []
  /** The chunk that is waited for: who read before may have asked for it. */
  #next: Promise<IteratorResult<Buffer>> | null = null
  isEmpty = true

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]()
  }

  /** For decoders. Throws GatewayError CONTENT_MALFORMED where more would have to be held than may be. */
  async *read(): AsyncGenerator<Buffer> {
    let taken = 0
    for await (const chunk of this.#chunksLeft()) {
      let at = 0
      for (; this.#held !== null && at < chunk.length; at += pieceBytes) {
        if (taken >= maxHeldBytes) throw new GatewayError('CONTENT_MALFORMED', { what: 'content-encoding' })
        const piece = chunk.subarray(at, at + pieceBytes)
        taken += piece.length
        yield piece
      }
      if (at < chunk.length) yield chunk.subarray(at)
    }
  }

  letGo(): void {
    this.#held = null
  }

  async *asItCame(): AsyncGenerator<Buffer> {
    await this.#next
    yield* this.#held ?? []
    this.#held = null
    yield* this.#chunksLeft()
  }

  /** Ending it early leaves the answer open. */
  async *#chunksLeft(): AsyncGenerator<Buffer> {
    for (let { done, value } = await this.#take(); done !== true; { done, value } = await this.#take())
      yield value
  }

  #take(): Promise<IteratorResult<Buffer>> {
    this.#next = this.#takeNext()
    return this.#next
  }

  async #takeNext(): Promise<IteratorResult<Buffer>> {
    const result = await this.#chunks.next()
    if (result.done !== true && result.value.length > 0) this.isEmpty = false
    if (result.done !== true) this.#held?.push(result.value)
    return result
  }
}
