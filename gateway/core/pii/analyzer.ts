/** Looks for personal data in texts as one office wants it: its country packs, dictionaries and models, made ready once. */
import type { Finding, TextWindow } from './entity.ts'
import { FieldDictionary, noFields } from './fields/field-dictionary.ts'
import type { FieldsFile } from './fields/field-model.ts'
import type { WholeValue } from './fields/weigh-field.ts'
import { createProseReader, type ProseReader } from './prose/prose-reader.ts'
import { recognizers } from './recognizers/all.ts'
import { nationalRecognizers } from './recognizers/national/national.ts'
import { isWholeValue } from './recognizers/national/whole-value.ts'
import { wholeValue } from './recognizers/whole-value.ts'
import { Scanner } from './scanner.ts'

/** What can be switched. Plain data, so that a worker can be sent it and make the analyzer anew. */
export interface AnalysisSettings {
  /** Country packs by ISO 3166-1 code (`DE`, `GB`), whose recognizers are asked beside the international ones; null: all. */
  readonly packs: readonly string[] | null
  /** What names of fields tell, the owner's own file last; absent: they tell nothing. */
  readonly fields?: readonly FieldsFile[]
  /** The model that finds names and addresses in free text, as `scripts/prose` wrote it; absent: none are found there. */
  readonly proseModel?: Uint8Array
}

/** One analyzer serves all exchanges of a policy; it keeps nothing of what it was shown but names of fields. */
export interface Analyzer {
  /** As `Scanner.scan`. */
  scan(window: TextWindow, out: Finding[], clearUntil?: number): number
  /** What names of fields tell. */
  readonly fields: FieldDictionary
  /** How well a whole value is one of a type, by check digits or form; null where it cannot be one. */
  readonly wholeValue: WholeValue
  /** Finds names and addresses in free text; null where no model is at hand. */
  readonly prose: ProseReader | null
}

export function createAnalyzer({ packs, fields, proseModel }: AnalysisSettings): Analyzer {
  const wanted = packs === null ? null : new Set(packs)
  const scanner = new Scanner([
    ...recognizers.filter(({ pack }) => pack === undefined || wanted === null || wanted.has(pack)),
    ...nationalRecognizers(wanted),
  ])
  return {
    scan: (window, out, clearUntil) => scanner.scan(window, out, clearUntil),
    fields: fields === undefined ? noFields : new FieldDictionary(fields),
    wholeValue: (type, bytes, span) => wholeValue(type, bytes, span) ?? isWholeValue(type, bytes, span),
    prose: proseModel === undefined ? null : createProseReader(proseModel),
  }
}

/** With everything switched on that needs no data. */
export const standardAnalyzer: Analyzer = createAnalyzer({ packs: null })
