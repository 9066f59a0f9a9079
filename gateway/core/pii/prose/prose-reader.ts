/** Finds names, postal addresses and words of the special categories in free text. */
import type { Finding, TextWindow } from '../entity.ts'
import { findToldPasswords } from '../recognizers/secrets/told-password.ts'
import type { Prose } from '../recognizers/told/prose-words.ts'
import { findToldPersons } from '../recognizers/told/told-person.ts'
import { ToldWords } from '../recognizers/told/told-roles.ts'
import { SpecialFinder } from '../special/special-finder.ts'
import { findStreets } from './address-rules.ts'
import { CODE, TAKEN } from './forms.ts'
import { TOLD } from './known-words.ts'
import { readModel } from './model.ts'
import { findNamed } from './name-rules.ts'
import { PlainEngine } from './plain-engine.ts'
import type { Sight } from './sight.ts'
import { addSpans, type Thresholds } from './spans.ts'
import { longestProse, Tagger } from './tagger.ts'
import { makeVectorEngine } from './vector-engine.ts'

const thresholds: Thresholds = {
  wholePerson: 0.1,
  person: 0.2,
  plainPerson: 0.6,
  pair: 0.2,
  wordPerson: 0.3,
  firstName: 0.3,
  smallPerson: 0.8,
  address: 0.3,
  plainAddress: 0.7,
  sureAddress: 0.5,
  besideAddress: { address: 0.02, plainAddress: 0.03 },
}

export interface ProseReader {
  /**
   * Appends what it finds in `text`, which is final and whole, to `out`, whose findings keep their place: nothing is put
   * over them, and `out` stays sorted by start.
   */
  read(text: TextWindow, out: Finding[]): void
}

/** `model`: the bytes of a file that `scripts/prose/train.ts` wrote. */
export function createProseReader(model: Uint8Array): ProseReader {
  const known = readModel(model)
  return proseReaderOf(new Tagger(makeVectorEngine(known) ?? new PlainEngine(known)))
}

export function proseReaderOf(tagger: Tagger): ProseReader {
  const { sight, likelihood } = tagger.engine
  const special = new SpecialFinder(sight)
  return {
    read({ bytes, start, end }, out) {
      const found: Finding[] = []
      const told = new ToldWords()
      const prose = { bytes, start, end: Math.min(end, start + longestProse) }
      tagger.tag(prose, out, {
        onStretch: (count) => {
          noteTold(sight, count, prose, told)
          special.find(bytes, count, found)
          findStreets(sight, count, found)
          findNamed(sight, count, bytes, found)
        },
        onRun: (from, to) => {
          addSpans(sight, { from, to, likelihood, bytes }, thresholds, found)
        },
      })
      if (told.passwords.length > 0) findToldPasswords(prose, told.passwords, found)
      if (told.persons.length > 0) findToldPersons(prose, told.persons, found)
      if (found.length > 0) merge(found, out)
    },
  }
}

const mayHoldWords = (1 << CODE) | (1 << TAKEN)

/** Among the first `count` tokens. */
function noteTold(sight: Sight, count: number, text: Prose, told: ToldWords): void {
  if ((sight.knownSeen & TOLD) === 0 && (sight.formsSeen & mayHoldWords) === 0) return
  const { form, start, end } = sight.tokens
  for (let mark = 0; mark < sight.markCount; mark++) {
    const index = sight.marks[mark]!
    if (index >= count) return
    if ((sight.known[index]! & TOLD) !== 0 || (mayHoldWords & (1 << form[index]!)) !== 0)
      told.note(text, start[index]!, end[index]!)
  }
}

/** A phrase of a lexicon stands in its context, and a street has its number: they are surer than a doubtful name. */
function weight({ type, score }: Finding): number {
  return type === 'PERSON' ? score : score + 0.5
}

/** Of two that overlap, what was there stays, and else the surer one. */
function merge(found: Finding[], out: Finding[]): void {
  const kept = out.slice()
  found.sort((one, other) => one.start - other.start)
  out.length = 0
  let next = 0
  // What stood there is behind the one that was put last, or is it.
  for (const one of found) {
    while (next < kept.length && kept[next]!.start < one.end) out.push(kept[next++]!)
    const before = out.at(-1)
    if (before === undefined || before.end <= one.start) out.push(one)
    else if (before !== kept[next - 1]) replaceLast(out, before, one)
  }
  while (next < kept.length) out.push(kept[next++]!)
}

/** Two readings of one address, or of one name, are one, as far as both reach. */
function replaceLast(out: Finding[], before: Finding, one: Finding): void {
  const isSame = before.type === one.type && (one.type === 'ADDRESS' || one.type === 'PERSON')
  const surer = before.score < one.score ? one : before
  if (isSame) {
    out[out.length - 1] = {
      type: one.type,
      start: before.start,
      end: Math.max(before.end, one.end),
      score: Math.max(before.score, one.score),
      reasons: [...new Set([...surer.reasons, ...before.reasons, ...one.reasons])],
    }
  } else if (weight(before) < weight(one)) out[out.length - 1] = one
}
