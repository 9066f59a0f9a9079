/** Walks over a text and says of each stretch worth it what every token is likely to be. */
import type { Finding } from '../entity.ts'
import { Features, featureCount, placeOfFeature } from './features.ts'
import { BLANK, NEW_LINE, NOTHING } from './forms.ts'
import { Lattice } from './lattice.ts'
import { labelCount, type ProseModel, weightBias } from './model.ts'
import { Sight } from './sight.ts'
import { hashWord, Tokens } from './tokens.ts'
import { WordLook, type Words } from './word-look.ts'

/** How many tokens are looked at together; a longer text is read piece by piece. */
export const stretchTokens = 1024

const takenHashes: Partial<Record<string, number>> = { EMAIL: hashWord('email'), PHONE: hashWord('phone') }
const allBiases = featureCount * weightBias
const takenOther = hashWord('number')

export interface TagListener {
  /** Once for each stretch, with the number of its tokens, before its runs. */
  onStretch?: (count: number) => void
  /**
   * For each run of tokens that may hold entities, with the index of its first and behind its last one:
   * `lattice.likelihood` then tells of them, from 0.
   */
  onRun: (from: number, to: number) => void
}

export class Tagger {
  readonly tokens = new Tokens(stretchTokens)
  readonly sight = new Sight(this.tokens)
  readonly lattice = new Lattice(stretchTokens)
  readonly #model: ProseModel
  readonly #words: Words
  readonly #features = new Features(this.sight)

  /** `words`: by default most are passed over; that nothing is missed so is for a test to show. */
  constructor(model: ProseModel, words: Words = new WordLook(model.lists)) {
    this.#model = model
    this.lattice.setTransitions(model.transitions, model.scale)
    this.#words = words
  }

  /**
   * Looks at `bytes[start, end)`; `taken` are findings in order that stand fast.
   */
  tag(
    text: { bytes: Uint8Array; start: number; end: number },
    taken: readonly Finding[],
    { onStretch, onRun }: TagListener,
  ): void {
    const { bytes, end } = text
    let at = text.start
    let next = 0
    while (at < end) {
      while (next < taken.length && taken[next]!.end <= at) next++
      const stop = fillAround(this.tokens, { bytes, start: at, end }, taken, next)
      this.sight.look(this.#words)
      const { count } = this.tokens
      const keep = stop < end ? lastClosed(this.sight.open, count) : count
      onStretch?.(keep)
      this.#tagRuns(keep, onRun)
      at = keep < count ? this.tokens.start[keep]! : stop
    }
    this.tokens.clear()
  }

  #tagRuns(count: number, onRun: (from: number, to: number) => void): void {
    const { open, opened, openedCount } = this.sight
    let to = 0
    for (let each = 0; each < openedCount; each++) {
      const from = opened[each]!
      if (from >= count) return
      if (from < to || open[from] === 0) continue
      to = from + 1
      while (to < count && open[to] === 1) to++
      this.#score(from, to)
      this.lattice.weigh(to - from, null)
      onRun(from, to)
    }
  }

  #score(from: number, to: number): void {
    const { pairs, mask } = this.#model
    const { values } = this.#features
    this.#features.begin(from, to)
    for (let token = from; token < to; token++) {
      this.#features.describe(token)
      let s01 = 0
      let s23 = 0
      let s45 = 0
      let s67 = 0
      for (let feature = 0; feature < featureCount; feature++) {
        const at = placeOfFeature(feature, values[feature]!, mask) << 2
        s01 = (s01 + pairs[at]!) | 0
        s23 = (s23 + pairs[at + 1]!) | 0
        s45 = (s45 + pairs[at + 2]!) | 0
        s67 = (s67 + pairs[at + 3]!) | 0
      }
      const at = (token - from) * labelCount
      this.#unpair(at, s01)
      this.#unpair(at + 2, s23)
      this.#unpair(at + 4, s45)
      this.#unpair(at + 6, s67)
    }
  }

  #unpair(at: number, sums: number): void {
    const { scores } = this.lattice
    const { scale } = this.#model
    scores[at] = ((sums & 0xffff) - allBiases) * scale
    scores[at + 1] = ((sums >>> 16) - allBiases) * scale
  }
}

/** Fills `tokens` from `text.start` on, with one token for each of `taken` from `first` on; returns where it stopped. */
export function fillAround(
  tokens: Tokens,
  text: { bytes: Uint8Array; start: number; end: number },
  taken: readonly Finding[],
  first: number,
): number {
  const { bytes, end } = text
  let at = text.start
  let next = first
  let gap = NEW_LINE
  tokens.clear()
  while (at < end && tokens.count < tokens.capacity) {
    const one = next < taken.length ? taken[next]! : null
    if (one === null || one.start > at) {
      const stop = one === null ? end : Math.min(end, one.start)
      const before = tokens.count
      at = tokens.fill(bytes, at, stop, gap)
      if (at < stop || one === null) continue
      gap = gapBefore(bytes, tokens.count > before ? tokens.end[tokens.count - 1]! : at, at)
    } else {
      const last = Math.max(one.end, at)
      tokens.addTaken(Math.max(one.start, at), last, takenHashes[one.type] ?? takenOther, gap)
      at = last
      next++
      gap = NOTHING
    }
  }
  return at
}

function gapBefore(bytes: Uint8Array, from: number, to: number): number {
  let gap = NOTHING
  for (let at = from; at < to; at++) {
    if (bytes[at] === 0x0a) return NEW_LINE
    gap = BLANK
  }
  return gap
}

/** Where a stretch may be cut without cutting through a run: behind its last token that is none, if one is near. */
function lastClosed(open: Uint8Array, count: number): number {
  for (let index = count - 1; index > count >> 1; index--) if (open[index] === 0) return index + 1
  return count
}
