/** Turns the descriptions of national numbers into one table: length, separators and letters → the few numbers that fit. */
import type { Candidate } from './candidate.ts'
import type { Counts, NationalNumber } from './description.ts'
import { topicBits } from './dictionary.ts'

/** One way in which a number is written. */
export interface Way {
  readonly number: NationalNumber
  /** Where the number begins behind its country's letters. */
  readonly from: number
  /** Which characters stand behind a separator, bit by bit, and which separators these are, in order. */
  readonly gapBits: number
  readonly separators: readonly number[]
  /** Characters that stand for themselves: place and value, in turn. */
  readonly literals: readonly number[]
  /** How much must speak for it when it is written so. */
  readonly counts: Counts
  /** The same where other separators stand at the places of its own. */
  readonly countsAlike: Counts
  readonly form: 'bare' | 'printed' | 'prefixed'
  /** What general words tell it, as `topicBits`. */
  readonly topics: number
}

/** Ways of one length, with letters and separators at the same places. */
export interface Ways {
  readonly all: readonly Way[]
  /** Those that count where the text holds nothing else. */
  readonly byItself: readonly Way[]
  /** Those that count where no word tells anything: of most numbers nothing else needs to be asked. */
  readonly anywhere: readonly Way[]
}

/** The ways to write some numbers, by what a candidate looks like. */
export class WayTable {
  /** By length and separators. */
  readonly #groups = new Map<number, WayGroup>()

  constructor(numbers: readonly NationalNumber[]) {
    for (const number of numbers) {
      for (const form of number.forms.split('|')) this.#add(number, form, '')
      if (number.prefix === undefined) continue
      for (const form of number.forms.split('|')) {
        for (const link of ['', ' ', '-']) this.#add(number, form, number.prefix + link)
      }
    }
  }

  /** What the first `count` characters of a candidate may be; which separators they have is not looked at yet. */
  waysOf(candidate: Candidate, count: number): Ways | undefined {
    return this.#groups.get(keyOf(count, candidate.gapsIn(count)))?.waysOf(candidate.lettersIn(count))
  }

  #add(number: NationalNumber, form: string, prefix: string): void {
    const parsed = parse(prefix + form)
    const way: Way = {
      number,
      from: prefix.replace(/[ -]/, '').length,
      gapBits: parsed.gapBits,
      separators: parsed.separators,
      literals: parsed.literals,
      topics: number.topics.reduce((bits, topic) => bits | topicBits[topic], 0),
      ...countsOf(number, prefix !== '' ? 'prefixed' : parsed.gapBits === 0 ? 'bare' : 'printed'),
    }
    const key = keyOf(parsed.length, parsed.gapBits)
    const group = this.#groups.get(key) ?? new WayGroup()
    this.#groups.set(key, group)
    group.add(way, parsed)
  }
}

/**
 * Ways of one length with separators at the same places. A place that may hold either doubles the letters that fit: listing
 * them all costs tens of megabytes, while the ways share a handful of patterns, of which few sets ever fit together.
 */
class WayGroup {
  readonly #ways: Way[] = []
  /** The pattern of each way, as an index. */
  readonly #patternOf: number[] = []
  /** Places that hold a letter, and places that may hold a letter or a digit. */
  readonly #patterns: Pick<ParsedForm, 'letters' | 'either'>[] = []
  /** By the patterns that fit, bit by bit. */
  readonly #bySet = new Map<number, Ways>()
  /** Where there are no letters; null while nobody asked. */
  #ofDigits: Ways | undefined | null = null

  add(way: Way, { letters, either }: ParsedForm): void {
    let index = this.#patterns.findIndex((one) => one.letters === letters && one.either === either)
    if (index === -1) index = this.#patterns.push({ letters, either }) - 1
    if (index >= mostPatterns)
      throw new RangeError('Too many patterns of one length: their sets are kept as bits.')
    this.#ways.push(way)
    this.#patternOf.push(index)
  }

  waysOf(letters: number): Ways | undefined {
    // Most candidates are digits alone.
    if (letters !== 0) return this.#waysOf(letters)
    if (this.#ofDigits === null) this.#ofDigits = this.#waysOf(0)
    return this.#ofDigits
  }

  #waysOf(letters: number): Ways | undefined {
    let fitting = 0
    for (let index = 0; index < this.#patterns.length; index++) {
      const pattern = this.#patterns[index]!
      if ((letters & ~pattern.either) === pattern.letters) fitting |= 1 << index
    }
    return fitting === 0 ? undefined : (this.#bySet.get(fitting) ?? this.#gather(fitting))
  }

  #gather(fitting: number): Ways {
    const all = this.#ways.filter((_, index) => (fitting & (1 << this.#patternOf[index]!)) !== 0)
    const ways: Ways = {
      all,
      byItself: all.filter((way) => way.counts !== 'told' || way.countsAlike !== 'told'),
      anywhere: all.filter((way) => way.counts === 'anywhere' || way.countsAlike === 'anywhere'),
    }
    this.#bySet.set(fitting, ways)
    return ways
  }
}

/** Bits of a number that operators on it keep apart. */
const mostPatterns = 31

function countsOf(number: NationalNumber, form: Way['form']): Pick<Way, 'counts' | 'countsAlike' | 'form'> {
  const countsAlike = form === 'prefixed' ? (number.prefixed ?? number.counts) : number.counts
  const counts = form === 'printed' ? (number.printed ?? number.counts) : countsAlike
  return { counts, countsAlike, form }
}

function keyOf(length: number, gapBits: number): number {
  return length * (1 << 22) + gapBits
}

interface ParsedForm {
  length: number
  /** Places of letters, of separators, and of what may be a letter or a digit, bit by bit. */
  letters: number
  gapBits: number
  either: number
  separators: number[]
  literals: number[]
}

/** Reads the notation of `NationalNumber.forms`. */
function parse(form: string): ParsedForm {
  const parsed: ParsedForm = { length: 0, letters: 0, gapBits: 0, either: 0, separators: [], literals: [] }
  for (const character of form) {
    if (!/[0-9A-Za*]/.test(character)) {
      parsed.gapBits |= 1 << parsed.length
      parsed.separators.push(character.charCodeAt(0))
      continue
    }
    if (character === '*') parsed.either |= 1 << parsed.length
    else if (character === 'a') parsed.letters |= 1 << parsed.length
    else if (character !== '9') {
      const value = Number.parseInt(character, 36)
      if (value > 9) parsed.letters |= 1 << parsed.length
      parsed.literals.push(parsed.length, value)
    }
    parsed.length++
  }
  return parsed
}

const uniform = new Set([...' -.'].map((mark) => mark.charCodeAt(0)))

/**
 * How a candidate's separators fit a way: `exact`, `alike` where one and the same other separator stands at its places,
 * or null. Literals must stand where they belong.
 */
export function fits(candidate: Candidate, way: Way, count: number): 'exact' | 'alike' | null {
  if (candidate.gapsIn(count) !== way.gapBits) return null
  for (let index = 0; index < way.literals.length; index += 2) {
    if (candidate.values[way.literals[index]!] !== way.literals[index + 1]) return null
  }
  if (way.gapBits === 0) return 'exact'
  let isExact = true
  let isAlike = true
  let first = 0
  for (let index = 1, gap = 0; index < count; index++) {
    const separator = candidate.gaps[index]!
    if (separator === 0) continue
    if (first === 0) first = separator
    if (separator !== way.separators[gap++]) isExact = false
    if (separator !== first) isAlike = false
  }
  if (isExact) return 'exact'
  const wasAlike = way.separators.every((separator) => separator === way.separators[0])
  return isAlike && wasAlike && uniform.has(first) && uniform.has(way.separators[0]!) ? 'alike' : null
}
