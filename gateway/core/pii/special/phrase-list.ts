/** Makes the lexicons of special categories ready to be looked up by the hashes of their words. */
import { Tokens } from '../prose/tokens.ts'
import { beliefEntries } from './beliefs.ts'
import { cueWords } from './cue-words.ts'
import { healthEntries } from './health.ts'
import { identityEntries } from './identity.ts'
import { type Cue, cues, type LexiconEntry } from './lexicon.ts'

export interface Phrase {
  /** Hashes of its tokens. */
  hashes: readonly number[]
  entry: LexiconEntry
  /** Cues, as bits. */
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
/** What words tell that stand beside a phrase, as bits. */
export const cuesByHash: ReadonlyMap<number, number> = cueBits

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

/** The hash of each word with which phrases begin. */
export const phraseStarts: readonly number[] = [...byFirst.keys()]
/** The phrases that begin with it, in the same order, the longest first. */
export const phrases: readonly (readonly Phrase[])[] = [...byFirst.values()]

function hashesOf(phrase: string): number[] {
  const bytes = encoder.encode(phrase)
  scratch.clear()
  scratch.fill(bytes, 0, bytes.length)
  return Array.from(scratch.hash.subarray(0, scratch.count))
}
