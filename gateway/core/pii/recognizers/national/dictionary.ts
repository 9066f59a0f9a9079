/** Keeps the words that tell numbers apart, and finds them by hash, without making strings. */
import type { NationalNumber, Topic } from './description.ts'
import { nationalNumbers } from './numbers.ts'
import { digitWords, fillers, numberWords, otherWords, ownerWords, topicWords } from './vocabulary.ts'

/** Each topic is one bit. */
export const topicBits: Readonly<Record<Topic, number>> = {
  passport: 1,
  driver: 2,
  identity: 4,
  tax: 8,
  health: 16,
  social: 32,
  company: 64,
}

/** What one word says; a word of which nothing is known has none, a filler has one that says nothing. */
export interface Entry {
  topics: number
  numbers: NationalNumber[]
  isNumberWord: boolean
  isOther: boolean
  /** Of the other words: what it names is written in digits alone. */
  isOfDigits: boolean
  /** Of the other words: it names whose number it may be as well as a number of its own. */
  isOwner: boolean
}

const shortestStem = 3
const longestIdeographs = 5
const seed = 0x811c9dc5

const entries = new Map<number, Entry>()
/** What words begin with. */
const stems = new Map<number, Entry>()
/** Bit by bit, which hashes may be in one of the two: most words of a text are in neither. */
const filter = new Uint8Array(1 << 14)
const entryMark = 1
const stemMark = 2

/** 1 for the first three letters of one of the two, as far as they are of ASCII. */
const beginnings = new Uint8Array(1 << 15)

const tellingWords = new Set<string>()
for (const [topic, words] of Object.entries(topicWords) as [Topic, string][]) {
  for (const word of words.split(' ')) told(word).topics |= topicBits[topic]
}
for (const one of nationalNumbers) {
  for (const word of one.words.split(' ')) if (word !== '') told(word).numbers.push(one)
}
// `steuernummer` is also a word that begins with `steuer`.
for (const word of [...tellingWords].sort((one, other) => one.length - other.length)) inherit(word)
for (const word of numberWords.split(' ')) entryOf(word).isNumberWord = true
for (const word of fillers.split(' ')) entryOf(word)
for (const word of otherWords.split(' ')) entryOf(word).isOther = true
for (const word of digitWords.split(' ')) Object.assign(entryOf(word), { isOther: true, isOfDigits: true })
for (const word of ownerWords.split(' ')) Object.assign(entryOf(word), { isOther: true, isOwner: true })

/** The entry of the word in `[start, end)`, or of its beginning, or of a word inside it where words stand unspaced. */
export function lookUp(bytes: Uint8Array, start: number, end: number): Entry | null {
  const mayBeKnown = end - start < 3 || beginnings[beginningAt(bytes, start)] === 1
  if (!mayBeKnown && (bytes[start]! | bytes[start + 1]! | bytes[start + 2]!) < 0x80) {
    return bytes[end - 1]! >= 0x80 ? amongIdeographs(bytes, start, end) : null
  }
  let hash = seed
  let stem: Entry | null = null
  for (let index = start; index < end; index++) {
    hash = mix(hash, folded(bytes, index))
    const mayBeStem =
      index - start + 1 >= shortestStem && (filter[hash & (filter.length - 1)]! & stemMark) !== 0
    if (mayBeStem) stem = stems.get(hash) ?? stem
  }
  const isListed = (filter[hash & (filter.length - 1)]! & entryMark) !== 0
  const entry = (isListed ? entries.get(hash) : undefined) ?? stem
  if (entry !== null) return entry
  return bytes[end - 1]! >= 0x80 ? amongIdeographs(bytes, start, end) : null
}

/** Three letters as a number: capitals and small letters are alike. */
function beginningAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! & 0x1f) << 10) | ((bytes[at + 1]! & 0x1f) << 5) | (bytes[at + 2]! & 0x1f)
}

/** Chinese, Japanese, Korean and Thai write no spaces: any two to five characters, three bytes each, may be a word. */
function amongIdeographs(bytes: Uint8Array, start: number, end: number): Entry | null {
  for (let from = start; from + 6 <= end; from++) {
    if (bytes[from]! < 0xe0 || bytes[from]! > 0xed) continue
    let hash = seed
    for (let length = 1; length <= longestIdeographs * 3 && from + length <= end; length++) {
      hash = mix(hash, bytes[from + length - 1]!)
      if (length % 3 !== 0 || length < 6) continue
      const entry = entries.get(hash)
      if (entry) return entry
    }
  }
  return null
}

/** The byte in lower case: of ASCII, and of the letters of Latin-1 in UTF-8. */
function folded(bytes: Uint8Array, index: number): number {
  const byte = bytes[index]!
  if (byte >= 0x41 && byte <= 0x5a) return byte | 0x20
  return byte >= 0x80 && byte <= 0x9e && index > 0 && bytes[index - 1] === 0xc3 ? byte | 0x20 : byte
}

function told(word: string): Entry {
  tellingWords.add(word)
  return entryOf(word)
}

/** A word says what its beginnings say, too. */
function inherit(word: string): void {
  const bytes = new TextEncoder().encode(word.replace('*', ''))
  const own = entryOf(word)
  let hash = seed
  for (let index = 0; index < bytes.length; index++) {
    hash = mix(hash, folded(bytes, index))
    const stem = index + 1 >= shortestStem ? stems.get(hash) : undefined
    if (stem === undefined || stem === own) continue
    own.topics |= stem.topics
    for (const one of stem.numbers) if (!own.numbers.includes(one)) own.numbers.push(one)
  }
}

function entryOf(word: string): Entry {
  const isStem = word.endsWith('*')
  const bytes = new TextEncoder().encode(isStem ? word.slice(0, -1) : word)
  let hash = seed
  for (let index = 0; index < bytes.length; index++) hash = mix(hash, folded(bytes, index))
  const table = isStem ? stems : entries
  filter[hash & (filter.length - 1)]! |= isStem ? stemMark : entryMark
  if (bytes.length >= 3) beginnings[beginningAt(bytes, 0)] = 1
  const known = table.get(hash)
  if (known) return known
  const made: Entry = {
    topics: 0,
    numbers: [],
    isNumberWord: false,
    isOther: false,
    isOfDigits: false,
    isOwner: false,
  }
  table.set(hash, made)
  return made
}

/** One step of 32-bit FNV-1a. */
function mix(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193)
}
