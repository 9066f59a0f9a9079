/** The analyzer's data as it is shipped: the dictionary of field names, and with it the model for free text. */
import { analysisInUse } from '../../gateway/app/analysis-in-use.ts'
import { type AnalysisSettings, type Analyzer, createAnalyzer } from '../../gateway/core/pii/analyzer.ts'

/** With the numbers of all countries. */
export const shippedAnalysis: AnalysisSettings = await analysisInUse({ packs: null, ownFields: null })

/** Names of fields are known; free text is not read. */
const { proseModel: _, ...withoutModel } = shippedAnalysis
export const fieldsAnalysis: AnalysisSettings = withoutModel

export const fieldsAnalyzer: Analyzer = createAnalyzer(fieldsAnalysis)

let wholeAnalyzer: Analyzer | null = null

/** Everything; the model takes its time. */
export function shippedAnalyzer(): Analyzer {
  wholeAnalyzer ??= createAnalyzer(shippedAnalysis)
  return wholeAnalyzer
}
