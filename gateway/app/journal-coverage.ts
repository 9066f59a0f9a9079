/** Says for a period of the journal how much was looked into and how much was not: what API and command call alike. */
import type { CoverageQuestion, CoveredPeriod } from '../api/services/coverage.ts'
import { InspectedShareTally } from '../core/policy/inspected-share.ts'
import { type JournalPages, missingBetween, walkJournal } from './journal-walk.ts'

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
