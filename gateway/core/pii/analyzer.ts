/** Looks for personal data in texts as one office wants it: its country packs, dictionaries and models, made ready once. */
import type { Finding, TextWindow } from './entity.ts'
import { recognizers } from './recognizers/all.ts'
import { Scanner } from './scanner.ts'

/** What can be switched. Plain data, so that a worker can be sent it and make the analyzer anew. */
export interface AnalysisSettings {
  /** Country packs by ISO 3166-1 code (`DE`, `GB`), whose recognizers are asked beside the international ones; null: all. */
  readonly packs: readonly string[] | null
}

/** One analyzer serves all exchanges of a policy; it keeps nothing of what it was shown. */
export interface Analyzer {
  /** As `Scanner.scan`. */
  scan(window: TextWindow, out: Finding[], clearUntil?: number): number
}

export function createAnalyzer({ packs }: AnalysisSettings): Analyzer {
  const wanted = packs === null ? null : new Set(packs)
  return new Scanner(
    recognizers.filter(({ pack }) => pack === undefined || wanted === null || wanted.has(pack)),
  )
}

/** With everything switched on. */
export const standardAnalyzer: Analyzer = createAnalyzer({ packs: null })
