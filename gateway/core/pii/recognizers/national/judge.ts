/** Decides whether a candidate is a national number: by its form, its check digits, and the words beside it. */
import { type EntityDescription, type EntityType, entityTypes } from '../../entity.ts'
import type { Candidate } from './candidate.ts'
import type { Counts, NationalNumber, Topic } from './description.ts'
import { topicBits } from './dictionary.ts'
import type { Tie } from './edges.ts'
import { mayBeOrdinary } from './ordinary.ts'
import { isStrong, rarerThanOrdinary, strictForm } from './strength.ts'
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
  /** Whether its own word tells it, a general one such as `tax number`, or none. */
  word: 'own' | 'topic' | 'none'
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

/** Alone in a text, a number that one in so many random ones passes for is surer than a phone number of any form. */
const rare = 50
/** Among columns of figures. */
const rareAmongSums = 200

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
  const other = told?.isOther ? told : null
  const words = other === null ? told : null
  // In the midst of a name nothing but its own words could tell it, nor digits where a phone is told.
  if (words === null && (around.isTied || (other?.isOfDigits && candidate.lettersIn(count) === 0)))
    return null
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
    const reading = readAs({
      candidate,
      count,
      way,
      counts,
      words: isTold ? words : null,
      isOther: other !== null,
      isAlone,
    })
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

/**
 * Whether enough speaks for a reading that digits over a space beside it are another number: `BSN 111 222 333 2024`. Its own word tells
 * how long it is; a general one, or digits before it, leave that open, unless check digits agree. Without a word, these must be
 * such that hardly any other number has them.
 */
export function outweighs({ word, score, number }: Reading, tie: Tie): boolean {
  if (tie === 'none') return true
  if (tie === 'firm') return false
  if (score >= scores.topic || (word === 'own' && tie === 'space-behind')) return true
  return word === 'none' && tie === 'space-behind' && number.odds >= rareAmongSums && score >= scores.anywhere
}

interface Fitting {
  candidate: Candidate
  count: number
  way: Way
  counts: Counts
  /** The words that may tell this number; null where there are none. */
  words: Telling | null
  /** Another thing is told. */
  isOther: boolean
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
  return { type: number.type, number, count, score: evidence.score, reasons, word: evidence.word }
}

interface Evidence extends Pick<Reading, 'score' | 'word'> {
  reason: string | null
}

function weigh(
  { candidate, count, way, counts, words, isOther, isAlone }: Fitting,
  passes: boolean | null,
): Evidence | null {
  if (isOther && !isStrong({ candidate, count, way, passes })) return null
  const { number } = way
  if (words !== null) {
    const isPlain = way.form === 'bare' && candidate.lettersIn(count) === 0
    const told = weighWords({ words, way, isPlain }, passes)
    if (told !== null) return told
  }
  const needed = passes === false ? number.unchecked : counts
  if (needed === 'anywhere') {
    return {
      score: passes === false ? scores.broken : (number.score ?? scores.anywhere),
      reason: null,
      word: 'none',
    }
  }
  if (needed === undefined || needed === 'told' || !isAlone) return null
  return { score: number.odds < rare ? scores.alone : scores.aloneRare, reason: 'alone', word: 'none' }
}

function weighWords(
  { words, way, isPlain }: { words: Telling; way: Way; isPlain: boolean },
  passes: boolean | null,
): Evidence | null {
  const { number } = way
  if (words.numbers.includes(number)) {
    const reason = `word:${number.type}`
    if (passes !== false) return { score: passes ? scores.own : scores.uncheckedOwn, reason, word: 'own' }
    // Digits alone may be anything; a form of its own, or the word right before them, tells a mistyped number.
    return words.isRight || !isPlain ? { score: scores.broken, reason, word: 'own' } : null
  }
  const reason = `word:${number.topics.find((topic: Topic) => (topicBits[topic] & words.topics) !== 0)}`
  if (passes === true) return { score: scores.topic, reason, word: 'topic' }
  const isEnough = passes === null && (words.isRight || number.odds >= strictForm)
  return isEnough ? { score: scores.uncheckedTopic, reason, word: 'topic' } : null
}
