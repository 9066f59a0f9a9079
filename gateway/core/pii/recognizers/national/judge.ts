/** Decides whether a candidate is a national number: by its form, its check digits, and the words beside it. */
import type { EntityType } from '../../entity.ts'
import type { Candidate } from './candidate.ts'
import type { Counts, NationalNumber } from './description.ts'
import { fits, type Way, type WayTable } from './table.ts'
import type { Telling } from './words.ts'

/** One reading of a candidate. */
export interface Reading {
  type: EntityType
  number: NationalNumber
  /** Characters that belong to it. */
  count: number
  score: number
  reasons: string[]
}

/** What is known about a candidate besides its characters; words are looked for only when they decide something. */
export interface Surroundings {
  /** Nothing else stands in the text. */
  isAlone: boolean
  /** A piece of a dashed name, a path, a sum of money: only words tell a number there. */
  isTied: boolean
  words: () => Telling | null
}

const scores = {
  own: 0.95,
  topic: 0.85,
  uncheckedOwn: 0.8,
  uncheckedTopic: 0.7,
  broken: 0.5,
  anywhere: 0.7,
  alone: 0.35,
}

/** Of so many random texts of its form at most one is such a number: no word right before it is needed. */
const strictForm = 10

/** The best reading of the first `count` characters, or null. */
export function judge(
  { table, candidate, count }: { table: WayTable; candidate: Candidate; count: number },
  around: Surroundings,
): Reading | null {
  const ways = table.waysOf(candidate, count)
  if (ways === undefined) return null
  let best: Reading | null = null
  for (const way of around.words() === null ? ways.untold : ways.all) {
    const fit = fits(candidate, way, count)
    if (fit === null) continue
    const reading = readAs({ candidate, count, way, isExact: fit === 'exact' }, around)
    if (reading && (best === null || isBetter(reading, best))) best = reading
  }
  return best
}

/** Of two readings the surer; of those alike, the one that fewer random numbers would have. */
export function isBetter(one: Reading, other: Reading): boolean {
  if (one.score !== other.score) return one.score > other.score
  if (one.count !== other.count) return one.count > other.count
  return one.number.odds > other.number.odds
}

interface Fitting {
  candidate: Candidate
  count: number
  way: Way
  isExact: boolean
}

function readAs({ candidate, count, way, isExact }: Fitting, around: Surroundings): Reading | null {
  const { number, from } = way
  const counts = isExact ? way.counts : way.countsAlike
  const needsWords = counts === 'told' || (counts === 'by-itself' && !around.isAlone) || around.isTied
  if (needsWords && !mayBeTold(around.words(), number)) return null
  const { values } = candidate
  if (number.possible && !number.possible(values, from, count)) return null
  const isPlain = way.form === 'bare' && candidate.lettersIn(count) === 0
  if (isPlain && number.odds < rarerThanMoments && isMoment(candidate, count) && needsNothing(around))
    return null
  const passes = number.check === undefined ? null : number.check(values, from, count)
  const evidence = weigh({ number, passes, counts, isPlain }, around)
  if (evidence === null) return null
  const reasons = [`country:${number.pack}`, `form:${way.form}`]
  if (passes !== null) reasons.push(passes ? 'check-digits' : 'check-failed')
  reasons.push(...evidence.reasons)
  return { type: number.type, number, count, score: evidence.score, reasons }
}

function needsNothing({ words }: Surroundings): boolean {
  return words() === null
}

const rarerThanMoments = 500

/** Seconds or milliseconds since 1970, from 2010 to 2035: the most frequent numbers of ten and thirteen digits there are. */
function isMoment({ values }: Candidate, count: number): boolean {
  if (count !== 10 && count !== 13) return false
  const lead = values[0]! * 100 + values[1]! * 10 + values[2]!
  return lead >= 126 && lead <= 205
}

function mayBeTold(words: Telling | null, number: NationalNumber): boolean {
  if (words === null || words.isOther) return false
  return words.numbers.has(number) || number.topics.some((topic) => words.topics.has(topic))
}

interface Checked {
  number: NationalNumber
  passes: boolean | null
  counts: Counts
  /** Digits alone, as other numbers are. */
  isPlain: boolean
}

function weigh(
  { number, passes, counts, isPlain }: Checked,
  around: Surroundings,
): { score: number; reasons: string[] } | null {
  const words = around.words()
  const told = words === null || words.isOther ? null : toldBy(words, number)
  if (told !== null && words !== null) {
    if (passes === true) return { score: scores[told.kind], reasons: [told.reason] }
    if (passes === null) {
      if (told.kind === 'own') return { score: scores.uncheckedOwn, reasons: [told.reason] }
      if (words.isRight || number.odds >= strictForm)
        return { score: scores.uncheckedTopic, reasons: [told.reason] }
    } else if (told.kind === 'own' && (words.isRight || !isPlain))
      return { score: scores.broken, reasons: [told.reason] }
  }
  if (around.isTied) return null
  const needed = passes === false ? number.unchecked : counts
  if (needed === 'anywhere' && !words?.isOther) {
    return { score: passes === false ? scores.broken : (number.score ?? scores.anywhere), reasons: [] }
  }
  if (needed === undefined || needed === 'told' || !around.isAlone) return null
  return { score: scores.alone, reasons: ['alone'] }
}

function toldBy(words: Telling, number: NationalNumber): { kind: 'own' | 'topic'; reason: string } | null {
  if (words.numbers.has(number)) return { kind: 'own', reason: `word:${number.type}` }
  const topic = number.topics.find((one) => words.topics.has(one))
  return topic === undefined ? null : { kind: 'topic', reason: `word:${topic}` }
}
