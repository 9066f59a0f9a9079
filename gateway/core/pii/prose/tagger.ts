/** Walks over a text and says of each stretch worth it what every token is likely to be. */
import type { Finding } from '../entity.ts'
import { BLANK, NEW_LINE, NOTHING } from './forms.ts'
import type { Sight } from './sight.ts'
import { hashWord, type Tokens } from './tokens.ts'

/** A text is read up to here: at most 256 KiB of prose in one string, which bounds the time that one may take. */
export const longestProse = 262_144

/** How many tokens are looked at together; a longer text is read piece by piece. */
export const stretchTokens = 1024

const takenHashes: Partial<Record<string, number>> = { EMAIL: hashWord('email'), PHONE: hashWord('phone') }
const takenOther = hashWord('number')

/** Computes, stretch by stretch, what `Tagger` tells: `PlainEngine`, or the same in vector code. */
export interface TaggerEngine {
  readonly tokens: Tokens
  readonly sight: Sight
  /** Of token × label, from the first token of the run on that was weighed last. */
  readonly likelihood: Float64Array
  /** Stretches of this text follow, whose tokens are filled in next. */
  begin(text: ProseText): void
  /** Looks at the tokens that were filled in. */
  look(): void
  /** Fills `likelihood` of the open tokens `[from, to)`. */
  weigh(from: number, to: number): void
  /** Forgets the text. */
  end(): void
}

/** At most `longestProse` of it. */
export interface ProseText {
  readonly bytes: Uint8Array
  readonly start: number
  readonly end: number
}

export interface TagListener {
  /** Once for each stretch, with the number of its tokens, before its runs. */
  onStretch?(count: number): void
  /**
   * For each run of tokens that may hold entities, with the index of its first and behind its last one:
   * `likelihood` of the engine then tells of them, from 0.
   */
  onRun(from: number, to: number): void
}

export class Tagger {
  readonly engine: TaggerEngine

  constructor(engine: TaggerEngine) {
    this.engine = engine
  }

  /** `taken` are findings in order that stand fast. */
  tag(text: ProseText, taken: readonly Finding[], listener: TagListener): void {
    this.engine.begin(text)
    try {
      this.#walk(text, taken, listener)
    } finally {
      this.engine.end()
    }
  }

  #walk(text: ProseText, taken: readonly Finding[], listener: TagListener): void {
    const { bytes, end } = text
    const { tokens, sight } = this.engine
    let at = text.start
    let next = 0
    while (at < end) {
      while (next < taken.length && taken[next]!.end <= at) next++
      const stop = fillAround(tokens, { bytes, start: at, end }, taken, next)
      this.engine.look()
      const { count } = tokens
      const keep = stop < end ? lastClosed(sight.open, count) : count
      listener.onStretch?.(keep)
      this.#tagRuns(keep, listener)
      at = keep < count ? tokens.start[keep]! : stop
    }
  }

  #tagRuns(count: number, listener: TagListener): void {
    const { open, opened, openedCount } = this.engine.sight
    let to = 0
    for (let each = 0; each < openedCount; each++) {
      const from = opened[each]!
      if (from >= count) return
      if (from < to || open[from] === 0) continue
      to = from + 1
      while (to < count && open[to] === 1) to++
      this.engine.weigh(from, to)
      listener.onRun(from, to)
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
