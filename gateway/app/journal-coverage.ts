/** Says for a period of the journal how much was looked into and how much was not: what API and command call alike. */
import type { JournalGap } from '../api/services.ts'
import { type InspectedShare, InspectedShareTally } from '../core/policy/inspected-share.ts'
import { type JournalPages, missingBetween, walkJournal } from './journal-walk.ts'

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

/** Throws the journal's errors, and the signal's reason. */
export async function journalCoverage(
  journal: JournalPages,
  { since, until, client, limit, onProgress, signal }: CoverageQuestion,
): Promise<CoveredPeriod> {
  const period = { from: since, to: until }
  const missing = await missingBetween(journal, period)
  const tally = new InspectedShareTally()
  const onRecord: InspectedShareTally['add'] = (record) => tally.add(record)
  await walkJournal(journal, { ...period, client, destination: null, onRecord, onProgress, signal })
  return { since, until, missing, ...tally.share(limit) }
}
