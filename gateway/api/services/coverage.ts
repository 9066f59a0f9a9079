/** What routes may ask of how much was looked into. */
import type { InspectedShare } from '../../core/policy/inspected-share.ts'
import type { JournalGap } from '../services.ts'

export interface CoverageQuestion {
  since: number
  until: number
  client: string | null
  /** Rows of the list of destinations. */
  limit: number
  onProgress?: ((records: number, at: number) => void) | undefined
  signal?: AbortSignal | undefined
}

export interface CoveredPeriod extends InspectedShare {
  since: number
  until: number
  missing: readonly JournalGap[]
}

export interface CoverageServices {
  /** Reads the journal of that time page by page. Rejects with the journal's errors, and the signal's reason. */
  coverage(question: CoverageQuestion): Promise<CoveredPeriod>
}
