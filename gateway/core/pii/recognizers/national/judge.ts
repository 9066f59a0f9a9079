/** Decides whether a candidate is a national number: by its form, its check digits, and the words beside it. */
import { type EntityDescription, type EntityType, entityTypes } from '../../entity.ts'
import type { Candidate } from './candidate.ts'
import type { Counts, NationalNumber, Topic } from './description.ts'
import { topicBits } from './dictionary.ts'
import { mayBeOrdinary } from './ordinary.ts'
import type { Surroundings } from './surroundings.ts'
import { fits, type Way, type Ways } from './table.ts'
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

const scores = {
  own: 0.95,
  topic: 0.85,
  uncheckedOwn: 0.8,
  uncheckedTopic: 0.7,
  broken: 0.5,
  anywhere: 0.7,
  alone: 0.35,
  aloneRare: 0.45,
}

/** Of so many random texts of its form at most one is such a number: no word right before it is needed. */
const strictForm = 10
/** Alone in a text, a number that one in so many random ones passes for is surer than a phone number of any form. */
const rare = 50
const rarerThanOrdinary = 500

/** The first `count` characters of a candidate, and what stands around them. */
export interface Case {
  candidate: Candidate
  count: number
  around: Surroundings
}

/** The best reading of a candidate as one of these ways, or null. */
export function judge(ways: Ways, { candidate, count, around }: Case): Reading | null {
  const end = candidate.ends[count - 1]!
  const isAlone = around.isAlone(end)
  const told = around.words(end)
  const words = told?.isOther ? null : told
  // Where another thing is told, or the number is a piece of a name, nothing but its own words could tell it.
  const mayBeUntold = told === null && !around.isTied
  if (words === null && !mayBeUntold) return null
  const list = words !== null ? ways.all : isAlone ? ways.byItself : ways.anywhere
  const isPlain = candidate.lettersIn(count) === 0 && candidate.gapsIn(count) === 0
  const isOrdinary = isPlain && mayBeOrdinary(candidate.values, count)
  let best: Reading | null = null
  const rivals: Reading[] = []
  for (const way of list) {
    const isTold = words !== null && mayBeTold(words, way)
    if (!isTold && !mayCount(way, { isAlone, isTied: around.isTied, isOrdinary })) continue
    const fit = fits(candidate, way, count)
    if (fit === null) continue
    const counts = fit === 'exact' ? way.counts : way.countsAlike
    const reading = readAs({ candidate, count, way, counts, words: isTold ? words : null, isAlone })
    if (reading === null) continue
    if (best !== null && reading.score === best.score && reading.type !== best.type)
      rivals.push(reading, best)
    if (best === null || isBetter(reading, best)) best = reading
  }
  return best && settle(best, rivals)
}

const maxNamedRivals = 3

/**
 * The best reading, with the others of its score named. Where only a general word tells (`tax number`), or check digits
 * tell no better of one country than of another, it is of the general type.
 */
function settle(best: Reading, all: readonly Reading[]): Reading {
  const rivals = all.filter(({ score, type }) => score === best.score && type !== best.type)
  if (rivals.length === 0) return best
  const names = new Set(rivals.map(({ type }) => `or:${type}`))
  best.reasons.push(...[...names].slice(0, maxNamedRivals))
  const general = generalOf(best.type)
  const isTopic = best.score === scores.topic && best.number.odds < rare
  const isOpen =
    isTopic || rivals.some((one) => one.number.odds === best.number.odds && generalOf(one.type) === general)
  return isOpen && general !== null ? { ...best, type: general } : best
}

function generalOf(type: EntityType): EntityType | null {
  const { kindOf }: EntityDescription = entityTypes[type]
  return kindOf === undefined ? null : (kindOf as EntityType)
}

interface Untold {
  isAlone: boolean
  isTied: boolean
  isOrdinary: boolean
}

/** Whether a number may count though no word tells it. */
function mayCount({ counts, number }: Way, { isAlone, isTied, isOrdinary }: Untold): boolean {
  if (isTied || (isOrdinary && number.odds < rarerThanOrdinary)) return false
  return isAlone || counts === 'anywhere'
}

/** Of two readings the surer; of those alike, the one that fewer random numbers would have. */
export function isBetter(one: Reading, other: Reading): boolean {
  if (one.score !== other.score) return one.score > other.score
  if (one.count !== other.count) return one.count > other.count
  return one.number.odds > other.number.odds
}

function mayBeTold(words: Telling, { number, topics }: Way): boolean {
  return (words.topics & topics) !== 0 || words.numbers.includes(number)
}

interface Fitting {
  candidate: Candidate
  count: number
  way: Way
  counts: Counts
  /** The words that may tell this number; null where there are none. */
  words: Telling | null
  isAlone: boolean
}

function readAs(fitting: Fitting): Reading | null {
  const { candidate, count, way } = fitting
  const { number, from } = way
  const { values } = candidate
  if (number.possible && !number.possible(values, from, count)) return null
  const passes = number.check === undefined ? null : number.check(values, from, count)
  const evidence = weigh(fitting, passes)
  if (evidence === null) return null
  const reasons = [`country:${number.pack}`, `form:${way.form}`]
  if (passes !== null) reasons.push(passes ? 'check-digits' : 'check-failed')
  if (evidence.reason !== null) reasons.push(evidence.reason)
  return { type: number.type, number, count, score: evidence.score, reasons }
}

interface Evidence {
  score: number
  reason: string | null
}

function weigh(
  { candidate, count, way, counts, words, isAlone }: Fitting,
  passes: boolean | null,
): Evidence | null {
  const { number } = way
  if (words !== null) {
    const isPlain = way.form === 'bare' && candidate.lettersIn(count) === 0
    const told = weighWords({ words, way, isPlain }, passes)
    if (told !== null) return told
  }
  const needed = passes === false ? number.unchecked : counts
  if (needed === 'anywhere') {
    return { score: passes === false ? scores.broken : (number.score ?? scores.anywhere), reason: null }
  }
  if (needed === undefined || needed === 'told' || !isAlone) return null
  return { score: number.odds < rare ? scores.alone : scores.aloneRare, reason: 'alone' }
}

function weighWords(
  { words, way, isPlain }: { words: Telling; way: Way; isPlain: boolean },
  passes: boolean | null,
): Evidence | null {
  const { number } = way
  if (words.numbers.includes(number)) {
    const reason = `word:${number.type}`
    if (passes !== false) return { score: passes ? scores.own : scores.uncheckedOwn, reason }
    // Digits alone may be anything; a form of its own, or the word right before them, tells a mistyped number.
    return words.isRight || !isPlain ? { score: scores.broken, reason } : null
  }
  const reason = `word:${number.topics.find((topic: Topic) => (topicBits[topic] & words.topics) !== 0)}`
  if (passes === true) return { score: scores.topic, reason }
  const isEnough = passes === null && (words.isRight || number.odds >= strictForm)
  return isEnough ? { score: scores.uncheckedTopic, reason } : null
}
