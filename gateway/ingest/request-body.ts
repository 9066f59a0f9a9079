/** Reads the body of a request piece by piece, as fast as each is dealt with, and gives up on a device that falls silent. */
import type { IncomingMessage } from 'node:http'
import { GatewayError } from '../core/errors.ts'

/** Nothing came for too long. */
export class SilentError extends Error {}

/**
 * Throws SilentError, OBJECT_INCOMPLETE where the body was cut off, and Node's own errors where the device went away. The
 * request is let go of in any case, so that what still comes can be thrown away while an answer is read.
 */
export async function* bodyOf(request: IncomingMessage, idleMs: number): AsyncGenerator<Uint8Array> {
  const pieces: AsyncIterator<Uint8Array> = request.iterator({ destroyOnReturn: false })
  try {
    for (;;) {
      const next = await inTime(pieces.next(), idleMs)
      if (next.done === true) break
      yield next.value
    }
  } finally {
    void pieces.return?.().catch(() => undefined)
  }
  if (request.complete) return
  throw new GatewayError('OBJECT_INCOMPLETE', { reason: 'cut-off' }, { hint: 'Send it again.' })
}

async function inTime<Result>(promise: Promise<Result>, ms: number): Promise<Result> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new SilentError()), ms)
  // Whoever lost the race must not count as unheard.
  promise.catch(() => undefined)
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
