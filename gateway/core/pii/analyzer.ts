/** Looks for personal data in texts as one office wants it: its country packs, dictionaries and models, made ready once. */
import type { Finding, TextWindow } from './entity.ts'
import { FieldDictionary, noFields } from './fields/field-dictionary.ts'
import type { FieldsFile } from './fields/field-model.ts'
import { type FieldNames, noNames } from './fields/field-names.ts'
import type { WholeValue } from './fields/weigh-field.ts'
import { readingThrough } from './prose/hidden-marks.ts'
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
  /** Asked for each name of a JSON document: whether its value must be read for the name's sake. */
  readonly names: FieldNames
  /** How well a whole value is one of a type, by check digits or form; null where it cannot be one. */
  readonly wholeValue: WholeValue
  /** Finds names and addresses in free text; null where no model is at hand. */
  readonly prose: ProseReader | null
  /** The same without reading free text, which takes ten times as long as all else together. */
  readonly withoutProse: Analyzer
}

/** The last few, since making one takes 0.1 s, and each reload asks for the same again. */
const made: { settings: AnalysisSettings; analyzer: Analyzer }[] = []
const mostMade = 4

export function createAnalyzer(settings: AnalysisSettings): Analyzer {
  const known = made.find((one) => isSame(one.settings, settings))
  if (known !== undefined) return known.analyzer
  const analyzer = make(settings)
  made.unshift({ settings, analyzer })
  made.length = Math.min(made.length, mostMade)
  return analyzer
}

/** Dictionary and model are compared as objects: whoever reads them anew means new ones. */
function isSame(one: AnalysisSettings, other: AnalysisSettings): boolean {
  const samePacks = (one.packs?.join() ?? null) === (other.packs?.join() ?? null)
  return samePacks && one.fields === other.fields && one.proseModel === other.proseModel
}

function make({ packs, fields, proseModel }: AnalysisSettings): Analyzer {
  const wanted = packs === null ? null : new Set(packs)
  const scanner = new Scanner([
    ...recognizers.filter(({ pack }) => pack === undefined || wanted === null || wanted.has(pack)),
    ...nationalRecognizers(wanted),
  ])
  const dictionary = fields === undefined ? noFields : new FieldDictionary(fields)
  const parts = {
    scan: (window: TextWindow, out: Finding[], clearUntil?: number) => scanner.scan(window, out, clearUntil),
    fields: dictionary,
    wholeValue: ((type, bytes, span) =>
      wholeValue(type, bytes, span) ?? isWholeValue(type, bytes, span)) as WholeValue,
  }
  const withoutProse: Analyzer = {
    ...parts,
    names: fields === undefined ? noNames : dictionary.valueNames,
    prose: null,
    get withoutProse() {
      return withoutProse
    },
  }
  if (proseModel === undefined) return withoutProse
  const names = fields === undefined ? noNames : dictionary.names
  return { ...parts, names, prose: readingThrough(createProseReader(proseModel)), withoutProse }
}

/** With everything switched on that needs no data. */
export const standardAnalyzer: Analyzer = createAnalyzer({ packs: null })
