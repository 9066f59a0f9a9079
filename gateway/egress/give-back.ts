/** Writes bytes that are only passed on, and frees their memory at once instead of when the collector finds them. */
import type { Writable } from 'node:stream'
import { KiB } from '../core/units.ts'

/** Below this the collector is cheaper. */
const leastBytes = 8 * KiB

/**
 * Writes a chunk that nobody else needs any more, as `to.write` does. A chunk that Node read from a socket lies outside
 * V8's heap. V8 looks through its whole heap for what is no longer needed after every 64 MiB of such chunks
 * (`kExternalAllocationSoftLimit` in its src/heap): with the gateway's heap that costs twice as much as carrying the bytes.
 */
export function writeAway(to: Writable, chunk: Uint8Array): boolean {
  if (chunk.length < leastBytes) return to.write(chunk)
  return to.write(chunk, (error) => {
    // What a connection that broke still holds is left to the collector.
    if (error == null) giveBack(chunk)
  })
}

/**
 * Chunks that share their memory with others are left alone. Nobody may read this memory any more, Node's C++ included, and
 * Node reports success also for what a reset cut off (`onWriteComplete` in its lib/internal/stream_base_commons.js): a
 * session of HTTP/2 may then still hold a part of the chunk for its next write. It does not outlive that turn, since
 * sessions here always write to TLS, which copies what it cannot encrypt at once (`TLSWrap::DoWrite` in src/crypto). HTTP/2
 * without TLS must not come here.
 */
export function giveBack(chunk: Uint8Array): void {
  const { buffer } = chunk
  if (chunk.length < leastBytes || chunk.length !== buffer.byteLength) return
  // A new buffer of length 0 keeps nothing (ECMA-262 §25.1.6.8): the memory goes, and the chunk is empty from now on.
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}
