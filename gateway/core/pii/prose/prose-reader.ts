/** Finds names, postal addresses and words of the special categories in free text. */
import type { Finding, TextWindow } from '../entity.ts'
import { findToldPasswords } from '../recognizers/secrets/told-password.ts'
import { findToldPersons } from '../recognizers/told/told-person.ts'
import { ToldWords } from '../recognizers/told/told-roles.ts'
import { SpecialFinder } from '../special/special-finder.ts'
import { findStreets } from './address-rules.ts'
import { CODE, TAKEN } from './forms.ts'
import { TOLD } from './known-words.ts'
import { readModel } from './model.ts'
import { findNamed } from './name-rules.ts'
import { NameWords } from './name-words.ts'
import { findByNeighbours } from './neighbour-rules.ts'
import { PlainEngine } from './plain-engine.ts'
import type { Sight } from './sight.ts'
import { addSpans, type Thresholds } from './spans.ts'
import { longestProse, type ProseText, Tagger, type TagListener } from './tagger.ts'
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
  /** False where the words of a short text speak against its being somebody's name. */
  mayBeName(text: TextWindow): boolean
}

/** `model`: the bytes of a file that `scripts/prose/train.ts` wrote. */
export function createProseReader(model: Uint8Array): ProseReader {
  const known = readModel(model)
  const tagger = new Tagger(makeVectorEngine(known) ?? new PlainEngine(known))
  return proseReaderOf(tagger, new NameWords(known.lists))
}

export function proseReaderOf(tagger: Tagger, names: NameWords | null = null): ProseReader {
  return new TaggedProse(tagger, names)
}

/** One text after another; most have nothing in them, so that nothing is made anew for each. */
class TaggedProse implements ProseReader, TagListener {
  readonly #tagger: Tagger
  readonly #names: NameWords | null
  readonly #special: SpecialFinder
  readonly #found: Finding[] = []
  #text: ProseText = noText
  /** null where nothing may tell of anybody yet. */
  #told: ToldWords | null = null

  constructor(tagger: Tagger, names: NameWords | null) {
    this.#tagger = tagger
    this.#names = names
    this.#special = new SpecialFinder(tagger.engine.sight)
  }

  read(text: TextWindow, out: Finding[]): void {
    const { bytes, start, end } = text
    const found = this.#found
    const prose = end - start <= longestProse ? text : { bytes, start, end: start + longestProse }
    this.#text = prose
    this.#told = null
    found.length = 0
    try {
      this.#tagger.tag(prose, out, this)
    } finally {
      this.#text = noText
    }
    if (this.#told !== null) findTold(prose, this.#told, found)
    if (found.length > 0) merge(found, out)
    found.length = 0
  }

  mayBeName(text: TextWindow): boolean {
    return this.#names?.mayBeName(text) === true
  }

  onStretch(count: number): void {
    const { sight } = this.#tagger.engine
    const { bytes } = this.#text
    if (sight.markCount === 0) return
    this.#noteTold(sight, count)
    this.#special.find(bytes, count, this.#found)
    findStreets(sight, count, this.#found)
    findNamed(sight, count, bytes, this.#found)
    findByNeighbours(sight, count, this.#found)
  }

  onRun(from: number, to: number): void {
    const { sight, likelihood } = this.#tagger.engine
    addSpans(sight, { from, to, likelihood, bytes: this.#text.bytes }, thresholds, this.#found)
  }

  /** Among the first `count` tokens. */
  #noteTold(sight: Sight, count: number): void {
    if ((sight.knownSeen & TOLD) === 0 && (sight.formsSeen & mayHoldWords) === 0) return
    const { form, start, end } = sight.tokens
    for (let mark = 0; mark < sight.markCount; mark++) {
      const index = sight.marks[mark]!
      if (index >= count) return
      if ((sight.known[index]! & TOLD) === 0 && (mayHoldWords & (1 << form[index]!)) === 0) continue
      this.#told ??= new ToldWords()
      this.#told.note(this.#text, start[index]!, end[index]!)
    }
  }
}

const noText: ProseText = { bytes: new Uint8Array(0), start: 0, end: 0 }
const mayHoldWords = (1 << CODE) | (1 << TAKEN)

function findTold(text: ProseText, { passwords, persons }: ToldWords, found: Finding[]): void {
  if (passwords.length > 0) findToldPasswords(text, passwords, found)
  if (persons.length > 0) findToldPersons(text, persons, found)
}

/** A phrase of a lexicon stands in its context, and a street has its number: they are surer than a doubtful name. */
function weight({ type, score }: Finding): number {
  return type === 'PERSON' ? score : score + 0.5
}

const none: readonly Finding[] = []

/** Of two that overlap, what was there stays, and else the surer one. */
function merge(found: Finding[], out: Finding[]): void {
  if (found.length > 1) found.sort((one, other) => one.start - other.start)
  const kept = out.length === 0 ? none : out.slice()
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
      reasons: united(surer.reasons, surer === one ? before.reasons : one.reasons),
    }
  } else if (weight(before) < weight(one)) out[out.length - 1] = one
}

/** Each reason once, the first ones first. */
function united(first: readonly string[], more: readonly string[]): string[] {
  const all = first.slice()
  for (const reason of more) if (!all.includes(reason)) all.push(reason)
  return all
}
