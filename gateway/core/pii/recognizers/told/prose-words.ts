/** Reads free text word by word, by hash and without strings, for those who look at what stands beside a word. */
import { isWordAt } from '../../word-bytes.ts'

export interface Prose {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

/** A word of a text, with its `hashOf`. */
export interface Word {
  readonly start: number
  readonly end: number
  readonly hash: number
}

/** A longer word is none of those that are looked for. */
export const longestWord = 20

const hashSeed = 0x811c9dc5

/** Where the word ends that begins at `start`. */
export function wordEndAt({ bytes, end }: Prose, start: number): number {
  let position = start
  while (position < end && isWordAt(bytes, position)) position++
  return position
}

/** Where the word begins that ends at `end`; of one that is longer than any that is looked for, some place inside. */
export function wordStartAt({ bytes, start }: Prose, end: number): number {
  const least = Math.max(start, end - longestWord - 1)
  let position = end
  while (position > least && isWordAt(bytes, position - 1)) position--
  return position
}

/** Where the word before `position` begins and ends; both are the text's beginning where there is none. */
export function wordBefore(text: Prose, position: number): { start: number; end: number } {
  let end = position
  while (end > text.start && !isWordAt(text.bytes, end - 1)) end--
  return { start: wordStartAt(text, end), end }
}

/** 32-bit FNV-1a over small letters; 0 for a word that is too long. */
export function hashOf(bytes: Uint8Array, start: number, end: number): number {
  if (end - start > longestWord) return 0
  let hash = hashSeed
  for (let index = start; index < end; index++) {
    const byte = bytes[index]!
    hash = Math.imul(hash ^ (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte), 0x01000193)
  }
  return hash
}

/** The hashes of words that stand apart by spaces. */
export function hashesOf(words: string): Set<number> {
  const encoder = new TextEncoder()
  return new Set(
    words.split(' ').map((word) => {
      const bytes = encoder.encode(word)
      return hashOf(bytes, 0, bytes.length)
    }),
  )
}
