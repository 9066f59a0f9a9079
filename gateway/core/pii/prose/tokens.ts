/** Cuts a stretch of text into words, numbers and marks, and keeps of each what tells it apart. */
import { beginsAccent, composed } from './accents.ts'
import { characterAt, foldInto } from './characters.ts'
import { BLANK, formOf, HAS_LOWER, MANY, NEW_LINE, NOTHING, PUNCTUATION, SMALL, TAKEN } from './forms.ts'
import { finish, hashOfTail, hashSeed, mix } from './hash.ts'
import {
  IS_HIGH,
  IS_JOINT,
  IS_LINE,
  IS_MARK,
  IS_SPACE,
  IS_WORD,
  isJoint,
  SMALL_BYTE,
  traits,
  traitsOfHigh,
} from './traits.ts'

/** What goes into the hash of a longer word are so many bytes, and its length. */
const longestFolded = 48
const noBytes = new Uint8Array(0)

/** What is kept of each token. */
export interface TokenColumns {
  readonly start: Int32Array
  readonly end: Int32Array
  readonly form: Uint8Array
  readonly gap: Uint8Array
  readonly hash: Int32Array
  readonly tail: Int32Array
  readonly joined: Uint8Array
}

function columnsOf(capacity: number): TokenColumns {
  return {
    start: new Int32Array(capacity),
    end: new Int32Array(capacity),
    form: new Uint8Array(capacity),
    gap: new Uint8Array(capacity),
    hash: new Int32Array(capacity),
    tail: new Int32Array(capacity),
    joined: new Uint8Array(capacity),
  }
}

/**
 * Filled anew for each stretch; holds at most `capacity` tokens. Each byte is looked at once: whatever is asked of few tokens
 * only (beginning and end of a word) is computed when it is asked.
 */
export class Tokens implements TokenColumns {
  readonly capacity: number
  count = 0
  readonly start: Int32Array
  readonly end: Int32Array
  readonly form: Uint8Array
  readonly gap: Uint8Array
  /** Of the word in small letters; of a mark or number too. */
  readonly hash: Int32Array
  /** The last four bytes of the word in small letters, the last one lowest. */
  readonly tail: Int32Array
  /** 1: part of a web address, handle or file name, where no name is looked for. */
  readonly joined: Uint8Array
  #bytes: Uint8Array = noBytes
  #hasJoined = false
  readonly #folded = new Uint8Array(4)
  #foldedLength = 0

  constructor(capacity: number, columns: TokenColumns = columnsOf(capacity)) {
    this.capacity = capacity
    this.start = columns.start
    this.end = columns.end
    this.form = columns.form
    this.gap = columns.gap
    this.hash = columns.hash
    this.tail = columns.tail
    this.joined = columns.joined
  }

  /** Forgets the text too. */
  clear(): void {
    this.wipe()
    this.count = 0
    this.#bytes = noBytes
    if (this.#hasJoined) this.joined.fill(0)
    this.#hasJoined = false
  }

  /** A short word can be read from its end, and a name guessed from its hash. */
  protected wipe(): void {
    const { count, hash, tail } = this
    for (let index = 0; index < count; index++) {
      hash[index] = 0
      tail[index] = 0
    }
  }

  /**
   * Reads `bytes[from, end)` until it is full, and returns where it stopped. `gap`: what stands before `from`.
   */
  fill(bytes: Uint8Array, from: number, end: number, gap: number = NEW_LINE): number {
    this.#bytes = bytes
    let at = from
    let before = gap
    let chunk = this.count
    let joins = false
    while (at < end && this.count < this.capacity) {
      let trait = traits[bytes[at]!]!
      if ((trait & IS_HIGH) !== 0) trait = traitsOfHigh(bytes, at, end)
      if ((trait & IS_SPACE) !== 0) {
        if ((trait & IS_LINE) !== 0) before = NEW_LINE
        else if (before === NOTHING) before = BLANK
        at += (trait & IS_HIGH) === 0 ? 1 : characterAt(bytes, at, end) >> 3
        if (joins) this.#join(chunk)
        joins = false
        chunk = this.count
        continue
      }
      this.gap[this.count] = before
      before = NOTHING
      if ((trait & IS_MARK) === 0) at = this.#addWord(bytes, at, end)
      else {
        joins = joins || ((trait & IS_JOINT) !== 0 && isJoint(bytes, at))
        at = this.#addMark(bytes, at, end)
      }
    }
    if (joins) this.#join(chunk)
    return at
  }

  /** Adds a token for `[start, end)` that was found by somebody else; `hash` stands for its type. */
  addTaken(start: number, end: number, hash: number, gap: number): void {
    const index = this.count++
    this.start[index] = start
    this.end[index] = end
    this.form[index] = TAKEN
    this.gap[index] = gap
    this.hash[index] = hash
    this.tail[index] = 0
  }

  /** The hash of the word's last `count` bytes, two to four; 0 for a shorter one. */
  suffix(index: number, count: number): number {
    if (this.form[index] === TAKEN) return this.hash[index]!
    return hashOfTail(this.tail[index]!, this.end[index]! - this.start[index]!, count)
  }

  /** The hash of the word's first three bytes, or of all of a shorter one. */
  prefix(index: number): number {
    const start = this.start[index]!
    const end = this.end[index]!
    if (this.form[index] === TAKEN || end - start < 3) return this.hash[index]!
    let hash = hashSeed
    let taken = 0
    // A letter and its accent are three bytes, and two when they are put together.
    for (let at = start; taken < 3 && at < end; ) {
      at += this.#fold(this.#bytes, at, end)
      for (let byte = 0; byte < this.#foldedLength && taken < 3; byte++, taken++)
        hash = mix(hash, this.#folded[byte]!)
    }
    return finish(hash)
  }

  /** Adds the word that begins at `start`, and returns where it ends: most are of ASCII letters, a byte each. */
  #addWord(bytes: Uint8Array, start: number, end: number): number {
    let hash = hashSeed
    let tail = 0
    let seen = 0
    let capitals = 0
    let at = start
    let trait = traits[bytes[at]!]!
    while ((trait & IS_WORD) !== 0) {
      hash = mix(hash, trait & SMALL_BYTE)
      tail = (tail << 8) | (trait & SMALL_BYTE)
      seen |= trait
      capitals += (trait >>> 9) & 1
      if (++at === end) break
      trait = traits[bytes[at]!]!
    }
    if (at < end && (trait & IS_HIGH) !== 0 && (traitsOfHigh(bytes, at, end) & IS_WORD) !== 0)
      return this.#addOther(bytes, start, end)
    const index = this.count++
    this.start[index] = start
    this.end[index] = at
    seen &= IS_WORD
    if (seen === HAS_LOWER) this.form[index] = SMALL
    else this.form[index] = formOf(bytes, { start, end: at }, seen | Math.min(capitals, MANY))
    this.hash[index] = finish(hash)
    this.tail[index] = tail
    if (at - start >= longestFolded) this.#hashBeginning(index, bytes)
    return at
  }

  /** The same for a word with other letters in it. */
  #addOther(bytes: Uint8Array, start: number, end: number): number {
    let seen = 0
    let capitals = 0
    let at = start
    while (at < end) {
      const trait = traits[bytes[at]!]!
      const known = (trait & IS_HIGH) === 0 ? trait : traitsOfHigh(bytes, at, end)
      if ((known & IS_WORD) === 0) break
      seen |= known
      capitals += (known >>> 9) & 1
      at += (trait & IS_HIGH) === 0 ? 1 : characterAt(bytes, at, end) >> 3
    }
    const index = this.count++
    this.start[index] = start
    this.end[index] = at
    this.form[index] = formOf(bytes, { start, end: at }, (seen & IS_WORD) | Math.min(capitals, MANY))
    this.#hashBeginning(index, bytes)
    return at
  }

  #addMark(bytes: Uint8Array, start: number, end: number): number {
    const index = this.count++
    const first = bytes[start]!
    const isAscii = first < 0x80
    const next = isAscii ? start + 1 : start + (characterAt(bytes, start, end) >> 3)
    this.start[index] = start
    this.end[index] = next
    this.form[index] = PUNCTUATION
    this.hash[index] = isAscii ? markHashes[first]! : 0
    this.tail[index] = first
    if (!isAscii) this.#hashBeginning(index, bytes)
    return next
  }

  /** Of a very long word the first bytes tell enough. */
  #hashBeginning(index: number, bytes: Uint8Array): void {
    const start = this.start[index]!
    const end = this.end[index]!
    let hash = hashSeed
    let tail = 0
    for (let at = start; at < end && at - start < longestFolded; ) {
      at += this.#fold(bytes, at, end)
      for (let byte = 0; byte < this.#foldedLength; byte++) {
        hash = mix(hash, this.#folded[byte]!)
        tail = (tail << 8) | this.#folded[byte]!
      }
    }
    this.hash[index] = finish(hash ^ (end - start > longestFolded ? end - start : 0))
    this.tail[index] = tail
  }

  /** Puts the small form of the character at `at` into `#folded`, with its accent if that follows; returns how far it went. */
  #fold(bytes: Uint8Array, at: number, end: number): number {
    const length = characterAt(bytes, at, end) >> 3
    foldInto(bytes, at, length, this.#folded, 0)
    this.#foldedLength = length
    if (length > 1 || at + 2 >= end || !beginsAccent(bytes[at + 1]!)) return length
    const whole = composed(this.#folded[0]!, bytes[at + 1]!, bytes[at + 2]!)
    if (whole === 0) return length
    this.#folded[0] = 0xc0 | (whole >> 6)
    this.#folded[1] = 0x80 | (whole & 0x3f)
    this.#foldedLength = 2
    return 3
  }

  /** A run without spaces that holds `@`, `_`, `//` or `\` is an address of the net, not prose. */
  #join(from: number): void {
    if (this.count - from < 2) return
    this.joined.fill(1, from, this.count)
    this.#hasJoined = true
  }
}

/** Hashes of the marks of one byte. */
export const markHashes: Int32Array = Int32Array.from({ length: 128 }, (_, byte) =>
  finish(mix(hashSeed, byte)),
)

const encoder = new TextEncoder()
const one = new Tokens(1)

/** The hash that a token of this one word has. For lists that are made ready once; not for the hot path. */
export function hashWord(word: string): number {
  const bytes = encoder.encode(word)
  one.clear()
  one.fill(bytes, 0, bytes.length)
  return one.hash[0]!
}
