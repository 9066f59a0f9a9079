/** Walks over a text and says of each stretch worth it what every token is likely to be. */
import type { Finding } from '../entity.ts'
import { featureCount, Sight } from './features.ts'
import { Lattice } from './lattice.ts'
import { labelCount, type ProseModel } from './model.ts'
import { BLANK, hashWord, NEW_LINE, NOTHING, Tokens } from './tokens.ts'

/** How many tokens are looked at together; a longer text is read piece by piece. */
export const stretchTokens = 1024

const takenHashes: Partial<Record<string, number>> = { EMAIL: hashWord('email'), PHONE: hashWord('phone') }
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

  constructor(model: ProseModel) {
    this.#model = model
    this.lattice.setTransitions(model.transitions, model.scale)
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
      this.sight.look(this.#model.lists)
      const { count } = this.tokens
      const keep = stop < end ? lastClosed(this.sight.open, count) : count
      onStretch?.(keep)
      this.#tagRuns(keep, onRun)
      at = keep < count ? this.tokens.start[keep]! : stop
    }
  }

  #tagRuns(count: number, onRun: (from: number, to: number) => void): void {
    const { open } = this.sight
    for (let from = 0; from < count; from++) {
      if (open[from] === 0) continue
      let to = from + 1
      while (to < count && open[to] === 1) to++
      this.#score(from, to)
      this.lattice.weigh(to - from, null)
      onRun(from, to)
      from = to
    }
  }

  #score(from: number, to: number): void {
    const { weights, mask, scale } = this.#model
    const { scores } = this.lattice
    const { places } = this.sight
    for (let token = from; token < to; token++) {
      this.sight.describe(token, mask)
      let s0 = 0
      let s1 = 0
      let s2 = 0
      let s3 = 0
      let s4 = 0
      let s5 = 0
      let s6 = 0
      let s7 = 0
      for (let feature = 0; feature < featureCount; feature++) {
        const at = places[feature]! * labelCount
        s0 += weights[at]!
        s1 += weights[at + 1]!
        s2 += weights[at + 2]!
        s3 += weights[at + 3]!
        s4 += weights[at + 4]!
        s5 += weights[at + 5]!
        s6 += weights[at + 6]!
        s7 += weights[at + 7]!
      }
      const at = (token - from) * labelCount
      scores[at] = s0 * scale
      scores[at + 1] = s1 * scale
      scores[at + 2] = s2 * scale
      scores[at + 3] = s3 * scale
      scores[at + 4] = s4 * scale
      scores[at + 5] = s5 * scale
      scores[at + 6] = s6 * scale
      scores[at + 7] = s7 * scale
    }
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
