/** Cuts a stretch of text into words, numbers and marks, and keeps of each what a tagger asks for. */
import {
  asciiKinds,
  characterAt,
  DIGIT,
  foldInto,
  LETTER,
  LINE,
  LOWER,
  MARK,
  SPACE,
  UPPER,
} from './characters.ts'

/** How a token is written. */
export const CASELESS = 0
export const SMALL = 1
export const TITLE = 2
export const CAPITALS = 3
export const INITIAL = 4
export const MIXED = 5
export const NUMBER = 6
export const CODE = 7
export const PUNCTUATION = 8
/** What somebody else found already, such as an e-mail address, stands as one token. */
export const TAKEN = 9

/** What stands before a token. */
export const NOTHING = 0
export const BLANK = 1
export const NEW_LINE = 2

const longestFolded = 48
const NOT_PLAIN = -1

/** Filled anew for each stretch; holds at most `capacity` tokens. */
export class Tokens {
  readonly capacity: number
  count = 0
  readonly start: Int32Array
  readonly end: Int32Array
  readonly form: Uint8Array
  readonly gap: Uint8Array
  /** Of the word in small letters; of a mark or number too. */
  readonly hash: Int32Array
  readonly prefix: Int32Array
  readonly suffix2: Int32Array
  readonly suffix3: Int32Array
  readonly suffix4: Int32Array
  /** 1: part of a web address, handle or file name, where no name is looked for. */
  readonly joined: Uint8Array
  readonly #folded = new Uint8Array(longestFolded + 4)
  /** Of a plain word, by kind. */
  readonly #counts = new Int32Array(8)

  constructor(capacity: number) {
    this.capacity = capacity
    this.start = new Int32Array(capacity)
    this.end = new Int32Array(capacity)
    this.form = new Uint8Array(capacity)
    this.gap = new Uint8Array(capacity)
    this.hash = new Int32Array(capacity)
    this.prefix = new Int32Array(capacity)
    this.suffix2 = new Int32Array(capacity)
    this.suffix3 = new Int32Array(capacity)
    this.suffix4 = new Int32Array(capacity)
    this.joined = new Uint8Array(capacity)
  }

  clear(): void {
    this.count = 0
  }

  /**
   * Reads `bytes[from, end)` until it is full, and returns where it stopped. `gap`: what stands before `from`.
   */
  fill(bytes: Uint8Array, from: number, end: number, gap: number = NEW_LINE): number {
    let at = from
    let before = gap
    let chunk = this.count
    while (at < end && this.count < this.capacity) {
      const character = characterAt(bytes, at, end)
      const kind = character & 7
      if (kind === SPACE || kind === LINE) {
        if (kind === LINE) before = NEW_LINE
        else if (before === NOTHING) before = BLANK
        at += character >> 3
        if (chunk < this.count) this.#closeChunk(bytes, chunk)
        chunk = this.count
        continue
      }
      const plain = kind === MARK ? NOT_PLAIN : this.#addPlain(bytes, at, end)
      const next =
        plain !== NOT_PLAIN ? plain : kind === MARK ? at + (character >> 3) : endOfWord(bytes, at, end)
      if (plain === NOT_PLAIN) this.#add(bytes, at, next, kind)
      this.gap[this.count - 1] = before
      before = NOTHING
      at = next
    }
    if (chunk < this.count) this.#closeChunk(bytes, chunk)
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
    this.prefix[index] = hash
    this.suffix2[index] = this.suffix3[index] = this.suffix4[index] = hash
    this.joined[index] = 0
  }

  /**
   * Adds the word that begins at `start`, and returns where it ends. Most words are ASCII and short: read once, without a
   * call for each character. `NOT_PLAIN`, and nothing is added, where it is another one.
   */
  #addPlain(bytes: Uint8Array, start: number, end: number): number {
    const longest = Math.min(end, start + longestFolded)
    const counts = this.#counts
    counts[DIGIT] = counts[UPPER] = counts[LOWER] = 0
    let hash = seed
    let prefix = seed
    let at = start
    while (at < longest) {
      const byte = bytes[at]!
      if (byte >= 0x80) return NOT_PLAIN
      const kind = asciiKinds[byte]!
      if (kind < DIGIT || kind > UPPER) break
      counts[kind]!++
      hash = mix(hash, kind === UPPER ? byte | 0x20 : byte)
      if (at === start + 2) prefix = hash
      at++
    }
    // Cut at the bound: it may go on.
    if (at === longest && at < end) return NOT_PLAIN
    const length = at - start
    const index = this.count++
    this.start[index] = start
    this.end[index] = at
    this.joined[index] = 0
    this.form[index] = formOfCounts(bytes, { start, end: at }, counts)
    this.hash[index] = finish(hash)
    this.prefix[index] = finish(length < 3 ? hash : prefix)
    this.#addSuffixes(index, bytes, at)
    return at
  }

  #addSuffixes(index: number, bytes: Uint8Array, end: number): void {
    const length = end - this.start[index]!
    let suffix = mix(seed, small(bytes[end - 1]!))
    if (length < 2) {
      this.suffix2[index] = this.suffix3[index] = finish(0)
      this.suffix4[index] = 0
      return
    }
    suffix = mix(suffix, small(bytes[end - 2]!))
    this.suffix2[index] = finish(suffix)
    if (length < 3) {
      this.suffix3[index] = finish(0)
      this.suffix4[index] = 0
      return
    }
    suffix = mix(suffix, small(bytes[end - 3]!))
    this.suffix3[index] = finish(suffix)
    this.suffix4[index] = length < 4 ? 0 : finish(mix(suffix, small(bytes[end - 4]!)))
  }

  #add(bytes: Uint8Array, start: number, end: number, firstKind: number): void {
    const index = this.count++
    this.start[index] = start
    this.end[index] = end
    this.joined[index] = 0
    this.form[index] = firstKind === MARK ? PUNCTUATION : formOf(bytes, start, end, firstKind)
    const length = this.#fold(bytes, start, end)
    const folded = this.#folded
    let hash = seed
    let prefix = seed
    for (let position = 0; position < length; position++) {
      hash = mix(hash, folded[position]!)
      if (position === 2) prefix = hash
    }
    if (length < 3) prefix = hash
    this.hash[index] = finish(hash ^ (end - start > longestFolded ? end - start : 0))
    this.prefix[index] = finish(prefix)
    let suffix = seed
    let suffix2 = 0
    let suffix3 = 0
    for (let position = length - 1, taken = 1; position >= 0 && taken <= 4; position--, taken++) {
      suffix = mix(suffix, folded[position]!)
      if (taken === 2) suffix2 = suffix
      if (taken === 3) suffix3 = suffix
    }
    this.suffix2[index] = finish(suffix2)
    this.suffix3[index] = finish(suffix3)
    this.suffix4[index] = length < 4 ? 0 : finish(suffix)
  }

  #fold(bytes: Uint8Array, start: number, end: number): number {
    let at = start
    let to = 0
    while (at < end && to < longestFolded) {
      const byte = bytes[at]!
      if (byte < 0x80) {
        this.#folded[to++] = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
        at++
        continue
      }
      const length = characterAt(bytes, at, end) >> 3
      foldInto(bytes, at, length, this.#folded, to)
      at += length
      to += length
    }
    return to
  }

  /** A run without spaces that holds `@`, `_`, `//` or `www.` is an address of the net, not prose. */
  #closeChunk(bytes: Uint8Array, from: number): void {
    const { count } = this
    if (count - from < 2) return
    let joined = false
    for (let index = from; index < count && !joined; index++) {
      if (this.form[index] !== PUNCTUATION) continue
      const mark = bytes[this.start[index]!]!
      joined =
        mark === 0x40 ||
        mark === 0x5f ||
        mark === 0x5c ||
        (mark === 0x2f && bytes[this.start[index]! + 1] === 0x2f)
    }
    if (joined) this.joined.fill(1, from, count)
  }
}

function endOfWord(bytes: Uint8Array, from: number, end: number): number {
  let at = from
  while (at < end) {
    const character = characterAt(bytes, at, end)
    const kind = character & 7
    if (kind === SPACE || kind === LINE || kind === MARK) break
    at += character >> 3
  }
  return at
}

function formOf(bytes: Uint8Array, start: number, end: number, firstKind: number): number {
  let digits = 0
  let upper = 0
  let lower = 0
  let other = 0
  for (let at = start; at < end; ) {
    const character = characterAt(bytes, at, end)
    const kind = character & 7
    if (kind === DIGIT) digits++
    else if (kind === UPPER) upper++
    else if (kind === LOWER) lower++
    else if (kind === LETTER) other++
    at += character >> 3
  }
  // Somebody blackened it: `XXX-XX-1234`.
  if (upper > 2 && digits + lower + other === 0 && isAllX(bytes, start, end)) return CODE
  if (digits > 0) return upper + lower + other === 0 ? NUMBER : CODE
  if (upper === 0) return lower > 0 ? SMALL : CASELESS
  if (firstKind === UPPER && upper === 1) return lower === 0 ? INITIAL : TITLE
  return lower === 0 ? CAPITALS : MIXED
}

/** As `formOf`, of a word in ASCII whose characters were counted by kind. */
function formOfCounts(
  bytes: Uint8Array,
  { start, end }: { start: number; end: number },
  counts: Int32Array,
): number {
  const digits = counts[DIGIT]!
  const upper = counts[UPPER]!
  const lower = counts[LOWER]!
  if (upper === 0) return digits === 0 ? SMALL : lower === 0 ? NUMBER : CODE
  if (upper > 2 && digits + lower === 0 && isAllX(bytes, start, end)) return CODE
  if (digits > 0) return CODE
  if (upper === 1 && asciiKinds[bytes[start]!] === UPPER) return lower === 0 ? INITIAL : TITLE
  return lower === 0 ? CAPITALS : MIXED
}

/** The small form of an ASCII letter; digits stay. */
function small(byte: number): number {
  return byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte
}

function isAllX(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0x58) return false
  return true
}

const seed = 0x811c9dc5 | 0

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

const encoder = new TextEncoder()
const one = new Tokens(1)

/** The hash that a token of this one word has. For lists that are made ready once; not for the hot path. */
export function hashWord(word: string): number {
  const bytes = encoder.encode(word)
  one.clear()
  one.fill(bytes, 0, bytes.length)
  return one.hash[0]!
}
