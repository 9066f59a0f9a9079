/** Finds phrases of the lexicons in a stretch of tokens, and asks whether what they need stands near. */
import { CAPITALS, NEW_LINE, PUNCTUATION, TITLE, Tokens } from '../prose/tokens.ts'
import { WordTable } from '../prose/word-table.ts'
import { beliefEntries } from './beliefs.ts'
import { cueWords } from './cue-words.ts'
import { healthEntries } from './health.ts'
import { identityEntries } from './identity.ts'
import { type Cue, cues, type LexiconEntry } from './lexicon.ts'

interface Phrase {
  /** Hashes of its tokens. */
  hashes: readonly number[]
  entry: LexiconEntry
  needs: number
}

const encoder = new TextEncoder()
const scratch = new Tokens(64)
const cueBits = new Map<number, number>()
for (const [name, words] of Object.entries(cueWords) as [Cue, string][]) {
  for (const word of words.split(', ')) {
    const [hash] = hashesOf(word).slice(-1)
    if (hash !== undefined) cueBits.set(hash, (cueBits.get(hash) ?? 0) | cues[name])
  }
}
const cueOf = new WordTable(cueBits)
const byFirst = new Map<number, Phrase[]>()
for (const entry of [...healthEntries, ...beliefEntries, ...identityEntries]) {
  const needs = entry.needs.reduce((bits, cue) => bits | cues[cue], 0)
  for (const phrase of entry.phrases.split(', ')) {
    const hashes = hashesOf(phrase)
    const known = byFirst.get(hashes[0]!) ?? []
    byFirst.set(
      hashes[0]!,
      [...known, { hashes, entry, needs }].sort((one, other) => other.hashes.length - one.hashes.length),
    )
  }
}

const phrases = [[], ...byFirst.values()]
const phrasesAt = new WordTable([...byFirst.keys()].map((hash, index) => [hash, index + 1] as const))

/** `Diagnosis: type 2 diabetes`. */
const labelReach = 4

/** Cues of every token, and which sentence it stands in. Made for one stretch, asked by phrases and codes. */
export class Surroundings {
  readonly tokens: Tokens
  readonly cue: Uint8Array
  readonly sentence: Int32Array

  constructor(tokens: Tokens) {
    this.tokens = tokens
    this.cue = new Uint8Array(tokens.capacity)
    this.sentence = new Int32Array(tokens.capacity)
  }

  /** `isName`: true where a token is likely a first name. */
  look(bytes: Uint8Array, count: number, isName: (index: number) => boolean): void {
    const { form, hash, gap, start } = this.tokens
    let sentence = 0
    for (let index = 0; index < count; index++) {
      if (gap[index] === NEW_LINE) sentence++
      this.sentence[index] = sentence
      if (form[index] === PUNCTUATION) {
        this.cue[index] = 0
        const mark = bytes[start[index]!]!
        if ((mark === 0x2e || mark === 0x21 || mark === 0x3f) && index + 1 < count && gap[index + 1] !== 0)
          sentence++
        continue
      }
      this.cue[index] = cueOf.get(hash[index]!) | (isName(index) ? cues.person : 0)
    }
  }

  /** The cues around `[from, to)`, in the same sentence, as bits. */
  around(from: number, to: number, count: number, reach: { before: number; after: number }): number {
    let bits = 0
    const sentence = this.sentence[from]!
    for (
      let index = from - 1;
      index >= 0 && index >= from - reach.before && this.sentence[index] === sentence;
      index--
    ) {
      bits |= this.cue[index]!
    }
    for (
      let index = to;
      index < count && index < to + reach.after && this.sentence[index] === sentence;
      index++
    ) {
      bits |= this.cue[index]!
    }
    return bits
  }

  /** What the word before a colon tells that stands up to three words before `index`: `Diagnosis: …`. */
  labelAt(bytes: Uint8Array, index: number): number {
    const { start, form } = this.tokens
    for (let at = index - 1; at > 0 && at >= index - labelReach; at--) {
      if (this.sentence[at] !== this.sentence[index]) return 0
      if (form[at] === PUNCTUATION && bytes[start[at]!] === 0x3a) return this.cue[at - 1]!
    }
    return 0
  }
}

/** Calls `onPhrase` for each phrase that stands in the stretch with what it needs; phrases do not overlap. */
export function findPhrases(
  around: Surroundings,
  stretch: { bytes: Uint8Array; count: number },
  onPhrase: (from: number, to: number, entry: LexiconEntry) => void,
): void {
  const { count, bytes } = stretch
  const { hash } = around.tokens
  for (let index = 0; index < count; index++) {
    const first = phrasesAt.get(hash[index]!)
    if (first === 0) continue
    for (const candidate of phrases[first]!) {
      const to = index + candidate.hashes.length
      if (to > count || !standsAt(around.tokens, index, candidate.hashes)) continue
      if (!isMeant(around, { index, to, count, bytes }, candidate)) continue
      onPhrase(index, to, candidate.entry)
      index = to - 1
      break
    }
  }
}

function standsAt({ hash }: Tokens, at: number, hashes: readonly number[]): boolean {
  for (let offset = 1; offset < hashes.length; offset++)
    if (hash[at + offset] !== hashes[offset]) return false
  return true
}

function isMeant(
  around: Surroundings,
  { index, to, count, bytes }: { index: number; to: number; count: number; bytes: Uint8Array },
  { entry, needs }: Phrase,
): boolean {
  const { form, gap } = around.tokens
  if (
    entry.notBeforeName === true &&
    to < count &&
    gap[to] === 1 &&
    (form[to] === TITLE || form[to] === CAPITALS)
  )
    return false
  if (needs === 0) return true
  // In a form the label says it all, and whose form it is is said elsewhere.
  const label = around.labelAt(bytes, index)
  const telling = needs & ~cues.person
  if ((label & (telling | cues.belief)) !== 0) return true
  return (around.around(index, to, count, entry) & needs) === needs
}

function hashesOf(phrase: string): number[] {
  const bytes = encoder.encode(phrase)
  scratch.clear()
  scratch.fill(bytes, 0, bytes.length)
  return Array.from(scratch.hash.subarray(0, scratch.count))
}
