/** Finds a value again that was replaced once in a body, wherever else it stands in it: in the midst of a word, too. */
import type { EntityType, Finding, TextWindow } from '../entity.ts'

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
const sureScore = 0.6
const foundScore = 0.85

/** So many bytes of a value are looked for, by every two of them (Wu and Manber 1994, with blocks of two bytes). */
const anchorLength = 6
const blocks = 4096

interface Alike {
  /** Longest first. */
  readonly lengths: number[]
  readonly types: Map<string, FoundValue>
}

interface FoundValue {
  readonly type: EntityType
  readonly digits: number
}

/** One pass looks for all values. Their spelling counts: each comes back from its token as it was written. */
export class FoundValues {
  /** True where a value begins with what formats write as an escape: its beginning may stand otherwise in a body. */
  mayBeEscaped = false
  size = 0
  /** How far to move on by the two bytes that end a stretch of `anchorLength`. */
  #shifts: Uint8Array | null = null
  readonly #alike = new Map<number, Alike>()

  clear(): void {
    this.mayBeEscaped = false
    this.size = 0
    this.#shifts = null
    this.#alike.clear()
  }

  /** Notes what was found and replaced, if it cannot be mistaken for anything else. */
  learn({ type, score }: Finding, value: Uint8Array): void {
    if (score < sureScore || value.length > longestValue || this.size >= mostValues) return
    const digits = ownDigits(type, value)
    if (digits === null) return
    const key = anchorAt(value, 0)
    const alike = this.#alike.get(key) ?? { lengths: [], types: new Map<string, FoundValue>() }
    const isLength = alike.lengths.includes(value.length)
    const text = latin1(value, 0, value.length)
    if ((!isLength && alike.lengths.length >= mostLengths) || alike.types.has(text)) return
    this.#alike.set(key, alike)
    alike.types.set(text, { type, digits })
    if (!isLength) {
      alike.lengths.push(value.length)
      alike.lengths.sort((one, other) => other - one)
    }
    this.size++
    if (this.#shifts === null) this.#shifts = new Uint8Array(blocks).fill(anchorLength - 1)
    for (let i = 0; i < anchorLength; i++) {
      if (i > 0) {
        const block = blockAt(value, i)
        this.#shifts[block] = Math.min(this.#shifts[block]!, anchorLength - 1 - i)
      }
      if (escapable.has(value[i]!) || value[i]! < 0x20) this.mayBeEscaped = true
    }
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
    return at + Math.max(anchorLength, this.#lengthAt(bytes, { at, start: 0, end: bytes.length }))
  }

  /**
   * Adds where values stand that `out` does not cover; what covers them in part becomes one with them. `out` is in order
   * and stays so.
   */
  read({ bytes, start, end }: TextWindow, out: Finding[]): void {
    let next = 0
    let at = this.nextFrom(bytes, start, end)
    while (at < end) {
      const length = this.#lengthAt(bytes, { at, start, end })
      if (length === 0) {
        at = this.nextFrom(bytes, at + 1, end)
        continue
      }
      const { type } = this.#alike.get(anchorAt(bytes, at))!.types.get(latin1(bytes, at, at + length))!
      while (next < out.length && out[next]!.end <= at) next++
      next = join(out, next, { type, start: at, end: at + length, score: foundScore, reasons })
      at = this.nextFrom(bytes, Math.max(at + length, out[next]!.end), end)
    }
  }

  #lengthAt(bytes: Uint8Array, { at, start, end }: { at: number; start: number; end: number }): number {
    const { lengths, types } = this.#alike.get(anchorAt(bytes, at))!
    for (const length of lengths) {
      const stop = at + length
      const found = stop > end ? undefined : types.get(latin1(bytes, at, stop))
      if (found === undefined) continue
      const isCut =
        (at > start && isDigit(bytes[at - 1]!) && isDigit(bytes[at]!)) ||
        (stop < end && isDigit(bytes[stop - 1]!) && isDigit(bytes[stop]!))
      if (!isCut || found.digits >= freeDigits) return length
    }
    return 0
  }
}

const reasons = ['elsewhere-in-body']

/** Writes `finding` at `index` of `out`, in place of what overlaps it; returns where the one is that covers it then. */
function join(out: Finding[], index: number, finding: Finding): number {
  const first = out[index]
  if (first !== undefined && first.start <= finding.start && first.end >= finding.end) return index
  let behind = index
  while (behind < out.length && out[behind]!.start < finding.end) {
    const { start, end } = out[behind++]!
    finding.start = Math.min(finding.start, start)
    finding.end = Math.max(finding.end, end)
  }
  out.splice(index, behind - index, finding)
  return index
}

/** Null for what says too little to be looked for everywhere: a short value, a word alone, what is said of many people. */
function ownDigits(type: EntityType, value: Uint8Array): number | null {
  let characters = 0
  let digits = 0
  let letters = 0
  let marks = 0
  for (let at = 0; at < value.length; at++) {
    const byte = value[at]!
    if ((byte & 0xc0) !== 0x80) characters++
    const isLetter = (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a) || byte >= 0x80
    if (isDigit(byte)) digits++
    else if (isLetter) letters++
    // A space or an @ between others: two words, or an address.
    else if ((byte === 0x20 || byte === 0x40) && letters > 0) marks++
  }
  if (characters < leastCharacters || commonTypes.has(type)) return null
  if (letters === 0) return digits >= leastDigits ? digits : null
  return digits > 0 || marks > 0 ? digits : null
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

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end))
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39
}
