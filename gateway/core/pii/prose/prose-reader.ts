/** Finds names, postal addresses and words of the special categories in free text. */
import type { Finding, TextWindow } from '../entity.ts'

export interface ProseReader {
  /**
   * Appends what it finds in `text`, which is final and whole, to `out`, whose findings keep their place: nothing is put
   * over them, and `out` stays sorted by start.
   */
  read(text: TextWindow, out: Finding[]): void
}

/** `model`: the bytes of a file that `scripts/prose/train.ts` wrote. */
export function createProseReader(_model: Uint8Array): ProseReader {
  return { read: () => {} }
}
