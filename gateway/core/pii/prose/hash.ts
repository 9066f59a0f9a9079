/** Turns words into numbers: one step for each byte of their small form, and a last one that spreads the bits. */

/** What a hash begins with. */
export const hashSeed: number = 0x811c9dc5 | 0

/** One step of 32-bit FNV-1a. */
export function mix(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193)
}

/** Spreads the bits, since the low ones choose a place in a table (the last step of MurmurHash3). */
export function finish(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}

/** Where a bit for this hash stands in a table of 2^(32 - shift) of them (Fibonacci hashing: Knuth, TAOCP 3, §6.4). */
export function placeOf(hash: number, shift: number): number {
  return Math.imul(hash, 0x9e3779b1) >>> shift
}

/** The hash of the last `count` bytes, up to four, that `tail` holds, the last one first; 0 for a shorter word. */
export function hashOfTail(tail: number, length: number, count: number): number {
  if (length < count) return 0
  let hash = hashSeed
  for (let shift = 0; shift < count * 8; shift += 8) hash = mix(hash, (tail >>> shift) & 0xff)
  return finish(hash)
}

/** The same for the end of a word that is at hand as a text in small letters. */
export function hashOfEnd(end: string, count: number): number {
  const bytes = new TextEncoder().encode(end)
  return hashOfTail(tailOf(bytes), bytes.length, count)
}

/** Up to four last bytes, as `Tokens.tail` keeps them. */
export function tailOf(bytes: Uint8Array): number {
  let tail = 0
  for (const byte of bytes.slice(-4)) tail = (tail << 8) | byte
  return tail
}
