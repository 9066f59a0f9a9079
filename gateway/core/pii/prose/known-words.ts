/** All words that anybody who reads prose asks for, in one table: so a word is looked up once, whoever wants it. */
import { toldHashes } from '../recognizers/told/told-roles.ts'
import { cuesByHash, phraseStarts } from '../special/phrase-list.ts'
import { wordClasses } from './vocabulary.ts'
import { WordTable } from './word-table.ts'

/** What is known of a word, as bits: its class (`vocabulary.ts`), */
export const CLASS = 0x1f
/** what it tells of a special category beside it (`special/lexicon.ts`), */
const cueShift = 5
const CUES = 0xff
/** whether ages, user names or passwords are told by it, */
export const TOLD = 0x2000
/** and which phrases begin with it; 0: none. */
const phraseShift = 14

const known = new Map<number, number>()
for (const [hash, wordClass] of wordClasses) if (!known.has(hash)) known.set(hash, wordClass)
for (const [hash, cues] of cuesByHash) known.set(hash, (known.get(hash) ?? 0) | (cues << cueShift))
for (const hash of toldHashes) known.set(hash, (known.get(hash) ?? 0) | TOLD)
for (const [index, hash] of phraseStarts.entries())
  known.set(hash, (known.get(hash) ?? 0) | ((index + 1) << phraseShift))

export const knownWords: WordTable = new WordTable(known)
/** The same, for whoever asks every word. */
export const knownHashes: ReadonlyMap<number, number> = known

/** `bits` is what `knownWords` has for a word. */
export function cuesOf(bits: number): number {
  return (bits >>> cueShift) & CUES
}

/** Above 0 where a phrase begins with the word: its place in `phraseStarts`, counted from 1. */
export function phraseOf(bits: number): number {
  return bits >>> phraseShift
}
