/** Collects the beginning of a field's name from the bytes of a body, to be shown in paths. */
import { Buffer } from 'node:buffer'
import { looseText } from './loose-bytes.ts'

/** Longer names are cut: a path is for people and rules. */
export const longestName = 256

/** What stands in a path for a name in which an entity was found, or is just being looked for. */
export const hiddenName = '{…}'

/** What is left of a longer path is its end: the names far out tell nothing of a text, and take their length each time. */
const longestPath = 1024
const keptOfPath = 512

export function boundedPath(path: string): string {
  return path.length <= longestPath ? path : `…${path.slice(-keptOfPath)}`
}

/** How programs, and most people, write the name of a field: letters and digits of any script, in one word. */
export function isOneWord(name: string): boolean {
  return /^[\p{L}\p{M}\d_$:-]+$/u.test(name)
}

export class NameBuffer {
  readonly #bytes = Buffer.allocUnsafe(longestName)
  #length = 0

  clear(): void {
    this.#length = 0
  }

  add(source: Uint8Array, start: number, end: number): void {
    const stop = Math.min(end, start + longestName - this.#length)
    for (let i = start; i < stop; i++) this.#bytes[this.#length++] = source[i] as number
  }

  addByte(byte: number): void {
    if (this.#length < longestName) this.#bytes[this.#length++] = byte
  }

  toString(): string {
    return looseText(this.#bytes.subarray(0, this.#length))
  }
}
