/** Remembers who was named in a body, and recognises the same name, or the same number, wherever else it stands in it. */
import { Buffer } from 'node:buffer'
import { type EntityType, entityTypes, type Finding, type TextWindow } from '../entity.ts'
import { FoundValues } from './found-values.ts'
import { beforeCounter } from './name-counter.ts'
import { Records } from './records.ts'

/** Values that are remembered of one body: more are a list of people, in which each stands in its place anyway. */
const mostValues = 256
/** Of those that begin with one word; each is compared wherever the word stands. */
const mostAlike = 16
const longestValue = 96
/** Shorter ones are words of every language. */
const leastLetters = 5
/** A value that only its field's name told must be longer to be looked for everywhere, since numbers repeat by chance. */
const leastDigits = 6

/** No value begins with any byte. */
const none = new Uint8Array(256)

interface KnownValue {
  readonly bytes: Uint8Array
  readonly type: EntityType
  /** True for a part of a name: it counts in free text only, where it is no word of a list or a colour. */
  readonly isPart: boolean
}

/** Where a text stands: among sentences, in a field, or in one whose name says that it holds something else. */
export type KnownPlace = 'prose' | 'field' | 'ordinary'

const sureScore = 0.6
const wholeScore = 0.85
const partScore = 0.7

/** Found values are looked for by their first word: texts are read word by word, and most words begin none. */
export class KnownValues {
  /** True once the whole body was looked through, so that what is known counts from its beginning on. */
  isComplete = false
  /** True once a file in it was opened: who is known may stand there, where no look at the body's bytes finds it. */
  standsInFiles = false
  /** What the records of the body are about. */
  readonly records = new Records()
  /** What was replaced once, of whatever type: it is looked for in the midst of words, too. */
  readonly found = new FoundValues()
  /** 1 for each byte with which a known value begins. Most words of a text begin with none, and are passed over. */
  firstBytes: Uint8Array = none
  #byFirstWord: Map<number, KnownValue[]> | null = null
  #seen: Set<string> | null = null

  get size(): number {
    return (this.#seen?.size ?? 0) + this.found.size
  }

  clear(): void {
    this.#byFirstWord = null
    this.#seen = null
    this.firstBytes = none
    this.found.clear()
    this.records.clear()
  }

  /** True where a known value begins with the word `[start, end)`. */
  beginsWith(bytes: Uint8Array, start: number, end: number): boolean {
    return this.#byFirstWord?.has(wordHash(bytes, start, end)) === true
  }

  /** False where no known value can begin in the text. */
  mayStandIn({ bytes, start, end }: TextWindow): boolean {
    if (this.found.nextFrom(bytes, start, end) < end) return true
    if (this.#byFirstWord === null) return false
    let at = start
    while (at < end) {
      while (at < end && !isWordByte(bytes[at]!)) at++
      const word = at
      while (at < end && isWordByte(bytes[at]!)) at++
      if (word < at && this.firstBytes[bytes[word]!] === 1 && this.beginsWith(bytes, word, at)) return true
    }
    return false
  }

  /** Notes a finding of the text if it names somebody; returns whether it was new. */
  learn(finding: Finding, bytes: Uint8Array): boolean {
    const { type, start, score } = finding
    if (score < sureScore || finding.end - start > longestValue || !isTelling(finding)) return false
    if (type !== 'PERSON') return this.#add(bytes.slice(start, finding.end), type, false)
    const { end } = beforeCounter(bytes, start, finding.end)
    const isNew =
      countLetters(bytes, start, end) >= leastLetters &&
      this.#add(bytes.slice(start, end), type, !hasSpace(bytes, start, end))
    return this.#addParts(bytes, start, end) || isNew
  }

  /** Appends where known values stand in the text and nothing was found yet; `out` stays sorted. */
  read({ bytes, start, end }: TextWindow, out: Finding[], place: KnownPlace): void {
    const values = this.#byFirstWord
    if (values === null) return
    const found: Finding[] = []
    let at = start
    while (at < end) {
      while (at < end && !isWordByte(bytes[at]!)) at++
      const wordStart = at
      while (at < end && isWordByte(bytes[at]!)) at++
      if (wordStart === at || this.firstBytes[bytes[wordStart]!] === 0) continue
      const known = values.get(wordHash(bytes, wordStart, at))
      const match = known === undefined ? null : longestMatch(known, { bytes, start: wordStart, end }, place)
      if (match === null || isTaken(out, wordStart, wordStart + match.bytes.length)) continue
      at = wordStart + match.bytes.length
      const score = match.isPart ? partScore : wholeScore
      found.push({ type: match.type, start: wordStart, end: at, score, reasons: ['elsewhere-in-body'] })
    }
    if (found.length === 0) return
    out.push(...found)
    out.sort((one, other) => one.start - other.start)
  }

  /** Given and family name alone: `Weber` of `Anna Weber`. */
  #addParts(bytes: Uint8Array, start: number, end: number): boolean {
    let isNew = false
    let at = start
    while (at < end) {
      while (at < end && !isWordByte(bytes[at]!)) at++
      const from = at
      while (at < end && isWordByte(bytes[at]!)) at++
      const isWhole = from === start && at === end
      if (isWhole || countLetters(bytes, from, at) < leastLetters || !isCapital(bytes, from)) continue
      isNew = this.#add(bytes.slice(from, at), 'PERSON', true) || isNew
    }
    return isNew
  }

  #add(bytes: Uint8Array, type: EntityType, isPart: boolean): boolean {
    if ((this.#seen?.size ?? 0) >= mostValues) return false
    const values = this.#byFirstWord ?? new Map<number, KnownValue[]>()
    const seen = this.#seen ?? new Set<string>()
    this.#byFirstWord = values
    this.#seen = seen
    const key = `${type} ${latin1(bytes)}`
    const hash = firstWord(bytes)
    const known = values.get(hash)
    const isFull = known !== undefined && known.length >= mostAlike
    if (isFull || seen.has(key) || !isWordByte(bytes[0]!)) return false
    seen.add(key)
    // Most bodies name nobody: a table for each would be their largest object.
    if (this.firstBytes === none) this.firstBytes = new Uint8Array(256)
    this.firstBytes[bytes[0]!] = 1
    if (known === undefined) values.set(hash, [{ bytes, type, isPart }])
    else known.push({ bytes, type, isPart })
    return true
  }
}

/** What names a person, or opens something, and was not recognised by a form that shows it everywhere by itself. */
function isTelling({ type, reasons }: Finding): boolean {
  if (type === 'PERSON') return true
  const { class: dataClass, person } = entityTypes[type]
  const isByKey = reasons.some((reason) => reason.startsWith('key:'))
  return isByKey && (person || dataClass === 'secret') && type !== 'EMAIL' && type !== 'USERNAME'
}

function longestMatch(
  known: readonly KnownValue[],
  text: { bytes: Uint8Array; start: number; end: number },
  place: KnownPlace,
): KnownValue | null {
  let best: KnownValue | null = null
  for (const value of known) {
    if (value.isPart && place !== 'prose') continue
    // A title, a file or a label may well be called after somebody; numbers and words there are its own.
    if (place === 'ordinary' && value.type !== 'PERSON') continue
    if (best !== null && value.bytes.length <= best.bytes.length) continue
    if (value.type !== 'PERSON' && value.bytes.length < leastDigits) continue
    if (standsAt(value.bytes, text)) best = value
  }
  return best
}

function standsAt(
  value: Uint8Array,
  { bytes, start, end }: { bytes: Uint8Array; start: number; end: number },
): boolean {
  const stop = start + value.length
  if (stop > end || (stop < end && isWordByte(bytes[stop]!) && isWordByte(value[value.length - 1]!)))
    return false
  for (let i = 0; i < value.length; i++) if (bytes[start + i] !== value[i]) return false
  return true
}

function isTaken(found: readonly Finding[], start: number, end: number): boolean {
  return found.some((one) => one.start < end && start < one.end)
}

const seed = 0x811c9dc5

/** One step of 32-bit FNV-1a. */
function mix(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193)
}

function wordHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = seed
  for (let at = start; at < end; at++) hash = mix(hash, bytes[at]!)
  return hash
}

function firstWord(bytes: Uint8Array): number {
  let end = 0
  while (end < bytes.length && isWordByte(bytes[end]!)) end++
  return wordHash(bytes, 0, end)
}

const wordBytes = new Uint8Array(256)
for (let byte = 0; byte < 256; byte++) {
  const small = byte | 0x20
  const isLetter = (small >= 0x61 && small <= 0x7a) || byte >= 0x80
  if (isLetter || (byte >= 0x30 && byte <= 0x39)) wordBytes[byte] = 1
}

/** A letter of any script, as far as a byte tells, or a digit. */
export function isWordByte(byte: number): boolean {
  return wordBytes[byte] === 1
}

function isCapital(bytes: Uint8Array, at: number): boolean {
  const byte = bytes[at]!
  return (byte >= 0x41 && byte <= 0x5a) || byte >= 0x80
}

function hasSpace(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] === 0x20) return true
  return false
}

/** Characters that are letters, as far as UTF-8's first bytes tell. */
function countLetters(bytes: Uint8Array, start: number, end: number): number {
  let letters = 0
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!
    const small = byte | 0x20
    if ((small >= 0x61 && small <= 0x7a) || byte >= 0xc0) letters++
  }
  return letters
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
}
