/** Tells by one look that a small word is nothing to anybody, which most words of a text are. */
import { placeOf } from './hash.ts'
import { CLASS, knownHashes, phraseOf, TOLD } from './known-words.ts'
import { type HashedList, ListTable } from './model.ts'
import { boxClass, streetClass, streetTails } from './vocabulary.ts'

/** By bits of the model's lists. */
export const FIRST = 0b00001
export const LAST = 0b00010
/** Names of any kind are a list of their own. */
export const NAME = 0b00100
export const ANY_NAME: number = LAST | NAME
export const CITY = 0b01000
export const COMMON = 0b10000

/** Bits of a hash of a word's last four bytes; the table of them fits into the fastest memory. */
const tailShift = 22

/** What is asked about words by their hashes. */
export interface Words {
  /** False where a word in small letters neither may open a name by itself, nor is what anybody waits for. */
  mayTell(hash: number, tail: number): boolean
  /** The lists that a word with this hash may be on, as bits. */
  listsOf(hash: number): number
  /** True where a word with this end is a compound that names a street. */
  endsLikeStreet(tail: number): boolean
}

/** One bit for each place of the lists: 64 KiB in front of tables ten times as large. */
export class WordLook implements Words {
  readonly #lists: ListTable
  readonly #shift: number
  readonly #tells: Uint8Array
  readonly #tails: Uint8Array = new Uint8Array(2 ** (32 - tailShift))

  constructor(lists: readonly HashedList[]) {
    this.#lists = new ListTable(lists)
    const { entries, shift } = this.#lists
    this.#shift = shift
    this.#tells = new Uint8Array(Math.ceil(entries.length / 8))
    for (let place = 0; place < entries.length; place++)
      if (isSurelyName(entries[place]!)) this.#tells[place >>> 3]! |= 1 << (place & 7)
    for (const [hash, bits] of knownHashes) {
      const place = placeOf(hash, shift)
      if (tells(bits)) this.#tells[place >>> 3]! |= 1 << (place & 7)
    }
    for (const tail of streetTails) this.#tails[placeOf(tail, tailShift)] = 1
  }

  /** For whoever asks it in another way: places by `placeOf`, of tails by that of the tail. */
  get tables(): { shift: number; lists: Uint8Array; tells: Uint8Array; tails: Uint8Array } {
    return { shift: this.#shift, lists: this.#lists.entries, tells: this.#tells, tails: this.#tails }
  }

  mayTell(hash: number, tail: number): boolean {
    const place = placeOf(hash, this.#shift)
    return (
      (this.#tells[place >>> 3]! & (1 << (place & 7))) !== 0 || this.#tails[placeOf(tail, tailShift)] === 1
    )
  }

  listsOf(hash: number): number {
    return this.#lists.bitsOf(hash)
  }

  endsLikeStreet(tail: number): boolean {
    return this.#tails[placeOf(tail, tailShift)] === 1 && streetTails.has(tail)
  }
}

/** On two lists of names, and no common word. */
export function isSurelyName(lists: number): boolean {
  return (lists & COMMON) === 0 && (lists & FIRST) !== 0 && (lists & ANY_NAME) !== 0
}

function tells(bits: number): boolean {
  const wordClass = bits & CLASS
  return wordClass === streetClass || wordClass === boxClass || (bits & TOLD) !== 0 || phraseOf(bits) > 0
}
