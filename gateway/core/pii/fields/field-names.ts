/** Remembers which names of fields are worth a look, so that a body's names cost next to nothing. */
import { isUtf8 } from 'node:buffer'
import { longestKey } from './key-words.ts'

/** Names that are remembered. Services write a few hundred; a hostile body must not fill the memory. */
const slots = 4096
const longestRemembered = 48
/** In bytes: longer names tell nothing, and UTF-8 has at most three for a UTF-16 unit. */
const longestTelling = 3 * longestKey
/** Bytes of one slot: a length, an answer, and the name. */
const width = longestRemembered + 2

/** Names end alike: `firstName`, `cardholder_name`. Three last bytes tell most others apart. */
const endings = 1 << 15

/**
 * A table of answers by name, the newest in each slot. Names are compared byte by byte: what one name says must never
 * be taken for what another says that shares its slot.
 */
export class FieldNames {
  readonly #ask: (name: string) => boolean
  readonly #table = new Uint8Array(slots * width)
  /** 1 where a name that ends so may tell something. */
  readonly #endings: Uint8Array

  /** `ask` answers for a name as it stands; `words`: with one of them every name ends that may tell something. */
  constructor(ask: (name: string) => boolean, words: Iterable<string>) {
    this.#ask = ask
    this.#endings = endingsOf(words)
  }

  /** True where a value under the name `[start, end)` must be read even if nothing in it would be looked at else. */
  tells(bytes: Uint8Array, start: number, end: number): boolean {
    const length = end - start
    if (length === 0 || length > longestTelling) return false
    if (endsInLetters(bytes, start, end) && this.#endings[endingAt(bytes, start, end)] === 0) return false
    if (length > longestRemembered) return this.#answer(bytes.subarray(start, end))
    const slot = slotOf(bytes, start, end) * width
    const table = this.#table
    if (table[slot] === length && isSame(table, slot + 2, { bytes, start, length }))
      return table[slot + 1] === 1
    const answer = this.#answer(bytes.subarray(start, end))
    table[slot] = length
    table[slot + 1] = answer ? 1 : 0
    for (let i = 0; i < length; i++) table[slot + 2 + i] = bytes[start + i]!
    return answer
  }

  /** What a name in another character set says is known to whoever reads the body: its value is worth a look. */
  #answer(name: Uint8Array): boolean {
    return !isUtf8(name) || this.#ask(decoder.decode(name))
  }
}

/**
 * False where a number, a bracket, a letter beyond ASCII or a word of one letter (`nameE`) stands at the end: such names
 * are always looked up.
 */
function endsInLetters(bytes: Uint8Array, start: number, end: number): boolean {
  if (!isLetter(bytes[end - 1]!) || !isLetter(bytes[end - 2]!)) return false
  if (bytes[end - 1]! < 0x61 && bytes[end - 2]! >= 0x61) return false
  return end - 3 < start || isLetter(bytes[end - 3]!)
}

function isLetter(byte: number): boolean {
  const small = byte | 0x20
  return small >= 0x61 && small <= 0x7a
}

function endingAt(bytes: Uint8Array, start: number, end: number): number {
  const third = end - 3 >= start ? bytes[end - 3]! : 0
  const second = end - 2 >= start ? bytes[end - 2]! : 0
  return ((third & 0x1f) << 10) | ((second & 0x1f) << 5) | (bytes[end - 1]! & 0x1f)
}

function endingsOf(words: Iterable<string>): Uint8Array {
  const table = new Uint8Array(endings)
  const encoder = new TextEncoder()
  for (const word of words) {
    const bytes = encoder.encode(word)
    const length = Math.min(bytes.length, 3)
    // What stands before a short word belongs to another one.
    const free = 1 << (5 * (3 - length))
    const own = length === 0 ? 0 : endingAt(bytes, 0, bytes.length) & ((1 << (5 * length)) - 1)
    for (let before = 0; length > 0 && before < free; before++) table[(before << (5 * length)) | own] = 1
  }
  return table
}

function slotOf(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start
  const middle = start + (length >> 1)
  let hash = Math.imul(bytes[start]! ^ (length << 8), 0x9e3779b1)
  hash = Math.imul(
    hash ^ bytes[middle]! ^ (bytes[middle >> 1 > start ? middle - 1 : start]! << 8),
    0x85ebca6b,
  )
  hash = Math.imul(hash ^ bytes[end - 1]! ^ (bytes[end - 2]! << 8), 0xc2b2ae35)
  return (hash >>> 16) & (slots - 1)
}

function isSame(
  table: Uint8Array,
  at: number,
  name: { bytes: Uint8Array; start: number; length: number },
): boolean {
  const { bytes, start, length } = name
  for (let i = 0; i < length; i++) if (table[at + i] !== bytes[start + i]) return false
  return true
}

const decoder = new TextDecoder()

/** No name tells anything. */
export const noNames: FieldNames = new FieldNames(() => false, [])
