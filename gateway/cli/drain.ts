/** Waits until what a command printed has been taken by whoever reads it: an exit throws away what a pipe still holds. */
import type { Writable } from 'node:stream'

/** Ends early when `signal` aborts. A reader that is gone takes no more, and is waited for no longer. */
export async function drained(streams: readonly Writable[], signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const given = new Promise<void>((resolve) =>
    signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  const taken = streams
    .filter((stream) => stream.writableLength > 0 && !stream.destroyed)
    .map((stream) => new Promise<void>((resolve) => stream.write('', () => resolve())))
  await Promise.race([given, Promise.all(taken)])
}
