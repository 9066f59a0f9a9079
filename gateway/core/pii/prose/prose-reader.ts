/** Finds names, postal addresses and words of the special categories in free text. */
import type { Finding, TextWindow } from '../entity.ts'
import { SpecialFinder } from '../special/special-finder.ts'
import { readModel } from './model.ts'
import { addSpans, type Thresholds } from './spans.ts'
import { Tagger } from './tagger.ts'

/** A text is read up to here: at most 256 KiB of prose in one string, which bounds the time that one may take. */
export const longestProse = 262_144

const thresholds: Thresholds = { person: 0.4, smallPerson: 0.7, address: 0.4 }

export interface ProseReader {
  /**
   * Appends what it finds in `text`, which is final and whole, to `out`, whose findings keep their place: nothing is put
   * over them, and `out` stays sorted by start.
   */
  read(text: TextWindow, out: Finding[]): void
}

/** `model`: the bytes of a file that `scripts/prose/train.ts` wrote. */
export function createProseReader(model: Uint8Array): ProseReader {
  return proseReaderOf(new Tagger(readModel(model)))
}

export function proseReaderOf(tagger: Tagger): ProseReader {
  const special = new SpecialFinder(tagger.sight)
  return {
    read({ bytes, start, end }, out) {
      const found: Finding[] = []
      tagger.tag({ bytes, start, end: Math.min(end, start + longestProse) }, out, {
        onStretch: (count) => special.find(bytes, count, found),
        onRun: (from, to) => {
          addSpans(tagger.sight, { from, to, likelihood: tagger.lattice.likelihood }, thresholds, found)
        },
      })
      if (found.length > 0) merge(found, out)
    },
  }
}

/** Of two that overlap, what was there stays, and else the surer one. */
function merge(found: Finding[], out: Finding[]): void {
  const kept = out.slice()
  found.sort((one, other) => other.score - one.score || one.start - other.start)
  const placed: Finding[] = []
  for (const one of found) {
    if (!overlaps(placed, one)) placed.splice(firstBehind(placed, one.start), 0, one)
  }
  out.length = 0
  let next = 0
  for (const one of placed) {
    while (next < kept.length && kept[next]!.start < one.start) out.push(kept[next++]!)
    const before = out.at(-1)
    const after = kept[next]
    if ((before === undefined || before.end <= one.start) && (after === undefined || one.end <= after.start))
      out.push(one)
  }
  while (next < kept.length) out.push(kept[next++]!)
}

/** `sorted` is in order of start and without overlaps. */
function overlaps(sorted: readonly Finding[], { start, end }: Finding): boolean {
  const at = firstBehind(sorted, start)
  return (at < sorted.length && sorted[at]!.start < end) || (at > 0 && sorted[at - 1]!.end > start)
}

function firstBehind(sorted: readonly Finding[], start: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]!.start < start) low = middle + 1
    else high = middle
  }
  return low
}
