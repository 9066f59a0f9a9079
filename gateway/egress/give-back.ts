/** Frees the memory of bytes that were passed on, at once instead of when the collector finds them. */
import { KiB } from '../core/units.ts'

/** Below this the collector is cheaper. */
const leastBytes = 8 * KiB

/**
 * Called once the bytes are written, by whoever alone saw them. A chunk that Node read from a socket lies outside V8's
 * heap. V8 looks through its whole heap for what is no longer needed after every 64 MiB of such chunks
 * (`kExternalAllocationSoftLimit` in its src/heap/heap.h): with the gateway's heap that costs twice as much as carrying
 * the bytes. Chunks that share their memory with others are left alone.
 */
export function giveBack(chunk: Uint8Array): void {
  const { buffer } = chunk
  if (chunk.length < leastBytes || chunk.length !== buffer.byteLength) return
  // The length 0 leaves nothing to keep (ECMA-262 §25.1.6.8): the memory goes, and the chunk is empty from now on.
  if (buffer instanceof ArrayBuffer) buffer.transfer(0)
}
