/** Finds the words beside a number that tell whose number it is: `Steuer-ID`, `numéro de sécurité sociale`, `BSN`. */
import { isWordByte } from '../../bytes.ts'
import type { TextView } from '../../text-view.ts'
import type { NationalNumber, Topic } from './description.ts'
import { nationalNumbers } from './numbers.ts'
import { fillers, numberWords, otherWords, topicWords } from './vocabulary.ts'

/** What the words beside one number say. */
export interface Telling {
  topics: ReadonlySet<Topic>
  /** The numbers whose own words stand there. */
  numbers: ReadonlySet<NationalNumber>
  /** True where nothing but words such as `number is` stands between. */
  isRight: boolean
  /** True where one of the words says that a number follows. */
  namesNumber: boolean
  /** Another thing is told: an order, a phone. */
  isOther: boolean
}

interface Entry {
  readonly topics: Set<Topic>
  readonly numbers: Set<NationalNumber>
  isNumberWord: boolean
  isFiller: boolean
  isOther: boolean
}

const reach = 64
const reachBehind = 40
const shortestStem = 3
const longestIdeographs = 5
const seed = 0x811c9dc5
const lineFeed = 0x0a

const entries = new Map<number, Entry>()
/** What words begin with. */
const stems = new Map<number, Entry>()

for (const [topic, words] of Object.entries(topicWords) as [Topic, string][]) {
  for (const word of words.split(' ')) entryOf(word).topics.add(topic)
}
for (const one of nationalNumbers) {
  for (const word of one.words.split(' ')) if (word !== '') entryOf(word).numbers.add(one)
}
for (const word of numberWords.split(' ')) entryOf(word).isNumberWord = true
for (const word of fillers.split(' ')) entryOf(word).isFiller = true
for (const word of otherWords.split(' ')) entryOf(word).isOther = true

/** What the words left of `start` say, or else those right of `end`; null where none tells anything. */
export function tellingWords(text: TextView, start: number, end: number): Telling | null {
  return wordsBefore(text, start) ?? wordsBehind(text, end)
}

function wordsBefore(text: TextView, start: number): Telling | null {
  const farthest = Math.max(text.start, start - reach)
  const said = new Said()
  let position = start
  while (position > farthest) {
    const byte = text.bytes[position - 1]!
    if (byte === lineFeed) break
    if (!isWordByte(byte)) {
      position--
      // Behind the words that tell, digits belong to something else.
      if (said.tells && byte >= 0x30 && byte <= 0x39) break
      continue
    }
    const wordEnd = position
    while (position > farthest && isWordByte(text.bytes[position - 1]!)) position--
    // A word cut off by the reach is no word: its meaning must not depend on where the reach happens to end.
    if (position === start - reach) break
    if (!said.hear(wordAt(text.bytes, position, wordEnd))) break
  }
  return said.telling()
}

/** `… is my tax number`: only where nothing but fillers stands between. */
function wordsBehind(text: TextView, end: number): Telling | null {
  const farthest = end + reachBehind
  const said = new Said()
  let position = end
  while (position < farthest) {
    const byte = text.byte(position)
    if (byte < 0 || byte === lineFeed || byte === 0x2c || byte === 0x3b || (byte >= 0x30 && byte <= 0x39))
      break
    if (byte === 0x2e && text.byte(position + 1) === 0x20) break
    if (!isWordByte(byte)) {
      position++
      continue
    }
    const wordStart = position
    while (position < farthest && isWordByte(text.byte(position))) position++
    if (position === farthest) break
    const entry = wordAt(text.bytes, wordStart, position)
    if (entry === null || entry.isOther || !said.hear(entry)) break
  }
  return said.telling()
}

const noTopics: ReadonlySet<Topic> = new Set()
const noNumbers: ReadonlySet<NationalNumber> = new Set()

/** What was heard so far, going away from the number. Most say nothing: sets are made where something is said. */
class Said {
  #topics: ReadonlySet<Topic> | null = null
  #numbers: ReadonlySet<NationalNumber> | null = null
  #isRight = true
  #namesNumber = false
  #isOther = false
  tells = false

  /** False where going on would say nothing more. */
  hear(entry: Entry | null): boolean {
    if (entry === null) {
      this.#isRight = this.tells && this.#isRight
      return !this.tells
    }
    if (entry.topics.size > 0 || entry.numbers.size > 0) {
      this.tells = true
      this.#topics = this.#topics?.union(entry.topics) ?? entry.topics
      this.#numbers = this.#numbers?.union(entry.numbers) ?? entry.numbers
    } else if (entry.isOther) {
      this.#isOther = !this.tells
      return false
    }
    if (entry.isNumberWord) this.#namesNumber = true
    return true
  }

  telling(): Telling | null {
    if (!this.tells && !this.#isOther) return null
    return {
      topics: this.#topics ?? noTopics,
      numbers: this.#numbers ?? noNumbers,
      isRight: this.#isRight,
      namesNumber: this.#namesNumber,
      isOther: this.#isOther,
    }
  }
}

function wordAt(bytes: Uint8Array, start: number, end: number): Entry | null {
  let hash = seed
  let stem: Entry | null = null
  for (let index = start; index < end; index++) {
    hash = mix(hash, folded(bytes, index))
    if (index - start + 1 >= shortestStem) stem = stems.get(hash) ?? stem
  }
  return entries.get(hash) ?? stem ?? (bytes[end - 1]! >= 0x80 ? amongIdeographs(bytes, start, end) : null)
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

function entryOf(word: string): Entry {
  const isStem = word.endsWith('*')
  const bytes = new TextEncoder().encode(isStem ? word.slice(0, -1) : word)
  let hash = seed
  for (let index = 0; index < bytes.length; index++) hash = mix(hash, folded(bytes, index))
  const table = isStem ? stems : entries
  const known = table.get(hash)
  if (known) return known
  const made = {
    topics: new Set<Topic>(),
    numbers: new Set<NationalNumber>(),
    isNumberWord: false,
    isFiller: false,
    isOther: false,
  }
  table.set(hash, made)
  return made
}

/** One step of 32-bit FNV-1a. */
function mix(hash: number, byte: number): number {
  return Math.imul(hash ^ byte, 0x01000193)
}
