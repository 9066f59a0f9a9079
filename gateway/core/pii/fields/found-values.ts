/** Finds a value again that was replaced once in a body, wherever else it stands in it: in the midst of a word, too. */
import { isDigit } from '../bytes.ts'
import type { EntityType, Finding, TextWindow } from '../entity.ts'
import { isWordAt } from '../word-bytes.ts'
import { type Glue, mayBeGlued } from './glue.ts'
import { foundAgain, insertFound } from './insert-found.ts'
import { StretchHashes } from './stretch-hashes.ts'

/** Values that are remembered of one body: more are a list, in which each stands in its place anyway. */
const mostValues = 1024
/** Of those that begin alike; each length is looked up wherever such a beginning stands. */
const mostLengths = 8
const longestValue = 128
/** Shorter ones are words and amounts of everywhere. */
const leastCharacters = 6
/** One of digits alone; from `freeDigits` on it counts in the midst of a longer number, too, where fewer stand by chance. */
const leastDigits = 6
const freeDigits = 8
/** Digits alone count between letters from here on, never in a longer number: `user536904399`. */
const tellingDigits = 9
/** One word with digits, such as a passport's number, counts in the midst of other letters from here on, where none stands by chance. */
const freeCharacters = 9
const foundScore = 0.85

/** So many bytes of a value are looked for, by every two of them (Wu and Manber 1994, with blocks of two bytes). */
const anchorLength = 6
const blocks = 4096

/** Values that begin alike: those of each length by the number that tells them apart, the longest first. */
type Alike = OfLength[]

interface OfLength {
  readonly length: number
  readonly byHash: Map<number, FoundValue>
}

interface FoundValue {
  readonly bytes: Uint8Array
  readonly type: EntityType
  readonly glue: Glue
}

/** One pass looks for all values. Their spelling counts: each comes back from its token as it was written. */
export class FoundValues {
  /** True where a value begins with what formats write as an escape: its beginning may stand otherwise in a body. */
  mayBeEscaped = false
  size = 0
  /** How far to move on by the two bytes that end a stretch of `anchorLength`. */
  #shifts: Uint8Array | null = null
  readonly #alike = new Map<number, Alike>()
  #hashes: StretchHashes | null = null
  #hashed: Uint8Array | null = null

  clear(): void {
    this.mayBeEscaped = false
    this.size = 0
    this.#shifts = null
    this.#alike.clear()
  }

  /** Notes what was replaced, if it cannot be mistaken for anything else, however sure it was: none of it may leave elsewhere. */
  learn({ type }: Finding, value: Uint8Array): void {
    if (value.length > longestValue || this.size >= mostValues) return
    const glue = glueOf(type, value)
    if (glue === null || !this.#add({ bytes: value, type, glue })) return
    this.size++
    if (value.includes(BLANK)) this.#add({ bytes: value.map(plusForBlank), type, glue })
  }

  /** False where it is known, or is one too many of those that begin alike. */
  #add({ bytes: value, type, glue }: FoundValue): boolean {
    const key = anchorAt(value, 0)
    const alike = this.#alike.get(key) ?? []
    const byHash = alike.find(({ length }) => length === value.length)?.byHash
    this.#hashed = null
    const hash = this.#hashesOf(value).of(0, value.length)
    if (byHash === undefined ? alike.length >= mostLengths : byHash.has(hash)) return false
    this.#alike.set(key, alike)
    const known = byHash ?? new Map<number, FoundValue>()
    known.set(hash, { bytes: value.slice(), type, glue })
    if (byHash === undefined) {
      alike.push({ length: value.length, byHash: known })
      alike.sort((one, other) => other.length - one.length)
    }
    if (this.#shifts === null) this.#shifts = new Uint8Array(blocks).fill(anchorLength - 1)
    for (let i = 0; i < anchorLength; i++) {
      if (i > 0) {
        const block = blockAt(value, i)
        this.#shifts[block] = Math.min(this.#shifts[block]!, anchorLength - 1 - i)
      }
      if (escapable.has(value[i]!) || value[i]! < 0x20) this.mayBeEscaped = true
    }
    return true
  }

  /** The first place of `[from, end)` where a value may begin; `end` where none does. */
  nextFrom(bytes: Uint8Array, from: number, end: number): number {
    const shifts = this.#shifts
    if (shifts === null) return end
    let last = from + anchorLength - 1
    while (last < end) {
      const shift = shifts[blockAt(bytes, last)]!
      if (shift > 0) last += shift
      else if (this.#alike.has(anchorAt(bytes, last - anchorLength + 1))) return last - anchorLength + 1
      else last++
    }
    return end
  }

  /** Where the value ends that begins at `at`, which `nextFrom` returned; if none is written there, what may begin one. */
  endFrom(bytes: Uint8Array, at: number): number {
    const value = this.#valueAt({ bytes, start: 0, end: bytes.length }, at)
    return at + (value?.bytes.length ?? anchorLength)
  }

  /**
   * Adds where values stand. What covers them wholly stays before them and counts first; what covers them in part is told of
   * the rest, since the rule may say something else of each. `out` is in order of beginnings and stays so.
   */
  read(view: TextWindow, out: Finding[]): void {
    const { bytes, start, end } = view
    let next = 0
    let at = this.nextFrom(bytes, start, end)
    if (at < end) this.#hashed = null
    while (at < end) {
      const value = this.#valueAt(view, at)
      if (value === null) {
        at = this.nextFrom(bytes, at + 1, end)
        continue
      }
      const stop = at + value.bytes.length
      while (next < out.length && out[next]!.end <= at) next++
      const finding = { type: value.type, start: at, end: stop, score: foundScore, reasons }
      next = insertFound({ bytes, out }, next, finding)
      at = this.nextFrom(bytes, stop, end)
    }
  }

  #valueAt(view: Pick<TextWindow, 'bytes' | 'start' | 'end'>, at: number): FoundValue | null {
    const { bytes, end } = view
    const hashes = this.#hashesOf(bytes)
    for (const { length, byHash } of this.#alike.get(anchorAt(bytes, at))!) {
      const found = at + length > end ? undefined : byHash.get(hashes.of(at, length))
      if (found === undefined || !standsAt(found.bytes, bytes, at)) continue
      if (mayBeGlued(found.glue, view, { start: at, end: at + length })) return found
    }
    return null
  }

  #hashesOf(bytes: Uint8Array): StretchHashes {
    this.#hashes ??= new StretchHashes(longestValue)
    if (this.#hashed !== bytes) this.#hashes.begin(bytes)
    this.#hashed = bytes
    return this.#hashes
  }
}

const BLANK = 0x20

/** As queries and forms are written (WHATWG URL §5.2); it comes back from a stand-in of its own, as it went. */
function plusForBlank(byte: number): number {
  return byte === BLANK ? 0x2b : byte
}

const reasons = [foundAgain]

/** Null for what says too little to be looked for everywhere: a short value, a word alone, what is said of many people. */
function glueOf(type: EntityType, value: Uint8Array): Glue | null {
  let characters = 0
  let digits = 0
  let letters = 0
  let marks = 0
  for (const [i, byte] of value.entries()) {
    if ((byte & 0xc0) !== 0x80) characters++
    if (isDigit(byte)) digits++
    else if (isWordAt(value, i)) letters++
    // A blank or an @ between others: two words, or an address.
    else if ((separates.has(byte) || isNoBreak(value, i)) && letters > 0) marks++
  }
  if (characters < leastCharacters || commonTypes.has(type)) return null
  // A town or its code alone: other things are called after it, and prices are as long.
  if (type === 'ADDRESS' && (letters === 0 || digits === 0)) return null
  const isTold = letters === 0 ? digits >= leastDigits : digits > 0 || marks > 0
  if (!isTold) return null
  if (digits === value.length) return digits >= tellingDigits ? 'letters' : 'none'
  if (letters > 0 && marks === 0 && characters < freeCharacters) return 'none'
  return digits >= freeDigits ? 'any' : 'letters'
}

const separates: ReadonlySet<number> = new Set(Array.from(' \t\n\r@', (mark) => mark.charCodeAt(0)))

/** True for the last byte of a no-break space (U+00A0). */
function isNoBreak(value: Uint8Array, at: number): boolean {
  return value[at] === 0xa0 && value[at - 1] === 0xc2
}

/** What many people have in common, so that another place says it of somebody else. */
const commonTypes: ReadonlySet<EntityType> = new Set<EntityType>(['AGE', 'GENDER'])

/** RFC 8259 §7, XML 1.0 §2.4; a solidus may be escaped as well. */
const escapable = new Set(['"', '\\', '/', '&', '<', '>'].map((mark) => mark.charCodeAt(0)))

function blockAt(bytes: Uint8Array, last: number): number {
  return ((bytes[last - 1]! << 4) ^ bytes[last]!) & (blocks - 1)
}

/** The bytes of a value's beginning as one number. */
function anchorAt(bytes: Uint8Array, at: number): number {
  const high = (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!
  const low = (bytes[at + 3]! << 16) | (bytes[at + 4]! << 8) | bytes[at + 5]!
  return high * 0x1000000 + low
}

function standsAt(value: Uint8Array, bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < value.length; i++) if (value[i] !== bytes[at + i]) return false
  return true
}
