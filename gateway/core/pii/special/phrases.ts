/** Finds phrases of the lexicons in a stretch of tokens, and asks whether what they need stands near. */
import { CAPITALS, TITLE } from '../prose/forms.ts'
import { phraseOf } from '../prose/known-words.ts'
import type { Tokens } from '../prose/tokens.ts'
import { cues, type LexiconEntry } from './lexicon.ts'
import { type Phrase, phrases } from './phrase-list.ts'
import type { Surroundings } from './surroundings.ts'

/** Calls `onPhrase` for each phrase that stands in the stretch with what it needs; phrases do not overlap. */
export function findPhrases(
  around: Surroundings,
  stretch: { bytes: Uint8Array; count: number },
  onPhrase: (from: number, to: number, entry: LexiconEntry) => void,
): void {
  const { marks, markCount, known } = around.sight
  let next = 0
  for (let mark = 0; mark < markCount; mark++) {
    const index = marks[mark]!
    if (index >= stretch.count) return
    const starts = phraseOf(known[index]!)
    if (starts === 0 || index < next) continue
    const phrase = phraseAt(around, stretch, index, phrases[starts - 1]!)
    if (phrase === null) continue
    next = index + phrase.hashes.length
    onPhrase(index, next, phrase.entry)
  }
}

function phraseAt(
  around: Surroundings,
  { bytes, count }: { bytes: Uint8Array; count: number },
  index: number,
  candidates: readonly Phrase[],
): Phrase | null {
  for (const candidate of candidates) {
    const to = index + candidate.hashes.length
    if (to > count || !standsAt(around.sight.tokens, index, candidate.hashes)) continue
    if (isMeant(around, { index, to, count, bytes }, candidate)) return candidate
  }
  return null
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
  const { form, gap } = around.sight.tokens
  if (
    entry.notBeforeName === true &&
    to < count &&
    gap[to] === 1 &&
    (form[to] === TITLE || form[to] === CAPITALS)
  )
    return false
  if (needs === 0) return true
  if (entry.notAsked === true && around.asks(bytes, index, count)) return false
  // In a form the label says it all, and whose form it is is said elsewhere.
  const label = around.labelAt(bytes, index)
  const telling = needs & ~cues.person
  if ((label & (telling | cues.belief)) !== 0) return true
  return (around.around(bytes, { from: index, to, count }, entry) & needs) === needs
}
