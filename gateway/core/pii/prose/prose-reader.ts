/** Finds names, postal addresses and words of the special categories in free text. */
import type { Finding, TextWindow } from '../entity.ts'
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
  return {
    read({ bytes, start, end }, out) {
      const taken = out.slice()
      const found: Finding[] = []
      tagger.tag({ bytes, start, end: Math.min(end, start + longestProse) }, taken, (from, to) => {
        addSpans(tagger.sight, { from, to, likelihood: tagger.lattice.likelihood }, thresholds, found)
      })
      if (found.length === 0) return
      out.push(...found)
      out.sort((one, other) => one.start - other.start)
    },
  }
}
